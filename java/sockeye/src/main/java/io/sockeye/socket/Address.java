package io.sockeye.socket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a socket is or wants to go: Python's address tuple. A host may be a name, which is resolved
 * when a call uses the address; what calls return is always numeric.
 *
 * <p>Immutable, equal by value, so addresses serve as map keys. {@code toString()} is Python's:
 * {@code ('127.0.0.1', 80)}.
 */
public sealed interface Address {
    /**
     * An IPv4 host and port; an AF_INET6 socket takes it too.
     *
     * @param host a name or a numeric address, {@code ""} for any, {@code "<broadcast>"}
     * @param port 0 to 65535
     */
    record Inet(String host, int port) implements Address {
        /**
         * Checks the parts.
         *
         * @param host a name or a numeric address
         * @param port 0 to 65535
         */
        public Inet {
            Addresses.checkHost(host);
            Addresses.checkPort(port);
        }

        @Override
        public String hostPort() {
            return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + port;
        }

        @Override
        public String toString() {
            return "('" + host + "', " + port + ')';
        }
    }

    /**
     * An IPv6 host and port.
     *
     * @param host a name or a numeric address, {@code ""} for any
     * @param port 0 to 65535
     * @param flowinfo 0 to 0xfffff
     * @param scopeId the interface of a link-local address, or 0; unsigned
     */
    record Inet6(String host, int port, int flowinfo, int scopeId) implements Address {
        /**
         * Checks the parts.
         *
         * @param host a name or a numeric address
         * @param port 0 to 65535
         * @param flowinfo 0 to 0xfffff
         * @param scopeId an interface, or 0
         */
        public Inet6 {
            Addresses.checkHost(host);
            Addresses.checkPort(port);
            if (flowinfo < 0 || flowinfo > 0xfffff) {
                throw new IllegalArgumentException("flowinfo must be 0-1048575, not " + flowinfo);
            }
        }

        @Override
        public String hostPort() {
            String scope = scopeId == 0 ? "" : "%" + Integer.toUnsignedString(scopeId);
            return '[' + host + scope + "]:" + port;
        }

        @Override
        public String toString() {
            String scope = Integer.toUnsignedString(scopeId);
            return "('" + host + "', " + port + ", " + flowinfo + ", " + scope + ')';
        }
    }

    /**
     * A Unix socket: a path, an abstract name (Linux; it begins with a NUL byte) or, empty, an
     * unnamed socket.
     *
     * @param path the bytes of the name
     */
    record Unix(byte[] path) implements Address {
        /**
         * Checks the parts.
         *
         * @param path the bytes of the name, copied
         */
        public Unix {
            path = path.clone();
        }

        /**
         * The bytes of the name.
         *
         * @return a copy
         */
        @Override
        public byte[] path() {
            return path.clone();
        }

        /**
         * Whether the name is in Linux' abstract name space, with no file behind it.
         *
         * @return true if it begins with a NUL byte
         */
        public boolean isAbstract() {
            return path.length > 0 && path[0] == 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Unix unix && Arrays.equals(path, unix.path);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(path);
        }

        @Override
        public String hostPort() {
            String text = new String(path, StandardCharsets.UTF_8);
            return isAbstract() ? '@' + text.substring(1) : text;
        }

        @Override
        public String toString() {
            String text = new String(path, StandardCharsets.UTF_8);
            return isAbstract() ? "b'\\x00" + text.substring(1) + '\'' : '\'' + text + '\'';
        }
    }

    /**
     * An address of Linux' netlink family.
     *
     * @param pid the port id
     * @param groups a mask of multicast groups
     */
    record Netlink(int pid, int groups) implements Address {
        @Override
        public String toString() {
            return "("
                    + Integer.toUnsignedString(pid)
                    + ", "
                    + Integer.toUnsignedString(groups)
                    + ')';
        }
    }

    /**
     * An address of Linux' packet family.
     *
     * @param interfaceIndex the network interface
     * @param protocol ETH_P_, in host order
     * @param packetType PACKET_
     * @param hardwareType ARPHRD_
     * @param hardwareAddress its bytes
     */
    record Packet(
            int interfaceIndex,
            int protocol,
            int packetType,
            int hardwareType,
            byte[] hardwareAddress)
            implements Address {
        /**
         * Checks the parts.
         *
         * @param interfaceIndex the network interface
         * @param protocol ETH_P_
         * @param packetType PACKET_
         * @param hardwareType ARPHRD_
         * @param hardwareAddress its bytes, copied
         */
        public Packet {
            hardwareAddress = hardwareAddress.clone();
        }

        /**
         * The hardware address.
         *
         * @return a copy
         */
        @Override
        public byte[] hardwareAddress() {
            return hardwareAddress.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Packet p
                    && interfaceIndex == p.interfaceIndex
                    && protocol == p.protocol
                    && packetType == p.packetType
                    && hardwareType == p.hardwareType
                    && Arrays.equals(hardwareAddress, p.hardwareAddress);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(hardwareAddress) + interfaceIndex * 31 + protocol;
        }
    }

    /**
     * An address between a virtual machine and its host.
     *
     * @param cid the machine, unsigned
     * @param port the port, unsigned
     */
    record Vsock(int cid, int port) implements Address {
        @Override
        public String toString() {
            return "("
                    + Integer.toUnsignedString(cid)
                    + ", "
                    + Integer.toUnsignedString(port)
                    + ')';
        }
    }

    /**
     * An address of a family that has no form of its own here.
     *
     * @param family AF_
     * @param data what follows the family in the {@code struct sockaddr}
     */
    record Raw(int family, byte[] data) implements Address {
        /**
         * Checks the parts.
         *
         * @param family AF_
         * @param data what follows the family, copied
         */
        public Raw {
            data = data.clone();
        }

        /**
         * What follows the family.
         *
         * @return a copy
         */
        @Override
        public byte[] data() {
            return data.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Raw raw
                    && family == raw.family
                    && Arrays.equals(data, raw.data);
        }

        @Override
        public int hashCode() {
            return 31 * family + Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "(" + family + ", " + Arrays.toString(data) + ')';
        }
    }

    /**
     * An IPv4 address, or an IPv6 one without flow info and scope for an AF_INET6 socket.
     *
     * @param host a name or a numeric address; {@code ""} means any
     * @param port 0 to 65535; 0 lets the kernel choose in {@code bind}
     * @return the address
     * @throws IllegalArgumentException if the port is out of range or the host holds a NUL
     */
    static Address inet(String host, int port) {
        return new Inet(host, port);
    }

    /**
     * An IPv6 address.
     *
     * @param host a name or a numeric address; {@code ""} means any
     * @param port 0 to 65535
     * @param flowinfo 0 to 0xfffff
     * @param scopeId the interface of a link-local address, or 0
     * @return the address
     * @throws IllegalArgumentException if a part is out of range
     */
    static Address inet6(String host, int port, int flowinfo, int scopeId) {
        return new Inet6(host, port, flowinfo, scopeId);
    }

    /**
     * A Unix socket in the file system.
     *
     * @param path at most 107 bytes on Linux
     * @return the address
     */
    static Address unix(Path path) {
        return new Unix(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A Unix socket in Linux' abstract name space, which needs no file.
     *
     * @param name at most 107 bytes, without the leading NUL
     * @return the address
     */
    static Address abstractUnix(String name) {
        return new Unix(('\0' + name).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An address of the JDK's.
     *
     * @param address an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @return the same address
     * @throws IllegalArgumentException for any other class
     */
    static Address of(SocketAddress address) {
        return Addresses.of(address);
    }

    /**
     * The same address for the JDK. A host name is not resolved.
     *
     * @return an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @throws IllegalArgumentException if the JDK has no such address, as for abstract names
     */
    default SocketAddress toSocketAddress() {
        return Addresses.toSocketAddress(this);
    }

    /**
     * The address for people: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code /tmp/socket}.
     *
     * @return a short text
     */
    default String hostPort() {
        return toString();
    }
}
