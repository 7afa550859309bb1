package io.sockeye.socket;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns addresses into {@code struct sockaddr} and back, by the layout of the host: for those who
 * call {@link Syscalls} themselves.
 */
public final class Addresses {
    private static final int IN_SIZE = 16;
    private static final int IN6_SIZE = 28;
    private static final int SUN_PATH_MAX = Abi.host().hasSockaddrLength() ? 104 : 108;

    private Addresses() {}

    static void checkPort(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port must be 0-65535, not " + port);
        }
    }

    static void checkHost(String host) {
        if (host.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("host contains a NUL character");
        }
    }

    static Address of(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            InetAddress ip = inet.getAddress();
            if (ip instanceof Inet6Address six) {
                String host = InetText.ntop6(six.getAddress());
                return new Address.Inet6(host, inet.getPort(), 0, six.getScopeId());
            }
            String host = ip == null ? inet.getHostString() : ip.getHostAddress();
            return new Address.Inet(host, inet.getPort());
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            return Address.unix(unix.getPath());
        }
        throw new IllegalArgumentException("no Address for a " + address.getClass().getName());
    }

    static SocketAddress toSocketAddress(Address address) {
        if (address instanceof Address.Inet inet) {
            return jdk(inet.host(), inet.port(), 0);
        }
        if (address instanceof Address.Inet6 inet) {
            return jdk(inet.host(), inet.port(), inet.scopeId());
        }
        if (address instanceof Address.Unix unix && !unix.isAbstract()) {
            return UnixDomainSocketAddress.of(Path.of(unix.hostPort()));
        }
        throw new IllegalArgumentException("the JDK has no address for " + address);
    }

    private static SocketAddress jdk(String host, int port, int scopeId) {
        byte[] packed = InetText.tryParse(host);
        if (host.isEmpty()) {
            return new InetSocketAddress(port);
        }
        if (packed == null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            InetAddress ip =
                    packed.length == 16
                            ? Inet6Address.getByAddress(null, packed, scopeId)
                            : Inet4Address.getByAddress(packed);
            return new InetSocketAddress(ip, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }

    /**
     * An address as a {@code struct sockaddr}, with the host name resolved.
     *
     * @param engine whose resolver is asked
     * @param family of the socket that will use it
     * @param address the address
     * @param call that needs it, for messages
     * @return its bytes
     * @throws IOException if the name cannot be resolved
     * @throws IllegalArgumentException if the address does not fit the family
     */
    public static byte[] encode(Engine engine, int family, Address address, String call)
            throws IOException {
        if (address instanceof Address.Unix unix) {
            requireFamily(family, Sockets.AF_UNIX, address, call);
            return encodeUnix(unix, call);
        }
        if (address instanceof Address.Inet inet && family != Sockets.AF_INET6) {
            requireFamily(family, Sockets.AF_INET, inet, call);
            ByteBuffer sockaddr = sockaddr(family, IN_SIZE);
            putPort(sockaddr, inet.port());
            return sockaddr.put(4, resolve(engine, family, inet.host(), call)).array();
        }
        if (address instanceof Address.Inet inet) {
            byte[] packed = resolve(engine, family, inet.host(), call);
            return encode6(packed, inet.port(), 0, 0);
        }
        if (address instanceof Address.Inet6 inet) {
            requireFamily(family, Sockets.AF_INET6, address, call);
            byte[] packed = resolve(engine, family, inet.host(), call);
            return encode6(packed, inet.port(), inet.flowinfo(), inet.scopeId());
        }
        return encodeOther(family, address, call);
    }

    private static byte[] encode6(byte[] packed, int port, int flowinfo, int scopeId) {
        ByteBuffer sockaddr = sockaddr(Sockets.AF_INET6, IN6_SIZE);
        putPort(sockaddr, port);
        sockaddr.order(ByteOrder.BIG_ENDIAN).putInt(4, flowinfo);
        return sockaddr.put(8, packed).order(ByteOrder.nativeOrder()).putInt(24, scopeId).array();
    }

    private static byte[] encodeOther(int family, Address address, String call) {
        if (address instanceof Address.Netlink netlink) {
            requireFamily(family, Sockets.AF_NETLINK, address, call);
            return sockaddr(family, 12)
                    .putInt(4, netlink.pid())
                    .putInt(8, netlink.groups())
                    .array();
        }
        if (address instanceof Address.Vsock vsock) {
            requireFamily(family, Sockets.AF_VSOCK, address, call);
            return sockaddr(family, 16).putInt(4, vsock.port()).putInt(8, vsock.cid()).array();
        }
        if (address instanceof Address.Packet packet) {
            requireFamily(family, Sockets.AF_PACKET, address, call);
            return encodePacket(packet, family);
        }
        Address.Raw raw = (Address.Raw) address;
        byte[] data = raw.data();
        if (data.length > Syscalls.SOCKADDR_MAX - 2) {
            throw new IllegalArgumentException(
                    "address data is too long: " + data.length + " bytes");
        }
        return sockaddr(raw.family(), 2 + data.length).put(2, data).array();
    }

    private static byte[] encodePacket(Address.Packet packet, int family) {
        byte[] hardware = packet.hardwareAddress();
        if (hardware.length > 8) {
            throw new IllegalArgumentException("a hardware address has at most 8 bytes");
        }
        ByteBuffer sockaddr = sockaddr(family, 20);
        putPort(sockaddr, packet.protocol());
        sockaddr.putInt(4, packet.interfaceIndex());
        sockaddr.putShort(8, (short) packet.hardwareType());
        sockaddr.put(10, (byte) packet.packetType());
        return sockaddr.put(11, (byte) hardware.length).put(12, hardware).array();
    }

    private static byte[] encodeUnix(Address.Unix unix, String call) throws OsException {
        byte[] path = unix.path();
        // An abstract name may use every byte; a path needs room for its terminating NUL.
        int limit = unix.isAbstract() ? SUN_PATH_MAX : SUN_PATH_MAX - 1;
        if (path.length > limit) {
            throw OsException.message(
                    call, "AF_UNIX path too long: " + path.length + " bytes, at most " + limit);
        }
        for (int i = 1; i < path.length && !unix.isAbstract(); i++) {
            if (path[i] == 0) {
                throw new IllegalArgumentException("AF_UNIX path contains a NUL byte");
            }
        }
        boolean terminated = path.length > 0 && !unix.isAbstract();
        int size = 2 + path.length + (terminated ? 1 : 0);
        return sockaddr(Sockets.AF_UNIX, size).put(2, path).array();
    }

    /**
     * Copies a whole {@code struct sockaddr} into a slot.
     *
     * @param slot of {@link Syscalls#SLOT_SIZE} bytes
     * @param sockaddr its bytes
     */
    public static void put(DirectBuffer slot, byte[] sockaddr) {
        slot.putInt(0, sockaddr.length);
        slot.put(Syscalls.SLOT_ADDRESS, sockaddr, 0, sockaddr.length);
    }

    /**
     * Copies a {@code struct sockaddr} out of a slot.
     *
     * @param slot of {@link Syscalls#SLOT_SIZE} bytes
     * @return its bytes, none if the slot is empty
     */
    public static byte[] bytes(DirectBuffer slot) {
        byte[] bytes = new byte[Math.max(0, Math.min(slot.getInt(0), Syscalls.SOCKADDR_MAX))];
        slot.get(Syscalls.SLOT_ADDRESS, bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Reads the address of a slot.
     *
     * @param slot of {@link Syscalls#SLOT_SIZE} bytes
     * @param family of the socket
     * @return the address, or null if the slot holds none
     */
    public static @Nullable Address decode(DirectBuffer slot, int family) {
        int size = Math.min(slot.getInt(0), Syscalls.SOCKADDR_MAX);
        return size < 2 ? unnamed(size, family) : decode(wrap(bytes(slot)));
    }

    /**
     * Reads an address that {@link #bytes} has copied.
     *
     * @param sockaddr its bytes
     * @param family of the socket
     * @return the address; an unnamed Unix one if there are no bytes
     */
    public static Address decode(byte[] sockaddr, int family) {
        if (sockaddr.length < 2) {
            return family == Sockets.AF_UNIX
                    ? new Address.Unix(new byte[0])
                    : new Address.Raw(family, new byte[0]);
        }
        return decode(wrap(sockaddr));
    }

    private static @Nullable Address unnamed(int size, int family) {
        return size <= 0 && family == Sockets.AF_UNIX ? new Address.Unix(new byte[0]) : null;
    }

    private static ByteBuffer wrap(byte[] sockaddr) {
        return ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
    }

    private static Address decode(ByteBuffer sockaddr) {
        boolean bsd = Abi.host().hasSockaddrLength();
        int family = bsd ? sockaddr.get(1) & 0xff : sockaddr.getShort(0) & 0xffff;
        int size = sockaddr.capacity();
        if (family == Sockets.AF_INET && size >= IN_SIZE) {
            return new Address.Inet(InetText.ntop4(slice(sockaddr, 4, 4)), port(sockaddr));
        }
        if (family == Sockets.AF_INET6 && size >= IN6_SIZE) {
            int scopeId = sockaddr.getInt(24);
            int flowinfo = sockaddr.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(4) & 0xfffff;
            String host = InetText.ntop6(slice(sockaddr, 8, 16));
            return new Address.Inet6(host, port(sockaddr), flowinfo, scopeId);
        }
        if (family == Sockets.AF_UNIX) {
            return new Address.Unix(unixName(sockaddr.array()));
        }
        return decodeOther(family, size, sockaddr);
    }

    private static Address decodeOther(int family, int size, ByteBuffer sockaddr) {
        if (family == Sockets.AF_NETLINK && size >= 12) {
            return new Address.Netlink(sockaddr.getInt(4), sockaddr.getInt(8));
        }
        if (family == Sockets.AF_VSOCK && size >= 16) {
            return new Address.Vsock(sockaddr.getInt(8), sockaddr.getInt(4));
        }
        if (family == Sockets.AF_PACKET && size >= 12) {
            int length = Math.min(sockaddr.get(11) & 0xff, size - 12);
            return new Address.Packet(
                    sockaddr.getInt(4),
                    port(sockaddr),
                    sockaddr.get(10) & 0xff,
                    sockaddr.getShort(8) & 0xffff,
                    slice(sockaddr, 12, length));
        }
        return new Address.Raw(family, slice(sockaddr, 2, size - 2));
    }

    /** A path ends at its first NUL; an abstract name is as long as the kernel says. */
    private static byte[] unixName(byte[] sockaddr) {
        if (sockaddr.length == 2 || sockaddr[2] == 0) {
            return Arrays.copyOfRange(sockaddr, 2, sockaddr.length);
        }
        int end = 2;
        while (end < sockaddr.length && sockaddr[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(sockaddr, 2, end);
    }

    /** The 4 or 16 bytes of a host. */
    private static byte[] resolve(Engine engine, int family, String host, String call)
            throws IOException {
        boolean six = family == Sockets.AF_INET6;
        if (host.isEmpty()) {
            return new byte[six ? 16 : 4];
        }
        if (host.equals("<broadcast>") || host.equals("255.255.255.255")) {
            if (six) {
                throw OsException.message(call, "address family mismatched: " + host);
            }
            return new byte[] {-1, -1, -1, -1};
        }
        byte[] packed = InetText.tryParse(host);
        if (packed != null && packed.length == (six ? 16 : 4)) {
            return packed;
        }
        List<AddrInfo> found = Names.lookup(engine, host, null, family, 0, 0, 0, call);
        Address first = found.get(0).address();
        return first instanceof Address.Inet6 inet
                ? InetText.pton6(inet.host())
                : InetText.pton4(((Address.Inet) first).host());
    }

    /** A host as the resolver wants it: what is not ASCII by IDNA. */
    static String ascii(String host) {
        checkHost(host);
        try {
            boolean plain = host.chars().allMatch(c -> c < 128);
            return plain ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("host name cannot be encoded: " + host, e);
        }
    }

    /**
     * Refuses what Python's codec refuses: a label of more than 63 bytes, or an empty one that is
     * not the last. Calls that use an address look such a name up.
     */
    static void checkLabels(String host) {
        String[] labels = ascii(host).split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            boolean last = i == labels.length - 1;
            if (labels[i].length() > 63 || labels[i].isEmpty() && !last) {
                throw new IllegalArgumentException(
                        "host name cannot be encoded: label empty or too long: " + host);
            }
        }
    }

    private static void requireFamily(int family, int wanted, Address address, String call) {
        if (family != wanted) {
            throw new IllegalArgumentException(
                    call
                            + ": "
                            + address
                            + " is no address for a socket of family "
                            + Sockets.familyName(family));
        }
    }

    private static ByteBuffer sockaddr(int family, int size) {
        ByteBuffer sockaddr = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        if (Abi.host().hasSockaddrLength()) {
            return sockaddr.put(0, (byte) size).put(1, (byte) family);
        }
        return sockaddr.putShort(0, (short) family);
    }

    /** Ports, and protocols of AF_PACKET, are in network order. */
    private static void putPort(ByteBuffer sockaddr, int port) {
        sockaddr.put(2, (byte) (port >> 8)).put(3, (byte) port);
    }

    private static int port(ByteBuffer sockaddr) {
        return (sockaddr.get(2) & 0xff) << 8 | (sockaddr.get(3) & 0xff);
    }

    private static byte[] slice(ByteBuffer bytes, int from, int length) {
        return Arrays.copyOfRange(bytes.array(), from, from + length);
    }
}
