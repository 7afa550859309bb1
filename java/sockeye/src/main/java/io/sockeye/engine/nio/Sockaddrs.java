package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.FileNames;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code struct sockaddr} in a sockaddr slot, to and from the addresses of the JDK. */
final class Sockaddrs {
    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = Abi.host().constant("AF_UNIX");
    static final int AF_INET = Abi.host().constant("AF_INET");
    static final int AF_INET6 = Abi.host().constant("AF_INET6");

    private static final boolean LENGTH_BYTE = Abi.host().hasSockaddrLength();
    private static final int INET_LENGTH = 16;
    private static final int INET6_LENGTH = 28;

    /** RFC 2133 had no scope id; Linux still takes addresses without it. */
    private static final int INET6_SHORTEST = 24;

    private static final int PATH = 2;

    /** The kernel takes 107 bytes; the JDK keeps one of them for itself. */
    private static final int LONGEST_PATH = 106;

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private Sockaddrs() {}

    /** The protocol family of the JDK, named outright: without it AF_INET would be dual-stack. */
    static StandardProtocolFamily protocolFamily(int family) {
        if (family == AF_UNIX) {
            return StandardProtocolFamily.UNIX;
        }
        return family == AF_INET ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** The AF_ of the address in a slot, AF_UNSPEC if it has none. */
    static int family(DirectBuffer slot, int offset) {
        int at = offset + Syscalls.SLOT_ADDRESS;
        if (slot.getInt(offset) < PATH) {
            return AF_UNSPEC;
        }
        return LENGTH_BYTE ? slot.get(at + 1) & 0xff : slot.getShort(at) & 0xffff;
    }

    /** Whether a slot asks connect() to dissolve the connection. */
    static boolean isUnspecified(DirectBuffer slot, int offset) {
        return slot.getInt(offset) >= PATH && family(slot, offset) == AF_UNSPEC;
    }

    /**
     * The address in a slot.
     *
     * @param family what it must be of
     * @throws ErrnoException EINVAL if it is too short, EAFNOSUPPORT for another family
     */
    static SocketAddress decode(DirectBuffer slot, int offset, int family) throws IOException {
        int length = slot.getInt(offset);
        int at = offset + Syscalls.SLOT_ADDRESS;
        if (length < PATH || length > Syscalls.SOCKADDR_MAX) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (family == AF_UNIX) {
            return unix(slot, at, length, family(slot, offset));
        }
        if (length < (family == AF_INET ? INET_LENGTH : INET6_SHORTEST)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (family(slot, offset) != family) {
            throw new ErrnoException(Errno.EAFNOSUPPORT);
        }
        return family == AF_INET ? inet(slot, at) : inet6(slot, at, length);
    }

    /** The same for UDP, whose AF_INET6 sockets send to AF_INET addresses too. */
    static SocketAddress decodeDatagram(DirectBuffer slot, int offset, int family)
            throws IOException {
        boolean inet = family(slot, offset) == AF_INET && slot.getInt(offset) >= INET_LENGTH;
        return decode(slot, offset, inet ? AF_INET : family);
    }

    /**
     * Writes an address into a slot.
     *
     * @param address null for the name of a socket that has none yet
     * @param family of the socket: on AF_INET6 an IPv4 address shows as {@code ::ffff:a.b.c.d}
     */
    static void encode(DirectBuffer slot, int offset, @Nullable SocketAddress address, int family) {
        int length = length(address, family);
        int at = offset + Syscalls.SLOT_ADDRESS;
        slot.putInt(offset, length);
        if (LENGTH_BYTE) {
            slot.put(at, (byte) length);
            slot.put(at + 1, (byte) family);
        } else {
            slot.putShort(at, (short) family);
        }
        if (family == AF_UNIX) {
            byte[] path = path(address);
            slot.put(at + PATH, path, 0, path.length);
        } else {
            encodeInet(slot, at, (InetSocketAddress) address, family);
        }
    }

    /** The bytes of an IPv4 or IPv6 address as a socket of the family shows them. */
    static byte[] bytes(InetAddress address, int family) {
        byte[] bytes = address.getAddress();
        if (family != AF_INET6 || bytes.length == 16) {
            return bytes;
        }
        byte[] mapped = Arrays.copyOf(MAPPED, 16);
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }

    /** A {@code struct sockaddr} alone, without a slot. */
    static byte[] sockaddr(InetAddress address, int port, int family) {
        DirectBuffer slot = new DirectBuffer(ByteBuffer.allocateDirect(Syscalls.SLOT_SIZE), 0);
        encode(slot, 0, new InetSocketAddress(address, port), family);
        byte[] sockaddr = new byte[slot.getInt(0)];
        slot.get(Syscalls.SLOT_ADDRESS, sockaddr, 0, sockaddr.length);
        return sockaddr;
    }

    private static SocketAddress inet(DirectBuffer slot, int at) throws IOException {
        byte[] bytes = new byte[4];
        slot.get(at + 4, bytes, 0, 4);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port(slot, at));
    }

    private static SocketAddress inet6(DirectBuffer slot, int at, int length) throws IOException {
        byte[] bytes = new byte[16];
        slot.get(at + 8, bytes, 0, 16);
        int scope = length < INET6_LENGTH ? 0 : slot.getInt(at + INET6_SHORTEST);
        InetAddress address = InetAddress.getByAddress(bytes);
        if (scope != 0 && address instanceof Inet6Address) {
            address = Inet6Address.getByAddress(null, bytes, scope);
        }
        return new InetSocketAddress(address, port(slot, at));
    }

    private static SocketAddress unix(DirectBuffer slot, int at, int length, int given)
            throws IOException {
        if (given != AF_UNIX) {
            throw new ErrnoException(Errno.EINVAL);
        }
        byte[] path = new byte[length - PATH];
        slot.get(at + PATH, path, 0, path.length);
        int end = 0;
        while (end < path.length && path[end] != 0) {
            end++;
        }
        if (end == 0 || end > LONGEST_PATH) {
            // An abstract name, or the wish for one, or one byte more than the JDK takes.
            throw new ErrnoException(Errno.EOPNOTSUPP);
        }
        return UnixDomainSocketAddress.of(new String(path, 0, end, FileNames.CHARSET));
    }

    /** 255.255.255.255, which Linux binds and the JDK does not. */
    static boolean isBroadcast(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() instanceof Inet4Address ip
                && Arrays.equals(ip.getAddress(), new byte[] {-1, -1, -1, -1});
    }

    private static int port(DirectBuffer slot, int at) {
        return (slot.get(at + 2) & 0xff) << 8 | slot.get(at + 3) & 0xff;
    }

    private static int length(@Nullable SocketAddress address, int family) {
        if (family == AF_UNIX) {
            int path = path(address).length;
            return path == 0 ? PATH : PATH + path;
        }
        return family == AF_INET ? INET_LENGTH : INET6_LENGTH;
    }

    /** With the NUL at its end that the OS counts too; empty for an unnamed socket. */
    private static byte[] path(@Nullable SocketAddress address) {
        String path =
                address == null ? "" : ((UnixDomainSocketAddress) address).getPath().toString();
        byte[] bytes = path.getBytes(FileNames.CHARSET);
        return bytes.length == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static void encodeInet(
            DirectBuffer slot, int at, @Nullable InetSocketAddress address, int family) {
        int port = address == null ? 0 : address.getPort();
        slot.put(at + 2, (byte) (port >> 8));
        slot.put(at + 3, (byte) port);
        slot.putInt(at + 4, 0);
        if (family == AF_INET) {
            byte[] bytes = address == null ? new byte[4] : address.getAddress().getAddress();
            slot.put(at + 4, bytes.length == 4 ? bytes : new byte[4], 0, 4);
            slot.putLong(at + 8, 0);
        } else {
            encodeInet6(slot, at, address == null ? null : address.getAddress());
        }
    }

    private static void encodeInet6(DirectBuffer slot, int at, @Nullable InetAddress address) {
        byte[] bytes = address == null ? new byte[16] : bytes(address, AF_INET6);
        slot.put(at + 8, bytes, 0, 16);
        int scope = address instanceof Inet6Address scoped ? scoped.getScopeId() : 0;
        slot.putInt(at + INET6_SHORTEST, scope);
    }

    /** Whether an address travels as IPv4, which a socket with IPV6_V6ONLY must not see. */
    static boolean isInet4(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && inet.getAddress() instanceof Inet4Address;
    }

    /** The int at the start of a C struct, as bytes. */
    static byte[] nativeInt(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    }
}
