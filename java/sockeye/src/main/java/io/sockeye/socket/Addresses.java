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
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns addresses into {@code struct sockaddr} and back, by the layout of the host. */
final class Addresses {
    private static final int AT = Syscalls.SLOT_ADDRESS;
    private static final int PORT = AT + 2;
    private static final int IN_ADDR = AT + 4;
    private static final int IN_SIZE = 16;
    private static final int IN6_FLOWINFO = AT + 4;
    private static final int IN6_ADDR = AT + 8;
    private static final int IN6_SCOPE = AT + 24;
    private static final int IN6_SIZE = 28;
    private static final int SUN_PATH = AT + 2;
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
     * Writes an address into a sockaddr slot, resolving a host name first.
     *
     * @param family of the socket that will use it
     */
    static void encode(Engine engine, int family, Address address, DirectBuffer slot, String call)
            throws IOException {
        if (address instanceof Address.Unix unix) {
            requireFamily(family, Sockets.AF_UNIX, address, call);
            encodeUnix(unix, slot, call);
        } else if (address instanceof Address.Raw raw) {
            encodeRaw(raw, slot);
        } else if (address instanceof Address.Inet inet) {
            encodeInet(engine, family, inet, slot, call);
        } else if (address instanceof Address.Inet6 inet) {
            requireFamily(family, Sockets.AF_INET6, address, call);
            byte[] packed = resolve(engine, family, inet.host(), call);
            put6(slot, packed, inet.port(), inet.flowinfo(), inet.scopeId());
        } else {
            encodeOther(family, address, slot, call);
        }
    }

    private static void encodeInet(
            Engine engine, int family, Address.Inet inet, DirectBuffer slot, String call)
            throws IOException {
        if (family == Sockets.AF_INET6) {
            byte[] packed = resolve(engine, family, inet.host(), call);
            put6(slot, packed, inet.port(), 0, 0);
            return;
        }
        requireFamily(family, Sockets.AF_INET, inet, call);
        byte[] packed = resolve(engine, family, inet.host(), call);
        clear(slot, IN_SIZE);
        putHeader(slot, Sockets.AF_INET, IN_SIZE);
        putPort(slot, inet.port());
        slot.put(IN_ADDR, packed, 0, 4);
    }

    private static void encodeOther(int family, Address address, DirectBuffer slot, String call) {
        if (address instanceof Address.Netlink netlink) {
            requireFamily(family, Sockets.AF_NETLINK, address, call);
            clear(slot, 12);
            putHeader(slot, family, 12);
            slot.putInt(AT + 4, netlink.pid());
            slot.putInt(AT + 8, netlink.groups());
        } else if (address instanceof Address.Vsock vsock) {
            requireFamily(family, Sockets.AF_VSOCK, address, call);
            clear(slot, 16);
            putHeader(slot, family, 16);
            slot.putInt(AT + 4, vsock.port());
            slot.putInt(AT + 8, vsock.cid());
        } else if (address instanceof Address.Packet packet) {
            requireFamily(family, Sockets.AF_PACKET, address, call);
            encodePacket(packet, family, slot);
        }
    }

    private static void encodePacket(Address.Packet packet, int family, DirectBuffer slot) {
        byte[] hardware = packet.hardwareAddress();
        if (hardware.length > 8) {
            throw new IllegalArgumentException("a hardware address has at most 8 bytes");
        }
        clear(slot, 20);
        putHeader(slot, family, 20);
        slot.put(AT + 2, (byte) (packet.protocol() >> 8));
        slot.put(AT + 3, (byte) packet.protocol());
        slot.putInt(AT + 4, packet.interfaceIndex());
        slot.putShort(AT + 8, (short) packet.hardwareType());
        slot.put(AT + 10, (byte) packet.packetType());
        slot.put(AT + 11, (byte) hardware.length);
        slot.put(AT + 12, hardware, 0, hardware.length);
    }

    private static void encodeUnix(Address.Unix unix, DirectBuffer slot, String call)
            throws OsException {
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
        clear(slot, size);
        putHeader(slot, Sockets.AF_UNIX, size);
        slot.put(SUN_PATH, path, 0, path.length);
    }

    private static void encodeRaw(Address.Raw raw, DirectBuffer slot) {
        byte[] data = raw.data();
        if (data.length > Syscalls.SOCKADDR_MAX - 2) {
            throw new IllegalArgumentException("address data is too long: " + data.length + " bytes");
        }
        clear(slot, 2 + data.length);
        putHeader(slot, raw.family(), 2 + data.length);
        slot.put(AT + 2, data, 0, data.length);
    }

    /** Copies a whole {@code struct sockaddr} into a slot. */
    static void put(DirectBuffer slot, byte[] sockaddr) {
        slot.putInt(0, sockaddr.length);
        slot.put(AT, sockaddr, 0, sockaddr.length);
    }

    /** Reads the address of a slot; null if it holds none. */
    static @Nullable Address decode(DirectBuffer slot, int family) {
        int size = Math.min(slot.getInt(0), Syscalls.SOCKADDR_MAX);
        if (size < 2) {
            return size <= 0 && family == Sockets.AF_UNIX ? new Address.Unix(new byte[0]) : null;
        }
        int af = Abi.host().hasSockaddrLength() ? slot.get(AT + 1) & 0xff : slot.getShort(AT) & 0xffff;
        byte[] address = new byte[size];
        slot.get(AT, address, 0, size);
        if (af == Sockets.AF_INET && size >= IN_SIZE) {
            return new Address.Inet(InetText.ntop4(slice(address, 4, 4)), port(address));
        }
        if (af == Sockets.AF_INET6 && size >= IN6_SIZE) {
            return decode6(slot, address);
        }
        if (af == Sockets.AF_UNIX) {
            return new Address.Unix(unixName(address));
        }
        return decodeOther(slot, af, size, address);
    }

    private static Address decode6(DirectBuffer slot, byte[] address) {
        int flowinfo = java.nio.ByteBuffer.wrap(address).getInt(4) & 0xfffff;
        String host = InetText.ntop6(slice(address, 8, 16));
        return new Address.Inet6(host, port(address), flowinfo, slot.getInt(IN6_SCOPE));
    }

    private static Address decodeOther(DirectBuffer slot, int af, int size, byte[] address) {
        if (af == Sockets.AF_NETLINK && size >= 12) {
            return new Address.Netlink(slot.getInt(AT + 4), slot.getInt(AT + 8));
        }
        if (af == Sockets.AF_VSOCK && size >= 16) {
            return new Address.Vsock(slot.getInt(AT + 8), slot.getInt(AT + 4));
        }
        if (af == Sockets.AF_PACKET && size >= 12) {
            int length = Math.min(slot.get(AT + 11) & 0xff, size - 12);
            return new Address.Packet(
                    slot.getInt(AT + 4),
                    port(address),
                    slot.get(AT + 10) & 0xff,
                    slot.getShort(AT + 8) & 0xffff,
                    slice(address, 12, length));
        }
        return new Address.Raw(af, slice(address, 2, size - 2));
    }

    /** A path ends at its first NUL; an abstract name is as long as the kernel says. */
    private static byte[] unixName(byte[] address) {
        if (address.length == 2 || address[2] == 0) {
            return slice(address, 2, address.length - 2);
        }
        int end = 2;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return slice(address, 2, end - 2);
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
        List<AddrInfo> found = Names.getaddrinfo(engine, host, null, family, 0, 0, 0, call);
        Address first = found.get(0).address();
        return first instanceof Address.Inet6 inet
                ? InetText.pton6(inet.host())
                : InetText.pton4(((Address.Inet) first).host());
    }

    /** A host as the resolver wants it: IDNA for what is not ASCII. */
    static String ascii(String host) {
        checkHost(host);
        try {
            return host.chars().allMatch(c -> c < 128) ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("host name cannot be encoded: " + host, e);
        }
    }

    private static void requireFamily(int family, int wanted, Address address, String call) {
        if (family != wanted) {
            throw new IllegalArgumentException(
                    call + ": " + address + " is no address for a socket of family "
                            + Sockets.familyName(family));
        }
    }

    private static void put6(
            DirectBuffer slot, byte[] packed, int port, int flowinfo, int scopeId) {
        clear(slot, IN6_SIZE);
        putHeader(slot, Sockets.AF_INET6, IN6_SIZE);
        putPort(slot, port);
        slot.put(IN6_FLOWINFO, (byte) (flowinfo >> 24));
        slot.put(IN6_FLOWINFO + 1, (byte) (flowinfo >> 16));
        slot.put(IN6_FLOWINFO + 2, (byte) (flowinfo >> 8));
        slot.put(IN6_FLOWINFO + 3, (byte) flowinfo);
        slot.put(IN6_ADDR, packed, 0, 16);
        slot.putInt(IN6_SCOPE, scopeId);
    }

    private static void putHeader(DirectBuffer slot, int family, int size) {
        slot.putInt(0, size);
        if (Abi.host().hasSockaddrLength()) {
            slot.put(AT, (byte) size);
            slot.put(AT + 1, (byte) family);
        } else {
            slot.putShort(AT, (short) family);
        }
    }

    private static void putPort(DirectBuffer slot, int port) {
        slot.put(PORT, (byte) (port >> 8));
        slot.put(PORT + 1, (byte) port);
    }

    private static int port(byte[] address) {
        return (address[2] & 0xff) << 8 | (address[3] & 0xff);
    }

    private static void clear(DirectBuffer slot, int size) {
        for (int i = 0; i < size; i++) {
            slot.put(AT + i, (byte) 0);
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return java.util.Arrays.copyOfRange(bytes, from, from + length);
    }

}
