package io.sockeye.socket;

import io.sockeye.engine.Abi;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The options of a socket that are structs in C, with types; {@link Socket#options()} gives them.
 * Everything that is a plain number is set with {@link Socket#setsockopt(int, int, int)}.
 *
 * <p>What the host or the engine lacks is refused by name: an {@link IllegalArgumentException} for
 * a constant that the host does not have, ENOPROTOOPT or EOPNOTSUPP for an option that the engine
 * cannot set.
 */
public final class SocketOptions {
    private static final int LINGER_SIZE = 8;
    private static final int TIMEVAL_SIZE = 16;
    private static final int STORAGE = 128;

    private final Socket socket;

    SocketOptions(Socket socket) {
        this.socket = socket;
    }

    /**
     * How long close waits for what was sent to be acknowledged; SO_LINGER.
     *
     * @return whole seconds, or null if it does not wait and the kernel goes on alone
     * @throws IOException if the socket is closed
     */
    public @Nullable Duration linger() throws IOException {
        ByteBuffer linger = get("SO_LINGER", Sockets.SOL_SOCKET, Sockets.SO_LINGER, LINGER_SIZE);
        return linger.getInt(0) == 0 ? null : Duration.ofSeconds(linger.getInt(4));
    }

    /**
     * Lets close wait for what was sent to be acknowledged, or, with zero, throw it away and reset
     * the connection; SO_LINGER.
     *
     * @param limit rounded up to seconds; null to let the kernel go on alone, the default
     * @return these options
     * @throws IllegalArgumentException if it is negative or longer than an int of seconds
     * @throws IOException if the socket is closed
     */
    public SocketOptions linger(@Nullable Duration limit) throws IOException {
        long seconds = limit == null ? 0 : seconds(limit);
        if (limit != null && limit.isNegative() || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("linger out of range: " + limit);
        }
        byte[] linger = Sockets.pack(limit == null ? 0 : 1, (int) seconds);
        return set("SO_LINGER", Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger);
    }

    private static long seconds(Duration limit) {
        return limit.getSeconds() + (limit.getNano() > 0 ? 1 : 0);
    }

    /**
     * The kernel's own limit for receiving calls; SO_RCVTIMEO.
     *
     * @return null for none
     * @throws IOException if the socket is closed; ENOPROTOOPT on nio
     */
    public @Nullable Duration rcvtimeo() throws IOException {
        return timeval("SO_RCVTIMEO", Sockets.SO_RCVTIMEO);
    }

    /**
     * Sets the kernel's own limit for receiving calls; SO_RCVTIMEO. The calls of this library do
     * not wait in the kernel, so {@link Socket#settimeout(Duration)} is what limits them; this is
     * for those who take the descriptor elsewhere.
     *
     * @param limit rounded up to microseconds; null for none
     * @return these options
     * @throws IllegalArgumentException if it is not positive, as 0 would mean none
     * @throws IOException if the socket is closed; ENOPROTOOPT on nio
     */
    public SocketOptions rcvtimeo(@Nullable Duration limit) throws IOException {
        return timeval("SO_RCVTIMEO", Sockets.SO_RCVTIMEO, limit);
    }

    /**
     * The kernel's own limit for sending calls; SO_SNDTIMEO.
     *
     * @return null for none
     * @throws IOException if the socket is closed; ENOPROTOOPT on nio
     */
    public @Nullable Duration sndtimeo() throws IOException {
        return timeval("SO_SNDTIMEO", Sockets.SO_SNDTIMEO);
    }

    /**
     * Sets the kernel's own limit for sending calls; SO_SNDTIMEO. As {@link #rcvtimeo(Duration)},
     * it does not limit the calls of this library.
     *
     * @param limit rounded up to microseconds; null for none
     * @return these options
     * @throws IllegalArgumentException if it is not positive, as 0 would mean none
     * @throws IOException if the socket is closed; ENOPROTOOPT on nio
     */
    public SocketOptions sndtimeo(@Nullable Duration limit) throws IOException {
        return timeval("SO_SNDTIMEO", Sockets.SO_SNDTIMEO, limit);
    }

    private @Nullable Duration timeval(String name, int option) throws IOException {
        ByteBuffer timeval = get(name, Sockets.SOL_SOCKET, option, TIMEVAL_SIZE);
        Duration limit = Duration.ofSeconds(timeval.getLong(0), timeval.getLong(8) * 1000);
        return limit.isZero() ? null : limit;
    }

    private SocketOptions timeval(String name, int option, @Nullable Duration limit)
            throws IOException {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException(name + " must be positive, not " + limit);
        }
        Duration rounded = limit == null ? Duration.ZERO : limit.plusNanos(999);
        ByteBuffer timeval = struct(TIMEVAL_SIZE).putLong(0, rounded.getSeconds());
        timeval.putLong(8, rounded.getNano() / 1000);
        return set(name, Sockets.SOL_SOCKET, option, timeval.array());
    }

    /**
     * How a TCP connection is doing; TCP_INFO, Linux.
     *
     * @return a snapshot
     * @throws IOException if the socket is closed or not TCP; ENOPROTOOPT on nio
     */
    public TcpInfo tcpInfo() throws IOException {
        return TcpInfo.of(
                get("TCP_INFO", Sockets.IPPROTO_TCP, Sockets.TCP_INFO, TcpInfo.SIZE).array());
    }

    /**
     * Who is at the other end of a Unix socket; SO_PEERCRED, Linux.
     *
     * @return the process that connected, listened or made the pair
     * @throws IOException if the socket is closed; ENOPROTOOPT on nio
     */
    public PeerCredentials peerCredentials() throws IOException {
        int option = Sockets.SO_PEERCRED;
        return PeerCredentials.of(
                get("SO_PEERCRED", Sockets.SOL_SOCKET, option, PeerCredentials.SIZE).array());
    }

    /**
     * Receives what is sent to a multicast group; IP_ADD_MEMBERSHIP or IPV6_JOIN_GROUP.
     *
     * @param group numeric, IPv4 or IPv6
     * @param interfaceIndex {@link Sockets#ifNametoindex} tells it; 0 lets the kernel choose
     * @return these options
     * @throws IllegalArgumentException if the group is not numeric
     * @throws IOException EINVAL if it is no multicast address, EADDRINUSE if the socket is a
     *     member already, ENODEV if there is no such interface
     */
    public SocketOptions joinGroup(String group, int interfaceIndex) throws IOException {
        return membership("IP_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP", group, interfaceIndex);
    }

    /**
     * Receives no more of what is sent to a multicast group; IP_DROP_MEMBERSHIP or
     * IPV6_LEAVE_GROUP.
     *
     * @param group numeric, IPv4 or IPv6
     * @param interfaceIndex as the group was joined
     * @return these options
     * @throws IllegalArgumentException if the group is not numeric
     * @throws IOException EADDRNOTAVAIL if the socket is no member
     */
    public SocketOptions leaveGroup(String group, int interfaceIndex) throws IOException {
        return membership("IP_DROP_MEMBERSHIP", "IPV6_LEAVE_GROUP", group, interfaceIndex);
    }

    private SocketOptions membership(String name, String name6, String group, int interfaceIndex)
            throws IOException {
        byte[] packed = numeric(group);
        if (packed.length == 16) {
            ByteBuffer mreq = struct(20).put(0, packed).putInt(16, interfaceIndex);
            return set(name6, Sockets.IPPROTO_IPV6, number(name6), mreq.array());
        }
        ByteBuffer mreqn = struct(12).put(0, packed).putInt(8, interfaceIndex);
        return set(name, Sockets.IPPROTO_IP, number(name), mreqn.array());
    }

    /**
     * Receives what one source sends to a multicast group, and what other joined sources send;
     * MCAST_JOIN_SOURCE_GROUP.
     *
     * @param group numeric
     * @param source numeric, of the group's family
     * @param interfaceIndex {@link Sockets#ifNametoindex} tells it; 0 lets the kernel choose
     * @return these options
     * @throws IllegalArgumentException if an address is not numeric or the families differ
     * @throws IOException EINVAL if the whole group was joined before
     */
    public SocketOptions joinSource(String group, String source, int interfaceIndex)
            throws IOException {
        return source("MCAST_JOIN_SOURCE_GROUP", group, source, interfaceIndex);
    }

    /**
     * Undoes {@link #joinSource}; MCAST_LEAVE_SOURCE_GROUP.
     *
     * @param group numeric
     * @param source numeric
     * @param interfaceIndex as the source was joined
     * @return these options
     * @throws IllegalArgumentException if an address is not numeric or the families differ
     * @throws IOException EADDRNOTAVAIL or EINVAL if the source was not joined
     */
    public SocketOptions leaveSource(String group, String source, int interfaceIndex)
            throws IOException {
        return source("MCAST_LEAVE_SOURCE_GROUP", group, source, interfaceIndex);
    }

    /**
     * Receives no more of what one source sends to a group that was joined; MCAST_BLOCK_SOURCE.
     *
     * @param group numeric
     * @param source numeric, of the group's family
     * @param interfaceIndex as the group was joined
     * @return these options
     * @throws IllegalArgumentException if an address is not numeric or the families differ
     * @throws IOException EINVAL if the socket is no member of the group
     */
    public SocketOptions blockSource(String group, String source, int interfaceIndex)
            throws IOException {
        return source("MCAST_BLOCK_SOURCE", group, source, interfaceIndex);
    }

    /**
     * Undoes {@link #blockSource}; MCAST_UNBLOCK_SOURCE.
     *
     * @param group numeric
     * @param source numeric
     * @param interfaceIndex as the group was joined
     * @return these options
     * @throws IllegalArgumentException if an address is not numeric or the families differ
     * @throws IOException EADDRNOTAVAIL if the source was not blocked
     */
    public SocketOptions unblockSource(String group, String source, int interfaceIndex)
            throws IOException {
        return source("MCAST_UNBLOCK_SOURCE", group, source, interfaceIndex);
    }

    private SocketOptions source(String name, String group, String source, int interfaceIndex)
            throws IOException {
        byte[] groupBytes = sockaddr(group);
        byte[] sourceBytes = sockaddr(source);
        if (groupBytes.length != sourceBytes.length) {
            throw new IllegalArgumentException(
                    name + ": " + group + " and " + source + " are of two families");
        }
        int level = numeric(group).length == 16 ? Sockets.IPPROTO_IPV6 : Sockets.IPPROTO_IP;
        ByteBuffer request = struct(8 + 2 * STORAGE).putInt(0, interfaceIndex);
        request.put(8, groupBytes).put(8 + STORAGE, sourceBytes);
        return set(name, level, number(name), request.array());
    }

    private byte[] sockaddr(String host) throws IOException {
        int family = numeric(host).length == 16 ? Sockets.AF_INET6 : Sockets.AF_INET;
        return Addresses.encode(socket.engine(), family, Address.inet(host, 0), "setsockopt");
    }

    /**
     * Sends multicast over an interface; IP_MULTICAST_IF or IPV6_MULTICAST_IF.
     *
     * @param interfaceIndex {@link Sockets#ifNametoindex} tells it; 0 lets the kernel choose
     * @return these options
     * @throws IOException EADDRNOTAVAIL or ENODEV if there is no such interface
     */
    public SocketOptions multicastInterface(int interfaceIndex) throws IOException {
        if (socket.family() == Sockets.AF_INET6) {
            byte[] index = Sockets.pack(interfaceIndex);
            int option = Sockets.IPV6_MULTICAST_IF;
            return set("IPV6_MULTICAST_IF", Sockets.IPPROTO_IPV6, option, index);
        }
        byte[] mreqn = struct(12).putInt(8, interfaceIndex).array();
        return set("IP_MULTICAST_IF", Sockets.IPPROTO_IP, Sockets.IP_MULTICAST_IF, mreqn);
    }

    private static byte[] numeric(String host) {
        byte[] packed = InetText.tryParse(host);
        if (packed == null) {
            throw new IllegalArgumentException("not a numeric address: " + host);
        }
        return packed;
    }

    private static int number(String name) {
        return Abi.host().constant(name);
    }

    private static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** As many bytes as asked; what the kernel did not write is 0. */
    private ByteBuffer get(String name, int level, int option, int size) throws IOException {
        try {
            byte[] value = socket.getsockopt(level, option, size);
            return ByteBuffer.wrap(Arrays.copyOf(value, size)).order(ByteOrder.nativeOrder());
        } catch (OsException e) {
            throw named(e, name);
        }
    }

    private SocketOptions set(String name, int level, int option, byte[] value) throws IOException {
        try {
            socket.setsockopt(level, option, value);
            return this;
        } catch (OsException e) {
            throw named(e, name);
        }
    }

    /** The kernel's errors name the call alone; the caller never saw the constant. */
    private static OsException named(OsException e, String name) {
        if (e.errno() < 0 || e instanceof ClosedException) {
            return e;
        }
        OsException named = OsException.of(e.errno(), e.call(), name);
        named.initCause(e);
        return named;
    }
}
