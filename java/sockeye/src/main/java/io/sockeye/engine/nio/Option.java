package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NetworkChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of socket options: its number in C, its name in the JDK. An option of the
 * JDK is found by name among a channel's {@link NetworkChannel#supportedOptions}, because those of
 * {@code jdk.net} are there only if that module is, and SO_OOBINLINE has no public constant at all.
 *
 * @param level SOL_ or IPPROTO_
 * @param number SO_, TCP_, IP_ or IPV6_
 * @param kind how its value looks in C and in the JDK
 * @param scope which sockets have it
 * @param jdkName its name in the JDK; empty for one that is only remembered
 */
record Option(int level, int number, Kind kind, Scope scope, String jdkName) {
    static final int SOL_SOCKET = Abi.host().constant("SOL_SOCKET");
    private static final int TCP = Abi.host().constant("IPPROTO_TCP");
    private static final int IP = Abi.host().constant("IPPROTO_IP");
    private static final int IPV6 = Abi.host().constant("IPPROTO_IPV6");

    /** Linux doubles what it is told for its own overhead; the JDK halves it again (socket(7)). */
    private static final boolean DOUBLED_BUFFERS =
            System.getProperty("os.name", "").startsWith("Linux");

    static final Option REUSEADDR = socket("SO_REUSEADDR", Kind.FLAG, Scope.ALL);
    static final Option V6ONLY = of(IPV6, "IPV6_V6ONLY", Kind.FLAG, Scope.INET6, "");

    private static final List<Option> TABLE =
            List.of(
                    REUSEADDR,
                    V6ONLY,
                    socket("SO_REUSEPORT", Kind.FLAG, Scope.ALL),
                    socket("SO_KEEPALIVE", Kind.FLAG, Scope.ALL),
                    socket("SO_BROADCAST", Kind.FLAG, Scope.ALL),
                    socket("SO_OOBINLINE", Kind.FLAG, Scope.ALL),
                    socket("SO_LINGER", Kind.LINGER, Scope.ALL),
                    socket("SO_SNDBUF", Kind.BUFFER, Scope.ALL),
                    socket("SO_RCVBUF", Kind.BUFFER, Scope.ALL),
                    of(TCP, "TCP_NODELAY", Kind.FLAG, Scope.TCP, "TCP_NODELAY"),
                    of(TCP, "TCP_QUICKACK", Kind.FLAG, Scope.TCP, "TCP_QUICKACK"),
                    of(TCP, "TCP_KEEPIDLE", Kind.NUMBER, Scope.TCP, "TCP_KEEPIDLE"),
                    of(TCP, "TCP_KEEPALIVE", Kind.NUMBER, Scope.TCP, "TCP_KEEPIDLE"),
                    of(TCP, "TCP_KEEPINTVL", Kind.NUMBER, Scope.TCP, "TCP_KEEPINTERVAL"),
                    of(TCP, "TCP_KEEPCNT", Kind.NUMBER, Scope.TCP, "TCP_KEEPCOUNT"),
                    of(IP, "IP_TOS", Kind.NUMBER, Scope.INET, "IP_TOS"),
                    of(IPV6, "IPV6_TCLASS", Kind.NUMBER, Scope.INET6, "IP_TOS"),
                    of(IP, "IP_MULTICAST_TTL", Kind.TTL, Scope.UDP, "IP_MULTICAST_TTL"),
                    of(IP, "IP_MULTICAST_LOOP", Kind.FLAG, Scope.UDP, "IP_MULTICAST_LOOP"),
                    of(IP, "IP_MULTICAST_IF", Kind.ADDRESS, Scope.UDP, "IP_MULTICAST_IF"),
                    of(IPV6, "IPV6_MULTICAST_HOPS", Kind.TTL, Scope.UDP6, "IP_MULTICAST_TTL"),
                    of(IPV6, "IPV6_MULTICAST_LOOP", Kind.FLAG, Scope.UDP6, "IP_MULTICAST_LOOP"),
                    of(IPV6, "IPV6_MULTICAST_IF", Kind.INDEX, Scope.UDP6, "IP_MULTICAST_IF"));

    /** How a value looks. */
    enum Kind {
        FLAG,
        NUMBER,
        /** A number of which -1 means 1, the default. */
        TTL,
        /** A size in bytes that Linux doubles. */
        BUFFER,
        /** {@code struct linger}; in the JDK seconds, negative for off. */
        LINGER,
        /** A network interface by {@code struct in_addr}, {@code ip_mreq} or {@code ip_mreqn}. */
        ADDRESS,
        /** A network interface by its index. */
        INDEX
    }

    /** Which sockets have an option. */
    enum Scope {
        ALL,
        INET,
        INET6,
        TCP,
        UDP,
        UDP6;

        boolean has(SocketDescription socket) {
            boolean inet6 = socket.family == Sockaddrs.AF_INET6;
            boolean inet = inet6 || socket.family == Sockaddrs.AF_INET;
            return switch (this) {
                case ALL -> true;
                case INET -> inet;
                case INET6 -> inet6;
                case TCP -> inet && socket.isStream();
                case UDP -> inet && !socket.isStream();
                case UDP6 -> inet6 && !socket.isStream();
            };
        }
    }

    /**
     * An option's value.
     *
     * @param jdk as the JDK has it
     * @param number as C has it: seconds or -1 for SO_LINGER, the address for IP_MULTICAST_IF
     */
    record Value(@Nullable Object jdk, int number) {}

    /** Finds the option that a socket has under these numbers. */
    static @Nullable Option find(SocketDescription socket, int level, int number) {
        for (Option option : TABLE) {
            if (option.number == number && option.level == level && option.scope.has(socket)) {
                return option;
            }
        }
        return null;
    }

    /** Whether a socket has options of a level at all. */
    static boolean hasLevel(SocketDescription socket, int level) {
        return level == SOL_SOCKET
                || level == IP && Scope.INET.has(socket)
                || level == IPV6 && Scope.INET6.has(socket)
                || level == TCP && Scope.TCP.has(socket);
    }

    /** The channel's name for this option; null if it has none. */
    @Nullable SocketOption<?> in(NetworkChannel channel) {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(jdkName)) {
                return option;
            }
        }
        return null;
    }

    /** What a socket has whose option nobody set and no channel knows. */
    int unset() {
        return kind == Kind.LINGER ? -1 : 0;
    }

    /** Whether remembering would be a lie: without the OS the option has no effect. */
    boolean needsOs() {
        return level == TCP || jdkName.equals("SO_REUSEPORT");
    }

    /** Sets the option if the channel has it. */
    boolean set(NetworkChannel channel, Value value) throws IOException {
        @SuppressWarnings("unchecked")
        SocketOption<Object> option = (SocketOption<Object>) in(channel);
        if (option == null) {
            return false;
        }
        if (value.jdk != null) {
            channel.setOption(option, value.jdk);
        }
        return true;
    }

    /** Reads the option; null if the channel does not have it or has only an object for it. */
    @Nullable Integer get(NetworkChannel channel) throws IOException {
        SocketOption<?> option = in(channel);
        Object value = option == null ? null : channel.getOption(option);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof Integer number) {
            return kind == Kind.BUFFER && DOUBLED_BUFFERS ? number * 2 : number;
        }
        return null;
    }

    /** Takes a value out of a C struct. */
    Value read(DirectBuffer buffer, int offset, int length) throws IOException {
        return switch (kind) {
            case FLAG -> flag(number(buffer, offset, length));
            case NUMBER -> number(number(buffer, offset, length));
            case TTL -> ttl(number(buffer, offset, length));
            case BUFFER -> buffer(number(buffer, offset, length));
            case LINGER -> linger(buffer, offset, length);
            case ADDRESS -> byAddress(buffer, offset, length);
            case INDEX -> byIndex(number(buffer, offset, length));
        };
    }

    /** Puts a value into a C struct. */
    byte[] struct(int value) {
        if (kind == Kind.LINGER) {
            ByteBuffer struct = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            return struct.putInt(value < 0 ? 0 : 1).putInt(Math.max(0, value)).array();
        }
        if (kind == Kind.ADDRESS) {
            return ByteBuffer.allocate(4).putInt(value).array();
        }
        return Sockaddrs.nativeInt(value);
    }

    /** An int; options of IP may be a single byte instead (ip(7)). */
    private int number(DirectBuffer buffer, int offset, int length) throws IOException {
        if (length >= 4) {
            return buffer.getInt(offset);
        }
        if (level == IP && length >= 1) {
            return buffer.get(offset) & 0xff;
        }
        throw new ErrnoException(Errno.EINVAL);
    }

    private static Value flag(int number) {
        return new Value(number != 0, number == 0 ? 0 : 1);
    }

    private static Value number(int number) {
        return new Value(number, number);
    }

    private static Value ttl(int number) throws IOException {
        if (number < -1 || number > 255) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return number(number == -1 ? 1 : number);
    }

    /** The kernel takes a negative size for a very large one and cuts it down. */
    private static Value buffer(int number) {
        return number(number < 0 ? Integer.MAX_VALUE : number);
    }

    private static Value linger(DirectBuffer buffer, int offset, int length) throws IOException {
        if (length < 8) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return number(buffer.getInt(offset) == 0 ? -1 : Math.max(0, buffer.getInt(offset + 4)));
    }

    private static Value byAddress(DirectBuffer buffer, int offset, int length) throws IOException {
        if (length < 4) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (length >= 12 && buffer.getInt(offset + 8) != 0) {
            return byIndex(buffer.getInt(offset + 8));
        }
        byte[] address = new byte[4];
        buffer.get(length >= 8 ? offset + 4 : offset, address, 0, 4);
        int number = ByteBuffer.wrap(address).getInt();
        return number == 0
                ? new Value(null, 0)
                : new Value(existing(interfaceOf(InetAddress.getByAddress(address))), number);
    }

    private static Value byIndex(int index) throws IOException {
        return index == 0
                ? new Value(null, 0)
                : new Value(existing(NetworkInterface.getByIndex(index)), index);
    }

    static @Nullable NetworkInterface interfaceOf(InetAddress address) throws IOException {
        return NetworkInterface.getByInetAddress(address);
    }

    static NetworkInterface existing(@Nullable NetworkInterface found) throws IOException {
        if (found == null) {
            throw new ErrnoException(Errno.EADDRNOTAVAIL);
        }
        return found;
    }

    private static Option socket(String name, Kind kind, Scope scope) {
        return of(SOL_SOCKET, name, kind, scope, name);
    }

    private static Option of(int level, String name, Kind kind, Scope scope, String jdkName) {
        return new Option(level, Abi.host().constant(name), kind, scope, jdkName);
    }
}
