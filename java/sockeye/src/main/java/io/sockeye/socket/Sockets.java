package io.sockeye.socket;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Timeouts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The functions and constants of Python's {@code socket} module; import them with {@code import
 * static io.sockeye.socket.Sockets.*}.
 *
 * <p>Every method may be called from any thread. Those that take no engine use {@link
 * Engines#best()}.
 */
public final class Sockets extends SocketConstants {
    /** What a constant holds that the host lacks; {@link #has} asks by name. */
    public static final int ABSENT = Abi.ABSENT;

    private static volatile long defaultTimeoutNanos = Timeouts.NONE;

    private Sockets() {}

    /**
     * Whether this host has a constant.
     *
     * @param constant its name, such as {@code "SO_REUSEPORT"}
     * @return true if it may be used
     */
    public static boolean has(String constant) {
        return Abi.host().has(constant);
    }

    /**
     * Connects to a TCP server, trying each address of the host in the resolver's order.
     *
     * @param host a name or a numeric address, IPv4 or IPv6
     * @param port 1 to 65535
     * @return a connected socket
     * @throws GaiException if the host cannot be resolved
     * @throws IOException the last attempt's error if none succeeds
     */
    public static Socket createConnection(String host, int port) throws IOException {
        return createConnection(Address.inet(host, port), o -> {});
    }

    /**
     * Connects to a stream server, trying each address of its host in the resolver's order.
     *
     * @param to whom to connect to; a Unix address is tried as it is
     * @param options timeout, source, allErrors, engine
     * @return a connected socket; its timeout is the default one unless one was given
     * @throws GaiException if the host cannot be resolved
     * @throws IOException if none succeeds: the last attempt's error or, with {@code allErrors},
     *     one exception with every attempt's error suppressed in it
     */
    public static Socket createConnection(Address to, Consumer<ConnectOptions> options)
            throws IOException {
        ConnectOptions chosen = new ConnectOptions();
        options.accept(chosen);
        return Connecting.connect(to, chosen);
    }

    /**
     * Makes a TCP server: a socket that is bound and listens.
     *
     * @param host where to listen; {@code ""} is every interface
     * @param port 0 lets the kernel choose
     * @return a listening socket
     * @throws IOException if the address cannot be bound; the message names it
     */
    public static Socket createServer(String host, int port) throws IOException {
        return createServer(Address.inet(host, port), o -> {});
    }

    /**
     * Makes a server: a socket that is bound and listens. SO_REUSEADDR is set, IPV6_V6ONLY is set
     * or, for dual stack, cleared.
     *
     * @param at where to listen
     * @param options family, backlog, reusePort, dualstackIpv6, engine
     * @return a listening socket
     * @throws IllegalArgumentException if the options contradict the address or the host
     * @throws IOException if the address cannot be bound; the message names it
     */
    public static Socket createServer(Address at, Consumer<ListenOptions> options)
            throws IOException {
        ListenOptions chosen = new ListenOptions();
        options.accept(chosen);
        return Connecting.listen(at, chosen);
    }

    /**
     * Whether this host has addresses of IPv6; Python's {@code has_ipv6}. It may still be switched
     * off.
     *
     * @return false if there is no AF_INET6
     */
    public static boolean hasIpv6() {
        return has("AF_INET6");
    }

    /**
     * Whether one AF_INET6 server can accept IPv4 connections too.
     *
     * @return false also where there is no IPv6
     */
    public static boolean hasDualstackIpv6() {
        if (!has("AF_INET6") || !has("IPV6_V6ONLY")) {
            return false;
        }
        try (Socket probe = new Socket(AF_INET6, SOCK_STREAM)) {
            probe.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Two connected stream sockets of AF_UNIX.
     *
     * @return the pair
     * @throws IOException if the OS refuses it
     */
    public static SocketPair socketpair() throws IOException {
        return socketpair(AF_UNIX, SOCK_STREAM, 0);
    }

    /**
     * Two connected sockets.
     *
     * @param family AF_UNIX; Linux has no others
     * @param type SOCK_
     * @param proto 0
     * @return the pair
     * @throws IOException if the OS refuses it
     */
    public static SocketPair socketpair(int family, int type, int proto) throws IOException {
        return socketpair(Engines.best(), family, type, proto);
    }

    /**
     * Two connected sockets of one engine.
     *
     * @param engine makes them
     * @param family AF_UNIX; Linux has no others
     * @param type SOCK_
     * @param proto 0
     * @return the pair
     * @throws IOException if the OS refuses it
     */
    public static SocketPair socketpair(Engine engine, int family, int type, int proto)
            throws IOException {
        return Socket.pair(engine, family, type, proto);
    }

    /**
     * Wraps a duplicate of a descriptor; the caller keeps the original.
     *
     * @param fd a socket's descriptor
     * @param family AF_
     * @param type SOCK_
     * @return a socket over the duplicate
     * @throws IOException if the OS refuses it (EBADF)
     */
    public static Socket fromfd(int fd, int family, int type) throws IOException {
        return fromfd(Engines.best(), fd, family, type, 0);
    }

    /**
     * Wraps a duplicate of a descriptor; the caller keeps the original.
     *
     * @param fd a socket's descriptor
     * @param family AF_
     * @param type SOCK_
     * @param proto IPPROTO_ or 0
     * @return a socket over the duplicate
     * @throws IOException if the OS refuses it (EBADF)
     */
    public static Socket fromfd(int fd, int family, int type, int proto) throws IOException {
        return fromfd(Engines.best(), fd, family, type, proto);
    }

    /**
     * Wraps a duplicate of a descriptor of an engine; the caller keeps the original.
     *
     * @param engine whose descriptor it is
     * @param fd a socket's descriptor
     * @param family AF_
     * @param type SOCK_
     * @return a socket over the duplicate
     * @throws IOException if the OS refuses it (EBADF)
     */
    public static Socket fromfd(Engine engine, int fd, int family, int type) throws IOException {
        return fromfd(engine, fd, family, type, 0);
    }

    /**
     * Wraps a duplicate of a descriptor of an engine; the caller keeps the original.
     *
     * @param engine whose descriptor it is
     * @param fd a socket's descriptor
     * @param family AF_
     * @param type SOCK_
     * @param proto IPPROTO_ or 0
     * @return a socket over the duplicate
     * @throws IOException if the OS refuses it (EBADF)
     */
    public static Socket fromfd(Engine engine, int fd, int family, int type, int proto)
            throws IOException {
        int copy = OsException.check(engine.syscalls().dup(fd), "dup");
        return Socket.ownCopy(engine, copy, family, type, proto);
    }

    /**
     * Duplicates a bare descriptor; it is close-on-exec.
     *
     * @param fd any descriptor
     * @return the lowest free descriptor
     * @throws OsException if the OS refuses it (EBADF, EMFILE)
     */
    public static int dup(int fd) throws OsException {
        return OsException.check(Engines.best().syscalls().dup(fd), "dup");
    }

    /**
     * Closes a bare descriptor. An ECONNRESET is ignored: the descriptor is closed all the same.
     *
     * @param fd any descriptor that no object of this library owns
     * @throws OsException if the OS refuses it (EBADF)
     */
    public static void close(int fd) throws OsException {
        int result = Engines.best().syscalls().close(fd);
        if (result < 0 && result != -Errno.ECONNRESET) {
            throw OsException.of(-result, "close");
        }
    }

    /**
     * Resolves a host for every kind of socket.
     *
     * @param host a name or a numeric address
     * @param port is put into each answer
     * @return at least one answer, in the resolver's order
     * @throws GaiException if there is none
     * @throws IOException if the system's resolver fails (EAI_SYSTEM)
     */
    public static List<AddrInfo> getaddrinfo(String host, int port) throws IOException {
        return getaddrinfo(host, Integer.toString(port), 0, 0, 0, 0);
    }

    /**
     * Resolves a host and a service; getaddrinfo(3).
     *
     * @param host a name or a numeric address, or null
     * @param service a name or a decimal port, or null
     * @param family AF_, or 0 for any
     * @param type SOCK_, or 0 for any
     * @param proto IPPROTO_, or 0 for any
     * @param flags AI_
     * @return at least one answer, in the resolver's order
     * @throws GaiException if there is none; its code says why
     * @throws IOException if the system's resolver fails (EAI_SYSTEM)
     */
    public static List<AddrInfo> getaddrinfo(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags)
            throws IOException {
        return getaddrinfo(Engines.best(), host, service, family, type, proto, flags);
    }

    /**
     * Translates a host and a service into addresses, with an engine's resolver.
     *
     * @param engine whose resolver is asked
     * @param host a name, an address, or null for the wildcard or loopback
     * @param service a name or a number, or null
     * @param family AF_, or 0 for any
     * @param type SOCK_, or 0 for any
     * @param proto IPPROTO_, or 0 for any
     * @param flags AI_, or-ed
     * @return what was found, best first
     * @throws IOException a {@link GaiException} if there is nothing
     */
    public static List<AddrInfo> getaddrinfo(
            Engine engine,
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags)
            throws IOException {
        require(family, "family");
        require(type, "type");
        require(proto, "proto");
        require(flags, "flags");
        return Names.getaddrinfo(engine, host, service, family, type, proto, flags, "getaddrinfo");
    }

    /**
     * The IPv4 address of a host.
     *
     * @param host a name or a numeric address; {@code ""} gives 0.0.0.0, {@code "<broadcast>"}
     *     255.255.255.255
     * @return four decimal numbers
     * @throws GaiException if the host has no IPv4 address
     * @throws IOException if the system's resolver fails
     */
    public static String gethostbyname(String host) throws IOException {
        return Names.gethostbyname(Engines.best(), host);
    }

    /**
     * The name of this host, which may be unqualified.
     *
     * @return the name
     * @throws IOException if the OS does not tell
     */
    public static String gethostname() throws IOException {
        return Names.gethostname(Engines.best());
    }

    /**
     * Renames this host; sethostname(2).
     *
     * @param name the new name
     * @throws IOException EPERM for all but the superuser, EINVAL if the name is too long,
     *     EOPNOTSUPP on nio
     */
    public static void sethostname(String name) throws IOException {
        Names.sethostname(Engines.best(), name);
    }

    /**
     * The host and the service of a numeric address; getnameinfo(3).
     *
     * @param address its host must be numeric
     * @param flags NI_
     * @return names, or numbers where there are none
     * @throws GaiException if the host is not numeric, or has no name and NI_NAMEREQD wants one
     * @throws IOException if the system's resolver fails
     */
    public static NameInfo getnameinfo(Address address, int flags) throws IOException {
        return Names.getnameinfo(Engines.best(), address, flags);
    }

    /**
     * The names and IPv4 addresses of a host; Python's {@code gethostbyname_ex}.
     *
     * @param host a name or a numeric address
     * @return the name, aliases and addresses
     * @throws GaiException if the host cannot be resolved
     * @throws HerrException if it has no entry
     * @throws IOException if the system's resolver fails
     */
    public static HostInfo gethostbynameEx(String host) throws IOException {
        return Names.gethostbynameEx(Engines.best(), host);
    }

    /**
     * The names of the host with an address.
     *
     * @param host a numeric address, IPv4 or IPv6, or a name that has one
     * @return the name, aliases and addresses
     * @throws GaiException if a name cannot be resolved
     * @throws HerrException if the address has no name
     * @throws IOException if the system's resolver fails
     */
    public static HostInfo gethostbyaddr(String host) throws IOException {
        return Names.gethostbyaddr(Engines.best(), host);
    }

    /**
     * The fully qualified name of this host.
     *
     * @return the name, qualified only if the resolver knows such a one
     * @throws IOException if the OS does not tell this host's name
     */
    public static String getfqdn() throws IOException {
        return getfqdn("");
    }

    /**
     * The fully qualified name of a host.
     *
     * @param host a name or a numeric address; {@code ""}, {@code "0.0.0.0"} and {@code "::"} mean
     *     this host
     * @return the name, or the host as it was given if it has no entry
     * @throws IOException if the OS does not tell this host's name
     */
    public static String getfqdn(String host) throws IOException {
        return Names.getfqdn(Engines.best(), host);
    }

    /**
     * The port of a service, of any protocol.
     *
     * @param service its name, such as {@code "http"}
     * @return the port
     * @throws IOException if there is no such service
     */
    public static int getservbyname(String service) throws IOException {
        return Names.getservbyname(Engines.best(), service, null);
    }

    /**
     * The port of a service.
     *
     * @param service its name, such as {@code "http"}
     * @param protocol such as {@code "tcp"}
     * @return the port
     * @throws IOException if there is no such service
     */
    public static int getservbyname(String service, String protocol) throws IOException {
        return Names.getservbyname(Engines.best(), service, protocol);
    }

    /**
     * The name of the service at a port, of any protocol.
     *
     * @param port 0 to 65535
     * @return the name
     * @throws IllegalArgumentException if the port is out of range
     * @throws IOException if there is no such service
     */
    public static String getservbyport(int port) throws IOException {
        return Names.getservbyport(Engines.best(), port, null);
    }

    /**
     * The name of the service at a port.
     *
     * @param port 0 to 65535
     * @param protocol such as {@code "tcp"}
     * @return the name
     * @throws IllegalArgumentException if the port is out of range
     * @throws IOException if there is no such service
     */
    public static String getservbyport(int port, String protocol) throws IOException {
        return Names.getservbyport(Engines.best(), port, protocol);
    }

    /**
     * The number of a protocol.
     *
     * @param protocol its name, such as {@code "icmp"}
     * @return IPPROTO_
     * @throws IOException if there is no such protocol
     */
    public static int getprotobyname(String protocol) throws IOException {
        return Names.getprotobyname(Engines.best(), protocol);
    }

    /**
     * The network interfaces of this host; Python's {@code if_nameindex}.
     *
     * @return all, also those that are down or have no address
     * @throws IOException if the OS does not tell
     */
    public static List<NetIf> ifNameindex() throws IOException {
        return Names.ifNameindex(Engines.best());
    }

    /**
     * The index of a network interface; Python's {@code if_nametoindex}.
     *
     * @param name such as {@code "lo"}
     * @return its index
     * @throws IOException ENODEV if there is none of this name
     */
    public static int ifNametoindex(String name) throws IOException {
        return Names.ifNametoindex(Engines.best(), name);
    }

    /**
     * The name of a network interface; Python's {@code if_indextoname}.
     *
     * @param index of the interface
     * @return its name
     * @throws IllegalArgumentException if the index is negative
     * @throws IOException ENXIO if there is none of this index
     */
    public static String ifIndextoname(int index) throws IOException {
        return Names.ifIndextoname(Engines.best(), index);
    }

    /**
     * The descriptors that a service manager opened for this process, as sd_listen_fds(3) finds
     * them by LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES. All are made close-on-exec.
     *
     * @return none if there are none, or if they are meant for another process
     * @throws IOException EINVAL if a variable makes no sense, EBADF if a descriptor is not open,
     *     EOPNOTSUPP on nio
     */
    public static List<ListenFd> listenFds() throws IOException {
        return listenFds(Engines.best(), false);
    }

    /**
     * The descriptors that a service manager opened for this process.
     *
     * @param engine makes them close-on-exec
     * @param unset true to give them out only once: later calls find none. Java cannot change its
     *     environment; children see the variables, but not under their own process id
     * @return none if there are none, or if they are meant for another process
     * @throws IOException as {@link #listenFds()}
     */
    public static List<ListenFd> listenFds(Engine engine, boolean unset) throws IOException {
        return ServiceManager.listenFds(engine, unset);
    }

    /**
     * Tells the service manager how this process is doing, at the socket that NOTIFY_SOCKET names;
     * sd_notify(3).
     *
     * @param state lines such as {@code "READY=1"}
     * @return false if nobody wants to know: NOTIFY_SOCKET is not set
     * @throws IOException EAFNOSUPPORT if NOTIFY_SOCKET is no path and no abstract name, or on nio;
     *     ECONNREFUSED or ENOENT if nobody is there
     */
    public static boolean sdNotify(String state) throws IOException {
        return sdNotify(Engines.best(), state);
    }

    /**
     * Tells the service manager how this process is doing, over a socket of an engine.
     *
     * @param engine makes the socket
     * @param state lines such as {@code "READY=1"}
     * @return false if nobody wants to know: NOTIFY_SOCKET is not set
     * @throws IOException as {@link #sdNotify(String)}
     */
    public static boolean sdNotify(Engine engine, String state) throws IOException {
        return ServiceManager.notify(engine, state);
    }

    /**
     * Python on Windows makes a socket of what {@code share} of another process wrote.
     *
     * @param info what {@code share} wrote
     * @return never
     * @throws OsException always, with EOPNOTSUPP: here {@link #sendFds} and {@link #recvFds} pass
     *     sockets between processes
     */
    public static Socket fromshare(byte[] info) throws OsException {
        throw Socket.windowsAlone("fromshare", "recvFds receives sockets of other processes");
    }

    /**
     * The timeout of sockets that are made from now on, accepted ones among them.
     *
     * @param timeout not negative; null, the default of the default, means no limit
     * @throws IllegalArgumentException if it is negative
     */
    public static void setdefaulttimeout(@Nullable Duration timeout) {
        defaultTimeoutNanos = Timeouts.nanos(timeout);
    }

    /**
     * The timeout of sockets that are made from now on, accepted ones among them.
     *
     * @param seconds in seconds: 5000 is not 5 s; 0 means non-blocking
     * @throws IllegalArgumentException if it is negative or no number
     */
    public static void setdefaulttimeout(double seconds) {
        defaultTimeoutNanos = Timeouts.nanos(seconds);
    }

    /**
     * The timeout of sockets that are made from now on.
     *
     * @return the timeout, or null for no limit
     */
    public static @Nullable Duration getdefaulttimeout() {
        return Timeouts.duration(defaultTimeoutNanos);
    }

    static long defaultTimeoutNanos() {
        return defaultTimeoutNanos;
    }

    /**
     * How many bytes a control message takes, without padding behind it; CMSG_LEN of cmsg(3).
     *
     * @param length of its data in bytes
     * @return in bytes
     * @throws IllegalArgumentException if the length is negative or too large
     */
    public static int cmsgLen(int length) {
        checkCmsg(length, "CMSG_LEN");
        return MessageHeader.cmsgLength(length);
    }

    /**
     * How many bytes a control message takes, with padding behind it; CMSG_SPACE of cmsg(3).
     *
     * @param length of its data in bytes
     * @return in bytes
     * @throws IllegalArgumentException if the length is negative or too large
     */
    public static int cmsgSpace(int length) {
        checkCmsg(length, "CMSG_SPACE");
        return MessageHeader.cmsgSpace(length);
    }

    private static void checkCmsg(int length, String call) {
        if (length < 0 || length > Integer.MAX_VALUE - 32) {
            throw new IllegalArgumentException(call + "() argument out of range: " + length);
        }
    }

    /**
     * Passes descriptors over a Unix socket, with some bytes; Python's {@code send_fds}.
     *
     * @param socket a Unix socket
     * @param data at least one byte on a stream, or the descriptors do not go
     * @param fds open descriptors, which stay the caller's
     * @return how many bytes went
     * @throws IOException if the OS refuses it; EOPNOTSUPP on nio
     */
    public static int sendFds(Socket socket, byte[] data, int... fds) throws IOException {
        return socket.sendmsg(List.of(ByteBuffer.wrap(data)), List.of(Cmsg.rights(fds)));
    }

    /**
     * Receives descriptors over a Unix socket, with some bytes; Python's {@code recv_fds}.
     *
     * @param socket a Unix socket
     * @param bufsize at most so many bytes
     * @param maxfds at most so many descriptors
     * @return what came; the descriptors are the caller's, and close-on-exec
     * @throws IllegalArgumentException if a number is negative
     * @throws IOException if more descriptors came than there was room for: all of them are closed
     *     then; EOPNOTSUPP on nio
     */
    public static ReceivedFds recvFds(Socket socket, int bufsize, int maxfds) throws IOException {
        int room = cmsgLen(Math.multiplyExact(maxfds, Integer.BYTES));
        Message message = socket.recvmsg(bufsize, room);
        if ((message.flags() & MSG_CTRUNC) != 0) {
            socket.closeRights(message.ancdata());
            throw OsException.message(
                    "recvmsg",
                    "more descriptors came than maxfds = "
                            + maxfds
                            + " has room for; all were closed, and "
                            + message.data().length
                            + " bytes dropped");
        }
        int[] fds =
                message.ancdata().stream()
                        .filter(Cmsg::isRights)
                        .flatMapToInt(each -> IntStream.of(each.ints()))
                        .toArray();
        return new ReceivedFds(message.data(), fds, message.flags(), message.address());
    }

    /**
     * Turns a 16-bit number from host to network byte order.
     *
     * @param x 0 to 65535
     * @return the number with its bytes in network order
     * @throws IllegalArgumentException if it does not fit 16 bits
     */
    public static int htons(int x) {
        if (x < 0 || x > 0xffff) {
            throw new IllegalArgumentException("a 16-bit number must be 0-65535, not " + x);
        }
        return isLittleEndian() ? Short.reverseBytes((short) x) & 0xffff : x;
    }

    /**
     * Turns a 16-bit number from network to host byte order.
     *
     * @param x 0 to 65535
     * @return the number with its bytes in host order
     * @throws IllegalArgumentException if it does not fit 16 bits
     */
    public static int ntohs(int x) {
        return htons(x);
    }

    /**
     * Turns a 32-bit number from host to network byte order.
     *
     * @param x 0 to 4294967295
     * @return the number with its bytes in network order, unsigned
     * @throws IllegalArgumentException if it does not fit 32 bits
     */
    public static long htonl(long x) {
        if (x < 0 || x > 0xffffffffL) {
            throw new IllegalArgumentException("a 32-bit number must be 0-4294967295, not " + x);
        }
        return isLittleEndian() ? Integer.reverseBytes((int) x) & 0xffffffffL : x;
    }

    /**
     * Turns a 32-bit number from network to host byte order.
     *
     * @param x 0 to 4294967295
     * @return the number with its bytes in host order, unsigned
     * @throws IllegalArgumentException if it does not fit 32 bits
     */
    public static long ntohl(long x) {
        return htonl(x);
    }

    /**
     * The four bytes of an IPv4 address in any form that inet_aton(3) reads: one to four parts,
     * decimal, octal or hexadecimal, and anything after a blank.
     *
     * @param text such as {@code "127.1"}
     * @return four bytes in network order
     * @throws OsException if the text is no such address
     */
    public static byte[] inetAton(String text) throws OsException {
        byte[] packed = InetText.tryAton(text);
        if (packed == null) {
            throw OsException.message(
                    "inet_aton", "illegal IP address string passed to inet_aton: '" + text + '\'');
        }
        return packed;
    }

    /**
     * The text of an IPv4 address.
     *
     * @param packed four bytes
     * @return four decimal numbers
     * @throws OsException if there are not four bytes
     */
    public static String inetNtoa(byte[] packed) throws OsException {
        if (packed.length != 4) {
            throw OsException.message(
                    "inet_ntoa", "packed IP wrong length: " + packed.length + " bytes, not 4");
        }
        return InetText.ntop4(packed);
    }

    /**
     * The bytes of a numeric address; strict.
     *
     * @param family AF_INET or AF_INET6
     * @param text four decimal numbers, or RFC 4291
     * @return 4 or 16 bytes in network order
     * @throws OsException if the text is no such address, or EAFNOSUPPORT for another family
     */
    public static byte[] inetPton(int family, String text) throws OsException {
        require(family, "family");
        if (family != AF_INET && family != AF_INET6) {
            throw OsException.of(Errno.EAFNOSUPPORT, "inet_pton");
        }
        byte[] packed = family == AF_INET ? InetText.tryPton4(text) : InetText.tryPton6(text);
        if (packed == null) {
            throw OsException.message(
                    "inet_pton", "illegal IP address string passed to inet_pton: '" + text + '\'');
        }
        return packed;
    }

    /**
     * The text of an address.
     *
     * @param family AF_INET or AF_INET6
     * @param packed 4 or 16 bytes in network order
     * @return as glibc writes it
     * @throws IllegalArgumentException if the length or the family is wrong
     */
    public static String inetNtop(int family, byte[] packed) {
        require(family, "family");
        if (family != AF_INET && family != AF_INET6) {
            throw new IllegalArgumentException("unknown address family " + family);
        }
        int size = family == AF_INET ? 4 : 16;
        if (packed.length != size) {
            throw new IllegalArgumentException(
                    "invalid length of packed IP address string: "
                            + packed.length
                            + ", not "
                            + size);
        }
        return size == 4 ? InetText.ntop4(packed) : InetText.ntop6(packed);
    }

    /**
     * Packs numbers as C ints in the machine's byte order, for options that are structs: {@code
     * pack(1, 5)} is a {@code struct linger}.
     *
     * @param nativeInts the members
     * @return four bytes each
     */
    public static byte[] pack(int... nativeInts) {
        ByteBuffer packed =
                ByteBuffer.allocate(nativeInts.length * Integer.BYTES)
                        .order(ByteOrder.nativeOrder());
        packed.asIntBuffer().put(nativeInts);
        return packed.array();
    }

    /** Refuses a constant that the host lacks, by name. */
    static void require(int value, String argument) {
        if (value == ABSENT) {
            throw new IllegalArgumentException(
                    argument
                            + " is a constant that "
                            + Abi.host()
                            + " lacks; Sockets.has(name) tells. It lacks "
                            + absentNames());
        }
    }

    /** {@code AF_INET} instead of 2, for messages. */
    static String familyName(int family) {
        return Abi.host().names().stream()
                .filter(name -> name.startsWith("AF_") && Abi.host().constant(name) == family)
                .findFirst()
                .orElse(Integer.toString(family));
    }

    private static String absentNames() {
        return java.util.Arrays.stream(SocketConstants.class.getFields())
                .map(java.lang.reflect.Field::getName)
                .filter(name -> !name.startsWith("INADDR_") && !has(name))
                .collect(Collectors.joining(", "));
    }

    private static boolean isLittleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }
}
