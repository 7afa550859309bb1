package io.sockeye.socket;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name functions of {@link Sockets} with the resolver of a chosen engine. They block for as
 * long as the system's resolver likes; on a virtual thread its carrier stays free meanwhile.
 *
 * <p>A name is encoded by IDNA 2003 before it is looked up; one that cannot be is an {@link
 * IllegalArgumentException}, and so is one that holds a NUL.
 */
public final class Names {
    private static final int HOST_NOT_FOUND = 1;

    private Names() {}

    /** For name functions, which encode every host by IDNA. */
    static List<AddrInfo> getaddrinfo(
            Engine engine,
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags,
            String call)
            throws IOException {
        if (host != null) {
            Addresses.checkLabels(host);
        }
        return lookup(engine, host, service, family, type, proto, flags, call);
    }

    /** For calls that use an address, which take an ASCII host as it is. */
    static List<AddrInfo> lookup(
            Engine engine,
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags,
            String call)
            throws IOException {
        String ascii = host == null ? null : Addresses.ascii(host);
        checkNul(service, "service");
        Resolver resolver = engine.resolver();
        Resolver.Answer answer =
                Waits.resolve(
                        () -> resolver.getaddrinfo(ascii, service, family, type, proto, flags));
        if (answer.code() != 0) {
            String about = host == null ? String.valueOf(service) : host;
            throw failure(resolver, answer.code(), answer.errno(), about, call);
        }
        return convert(engine, answer.entries());
    }

    private static IOException failure(
            Resolver resolver, int code, int errno, String about, String call) {
        return code == Sockets.EAI_SYSTEM
                ? OsException.of(errno, call, about)
                : new GaiException(code, resolver.errorText(code), call, about);
    }

    private static List<AddrInfo> convert(Engine engine, List<Resolver.Entry> entries) {
        List<AddrInfo> converted = new ArrayList<>(entries.size());
        DirectBuffer slot = engine.scratch().borrow(Syscalls.SLOT_SIZE);
        try {
            for (Resolver.Entry e : entries) {
                Addresses.put(slot, e.sockaddr());
                Address address = Addresses.decode(slot, e.family());
                if (address != null) {
                    converted.add(
                            new AddrInfo(e.family(), e.type(), e.proto(), e.canonname(), address));
                }
            }
        } finally {
            engine.scratch().release(slot);
        }
        return converted;
    }

    /**
     * The host and the service of a numeric address; getnameinfo(3).
     *
     * @param engine whose resolver is asked
     * @param address its host must be numeric
     * @param flags NI_
     * @return names, or numbers where there are none
     * @throws GaiException EAI_NONAME if the host is not numeric, or has no name and NI_NAMEREQD
     *     wants one; EAI_BADFLAGS
     * @throws IOException if the system's resolver fails
     */
    public static NameInfo getnameinfo(Engine engine, Address address, int flags)
            throws IOException {
        Sockets.require(flags, "flags");
        byte[] sockaddr = numeric(engine, address);
        Resolver resolver = engine.resolver();
        Resolver.NameAnswer answer = Waits.resolve(() -> resolver.getnameinfo(sockaddr, flags));
        if (answer.code() != 0) {
            String about = address.toString();
            throw failure(resolver, answer.code(), answer.errno(), about, "getnameinfo");
        }
        return new NameInfo(answer.host(), answer.service());
    }

    private static byte[] numeric(Engine engine, Address address) throws IOException {
        String call = "getnameinfo";
        if (address instanceof Address.Inet inet) {
            Address found = onlyAddress(engine, inet.host(), inet.port(), call);
            int family = found instanceof Address.Inet6 ? Sockets.AF_INET6 : Sockets.AF_INET;
            return Addresses.encode(engine, family, found, call);
        }
        if (!(address instanceof Address.Inet6 inet)) {
            throw new IllegalArgumentException(call + ": " + address + " has no host and port");
        }
        Address found = onlyAddress(engine, inet.host(), inet.port(), call);
        if (!(found instanceof Address.Inet6 six)) {
            throw OsException.message(call, "IPv4 sockaddr must be 2 tuple: " + address);
        }
        int scopeId = inet.scopeId() != 0 ? inet.scopeId() : six.scopeId();
        Address whole = Address.inet6(six.host(), inet.port(), inet.flowinfo(), scopeId);
        return Addresses.encode(engine, Sockets.AF_INET6, whole, call);
    }

    private static Address onlyAddress(Engine engine, String host, int port, String call)
            throws IOException {
        String service = Integer.toString(port);
        int flags = Sockets.AI_NUMERICHOST;
        return getaddrinfo(engine, host, service, 0, Sockets.SOCK_DGRAM, 0, flags, call)
                .get(0)
                .address();
    }

    /**
     * The IPv4 address of a host.
     *
     * @param engine whose resolver is asked
     * @param host a name or a numeric address; {@code ""} gives 0.0.0.0, {@code "<broadcast>"}
     *     255.255.255.255
     * @return four decimal numbers
     * @throws GaiException if the host has no IPv4 address
     * @throws IOException if the system's resolver fails
     */
    public static String gethostbyname(Engine engine, String host) throws IOException {
        return InetText.ntop4(packed(engine, host, Sockets.AF_INET, "gethostbyname"));
    }

    /**
     * The names and IPv4 addresses of a host; gethostbyname(3).
     *
     * @param engine whose resolver is asked
     * @param host a name or a numeric address
     * @return the name, aliases and addresses; nio knows no aliases
     * @throws GaiException if the host cannot be resolved
     * @throws HerrException if it has no entry
     * @throws IOException if the system's resolver fails
     */
    public static HostInfo gethostbynameEx(Engine engine, String host) throws IOException {
        packed(engine, host, Sockets.AF_INET, "gethostbyname_ex");
        String ascii = Addresses.ascii(host);
        Resolver resolver = engine.resolver();
        return info(
                Waits.resolve(() -> resolver.gethostbyname(ascii)),
                "gethostbyname_ex",
                host,
                Sockets.AF_INET);
    }

    /**
     * The names of the host with an address; gethostbyaddr(3).
     *
     * @param engine whose resolver is asked
     * @param host a numeric address, IPv4 or IPv6, or a name that has one
     * @return the name, aliases and addresses; nio knows no aliases
     * @throws GaiException if a name cannot be resolved
     * @throws HerrException if the address has no name
     * @throws IOException if the system's resolver fails
     */
    public static HostInfo gethostbyaddr(Engine engine, String host) throws IOException {
        byte[] address = packed(engine, host, Sockets.AF_UNSPEC, "gethostbyaddr");
        int family = address.length == 4 ? Sockets.AF_INET : Sockets.AF_INET6;
        Resolver resolver = engine.resolver();
        return info(
                Waits.resolve(() -> resolver.gethostbyaddr(family, address)),
                "gethostbyaddr",
                host,
                family);
    }

    private static HostInfo info(Resolver.HostAnswer answer, String call, String host, int family)
            throws HerrException {
        if (answer.code() != 0 || answer.name().isEmpty()) {
            int code = answer.code() != 0 ? answer.code() : HOST_NOT_FOUND;
            throw new HerrException(code, call, host);
        }
        List<String> addresses =
                answer.addresses().stream().map(each -> Sockets.inetNtop(family, each)).toList();
        return new HostInfo(answer.name(), answer.aliases(), addresses);
    }

    /** CPython's setipaddr: the special hosts, then the first address that the resolver finds. */
    private static byte[] packed(Engine engine, String host, int family, String call)
            throws IOException {
        if (host.isEmpty() && family == Sockets.AF_UNSPEC) {
            throw OsException.message(call, "wildcard resolved to multiple address");
        }
        if (host.isEmpty()) {
            return new byte[4];
        }
        if (host.equals("<broadcast>") || host.equals("255.255.255.255")) {
            return new byte[] {-1, -1, -1, -1};
        }
        Address first =
                getaddrinfo(engine, host, null, family, Sockets.SOCK_DGRAM, 0, 0, call)
                        .get(0)
                        .address();
        return first instanceof Address.Inet6 six
                ? InetText.pton6(six.host())
                : InetText.pton4(((Address.Inet) first).host());
    }

    /**
     * The fully qualified name of a host: of its names the first with a dot, else its canonical
     * one.
     *
     * @param engine whose resolver is asked
     * @param host a name or a numeric address; {@code ""}, {@code "0.0.0.0"} and {@code "::"} mean
     *     this host
     * @return the name, or the host as it was given if it has no entry
     * @throws IOException if the OS does not tell this host's name
     */
    public static String getfqdn(Engine engine, String host) throws IOException {
        String stripped = host.strip();
        boolean own = stripped.isEmpty() || stripped.equals("0.0.0.0") || stripped.equals("::");
        String name = own ? gethostname(engine) : stripped;
        HostInfo info;
        try {
            info = gethostbyaddr(engine, name);
        } catch (OsException e) {
            // Python's promise: a lookup that fails is no failure of getfqdn.
            return name;
        }
        return Stream.concat(Stream.of(info.name()), info.aliases().stream())
                .filter(each -> each.indexOf('.') >= 0)
                .findFirst()
                .orElse(info.name());
    }

    /**
     * The name of this host, which may be unqualified; gethostname(2).
     *
     * @param engine whose resolver is asked
     * @return the name
     * @throws IOException if the OS does not tell
     */
    public static String gethostname(Engine engine) throws IOException {
        Resolver.Text answer = engine.resolver().gethostname();
        if (answer.errno() != 0) {
            throw OsException.of(answer.errno(), "gethostname");
        }
        return answer.text();
    }

    /**
     * Renames this host; sethostname(2).
     *
     * @param engine does it; nio cannot
     * @param name the new name
     * @throws IOException EPERM for all but the superuser, EINVAL if the name is too long,
     *     EOPNOTSUPP on nio
     */
    public static void sethostname(Engine engine, String name) throws IOException {
        checkNul(name, "name");
        int result = engine.resolver().sethostname(name);
        if (result == -Errno.EOPNOTSUPP) {
            throw OsException.unsupported(engine, "sethostname", "jni, ffm and jna can");
        }
        OsException.check(result, "sethostname");
    }

    /**
     * The port of a service; getservbyname(3).
     *
     * @param engine whose resolver is asked
     * @param service its name
     * @param protocol such as {@code "tcp"}; null for any
     * @return the port
     * @throws IOException if there is no such service
     */
    public static int getservbyname(Engine engine, String service, @Nullable String protocol)
            throws IOException {
        checkNul(service, "service");
        checkNul(protocol, "protocol");
        int port = Waits.resolve(() -> engine.resolver().getservbyname(service, protocol));
        if (port < 0) {
            throw OsException.message(
                    "getservbyname", "service/proto not found: " + entry(service, protocol));
        }
        return port;
    }

    /**
     * The name of the service at a port; getservbyport(3).
     *
     * @param engine whose resolver is asked
     * @param port 0 to 65535
     * @param protocol such as {@code "tcp"}; null for any
     * @return the name
     * @throws IllegalArgumentException if the port is out of range
     * @throws IOException if there is no such service
     */
    public static String getservbyport(Engine engine, int port, @Nullable String protocol)
            throws IOException {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("getservbyport: port must be 0-65535, not " + port);
        }
        checkNul(protocol, "protocol");
        Resolver.Text answer = Waits.resolve(() -> engine.resolver().getservbyport(port, protocol));
        if (answer.errno() != 0) {
            String about = entry(Integer.toString(port), protocol);
            throw OsException.message("getservbyport", "port/proto not found: " + about);
        }
        return answer.text();
    }

    private static String entry(String first, @Nullable String protocol) {
        return protocol == null ? first : first + '/' + protocol;
    }

    /**
     * The number of a protocol; getprotobyname(3).
     *
     * @param engine whose resolver is asked
     * @param protocol its name, such as {@code "icmp"}
     * @return IPPROTO_
     * @throws IOException if there is no such protocol
     */
    public static int getprotobyname(Engine engine, String protocol) throws IOException {
        checkNul(protocol, "protocol");
        int number = Waits.resolve(() -> engine.resolver().getprotobyname(protocol));
        if (number < 0) {
            throw OsException.message("getprotobyname", "protocol not found: " + protocol);
        }
        return number;
    }

    /**
     * The network interfaces of this host; if_nameindex(3).
     *
     * @param engine whose resolver is asked
     * @return all, also those that are down or have no address
     * @throws IOException if the OS does not tell
     */
    public static List<NetIf> ifNameindex(Engine engine) throws IOException {
        Resolver.Interfaces answer = engine.resolver().ifNameindex();
        if (answer.errno() != 0) {
            throw OsException.of(answer.errno(), "if_nameindex");
        }
        return answer.all().stream().map(each -> new NetIf(each.index(), each.name())).toList();
    }

    /**
     * The index of a network interface; if_nametoindex(3).
     *
     * @param engine whose resolver is asked
     * @param name such as {@code "lo"}
     * @return its index
     * @throws IOException ENODEV if there is none of this name
     */
    public static int ifNametoindex(Engine engine, String name) throws IOException {
        checkNul(name, "name");
        int index = engine.resolver().ifNametoindex(name);
        if (index < 0) {
            throw OsException.of(-index, "if_nametoindex", name);
        }
        return index;
    }

    /**
     * The name of a network interface; if_indextoname(3).
     *
     * @param engine whose resolver is asked
     * @param index of the interface
     * @return its name
     * @throws IllegalArgumentException if the index is negative
     * @throws IOException ENXIO if there is none of this index
     */
    public static String ifIndextoname(Engine engine, int index) throws IOException {
        if (index < 0) {
            throw new IllegalArgumentException("an interface index is not negative: " + index);
        }
        Resolver.Text answer = engine.resolver().ifIndextoname(index);
        if (answer.errno() != 0) {
            throw OsException.of(answer.errno(), "if_indextoname", Integer.toString(index));
        }
        return answer.text();
    }

    private static void checkNul(@Nullable String text, String what) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains a NUL character");
        }
    }
}
