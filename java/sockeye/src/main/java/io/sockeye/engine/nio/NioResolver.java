package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Resolver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * getaddrinfo(3) with the JDK's resolver below it. Numeric addresses and services never reach it.
 * The order is the JDK's: by default IPv4 before IPv6. AI_ADDRCONFIG changes nothing, and
 * AI_CANONNAME gives back the name that was asked for, because the JDK does not tell another.
 */
final class NioResolver implements Resolver {
    private static final int AI_PASSIVE = constant("AI_PASSIVE");
    private static final int AI_CANONNAME = constant("AI_CANONNAME");
    private static final int AI_NUMERICHOST = constant("AI_NUMERICHOST");
    private static final int AI_NUMERICSERV = constant("AI_NUMERICSERV");
    private static final int AI_V4MAPPED = constant("AI_V4MAPPED");
    private static final int AI_ALL = constant("AI_ALL");
    private static final int AI_KNOWN =
            AI_PASSIVE
                    | AI_CANONNAME
                    | AI_NUMERICHOST
                    | AI_NUMERICSERV
                    | AI_V4MAPPED
                    | AI_ALL
                    | constant("AI_ADDRCONFIG");

    private static final int EAI_NONAME = constant("EAI_NONAME");
    private static final Map<Integer, String> TEXTS = texts();

    /** A code of EAI_ on its way to the answer. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final int code;

        Refusal(String name) {
            super(name, null, false, false);
            this.code = constant(name);
        }
    }

    /** An address and the family that it was asked for as. */
    private record Found(int family, InetAddress address) {}

    @Override
    public Answer getaddrinfo(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags) {
        try {
            return new Answer(0, 0, resolve(host, service, family, type, proto, flags));
        } catch (Refusal e) {
            return new Answer(e.code, 0, List.of());
        } catch (UnknownHostException e) {
            return new Answer(code(e), 0, List.of());
        } catch (IOException e) {
            return new Answer(constant("EAI_SYSTEM"), Errors.errno(e), List.of());
        }
    }

    @Override
    public NameAnswer getnameinfo(byte[] sockaddr, int flags) {
        return NioNames.getnameinfo(sockaddr, flags);
    }

    @Override
    public HostAnswer gethostbyname(String host) {
        return NioNames.gethostbyname(host);
    }

    @Override
    public HostAnswer gethostbyaddr(int family, byte[] address) {
        return NioNames.gethostbyaddr(address);
    }

    @Override
    public int getservbyname(String service, @Nullable String protocol) {
        int port = Services.port(service, protocol);
        return port < 0 ? -Errno.ENOENT : port;
    }

    @Override
    public Text getservbyport(int port, @Nullable String protocol) {
        String name = Services.name(port, protocol);
        return name == null ? new Text(Errno.ENOENT, "") : new Text(0, name);
    }

    @Override
    public int getprotobyname(String protocol) {
        int number = Services.protocol(protocol);
        return number < 0 ? -Errno.ENOENT : number;
    }

    @Override
    public Interfaces ifNameindex() {
        return NioNames.interfaces();
    }

    @Override
    public int ifNametoindex(String name) {
        return NioNames.index(name);
    }

    @Override
    public Text ifIndextoname(int index) {
        return NioNames.name(index);
    }

    @Override
    public Text gethostname() {
        return NioNames.gethostname();
    }

    @Override
    public int sethostname(String name) {
        return -Errno.EOPNOTSUPP;
    }

    @Override
    public String errorText(int code) {
        return TEXTS.getOrDefault(code, "Unknown error");
    }

    private static List<Entry> resolve(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags)
            throws Refusal, IOException {
        check(host, service, family, flags);
        List<Transports.Choice> choices = choices(service, type, proto, flags);
        List<Entry> entries = new ArrayList<>();
        String canonname = (flags & AI_CANONNAME) != 0 && host != null ? host : "";
        for (Found found : addresses(host, family, flags)) {
            for (Transports.Choice choice : choices) {
                byte[] sockaddr = Sockaddrs.sockaddr(found.address, choice.port(), found.family);
                entries.add(
                        new Entry(
                                found.family,
                                choice.type(),
                                choice.proto(),
                                entries.isEmpty() ? canonname : "",
                                sockaddr));
            }
        }
        return entries;
    }

    private static void check(
            @Nullable String host, @Nullable String service, int family, int flags) throws Refusal {
        if (host == null && service == null) {
            throw new Refusal("EAI_NONAME");
        }
        if ((flags & ~AI_KNOWN) != 0 || (flags & AI_CANONNAME) != 0 && host == null) {
            throw new Refusal("EAI_BADFLAGS");
        }
        boolean known =
                family == Sockaddrs.AF_UNSPEC
                        || family == Sockaddrs.AF_INET
                        || family == Sockaddrs.AF_INET6;
        if (!known) {
            throw new Refusal("EAI_FAMILY");
        }
    }

    private static List<Transports.Choice> choices(
            @Nullable String service, int type, int proto, int flags) throws Refusal {
        List<Transports> transports = Transports.matching(type, proto);
        if (transports.isEmpty()) {
            throw new Refusal(type != 0 ? "EAI_SOCKTYPE" : "EAI_SERVICE");
        }
        int number = service == null ? 0 : Transports.number(service);
        if (number < 0 && (flags & AI_NUMERICSERV) != 0) {
            throw new Refusal("EAI_NONAME");
        }
        boolean any = type == 0 && proto == 0;
        List<Transports.Choice> choices = new ArrayList<>();
        for (Transports transport : transports) {
            int port = number >= 0 ? number & 0xffff : Services.port(service, transport.service());
            boolean refused = service != null && !any && transport.isRaw();
            if (port >= 0 && !refused) {
                choices.add(transport.choice(proto, port));
            }
        }
        if (choices.isEmpty()) {
            throw new Refusal("EAI_SERVICE");
        }
        return choices;
    }

    private static List<Found> addresses(@Nullable String host, int family, int flags)
            throws Refusal, IOException {
        if (host == null) {
            return local(family, (flags & AI_PASSIVE) != 0);
        }
        Literals.Literal literal = Literals.parse(host);
        if (literal != null) {
            return numeric(literal, family, flags);
        }
        if ((flags & AI_NUMERICHOST) != 0 || !isName(host)) {
            throw new Refusal("EAI_NONAME");
        }
        return named(InetAddress.getAllByName(host), family, flags);
    }

    /** In glibc's order. */
    private static List<Found> local(int family, boolean passive) throws IOException {
        byte[] loopback = {127, 0, 0, 1};
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        Found inet =
                new Found(
                        Sockaddrs.AF_INET,
                        InetAddress.getByAddress(passive ? new byte[4] : loopback));
        Found inet6 =
                new Found(
                        Sockaddrs.AF_INET6,
                        InetAddress.getByAddress(passive ? new byte[16] : loopback6));
        List<Found> both = passive ? List.of(inet, inet6) : List.of(inet6, inet);
        return both.stream().filter(f -> family == 0 || f.family == family).toList();
    }

    private static List<Found> numeric(Literals.Literal literal, int family, int flags)
            throws Refusal {
        if (family == Sockaddrs.AF_UNSPEC || family == literal.family()) {
            return List.of(new Found(literal.family(), literal.address()));
        }
        if (family == Sockaddrs.AF_INET6 && (flags & AI_V4MAPPED) != 0) {
            return List.of(new Found(family, literal.address()));
        }
        throw new Refusal("EAI_ADDRFAMILY");
    }

    private static List<Found> named(InetAddress[] addresses, int family, int flags)
            throws Refusal {
        List<Found> found = new ArrayList<>();
        List<Found> mapped = new ArrayList<>();
        for (InetAddress address : addresses) {
            boolean inet4 = address instanceof Inet4Address;
            int own = inet4 ? Sockaddrs.AF_INET : Sockaddrs.AF_INET6;
            if (family == Sockaddrs.AF_UNSPEC || family == own) {
                found.add(new Found(own, address));
            } else if (inet4) {
                mapped.add(new Found(family, address));
            }
        }
        boolean wantsMapped = (flags & AI_V4MAPPED) != 0;
        if (wantsMapped && (found.isEmpty() || (flags & AI_ALL) != 0)) {
            found.addAll(mapped);
        }
        if (found.isEmpty()) {
            throw new Refusal("EAI_NONAME");
        }
        return found;
    }

    /** What the JDK would take for something else than a name is none. */
    private static boolean isName(String host) {
        return !host.isEmpty()
                && !Literals.isNumeric(host)
                && host.chars().noneMatch(c -> c <= ' ' || "[]%/".indexOf(c) >= 0);
    }

    /** The JDK hands the C library's words on, behind the host. */
    private static int code(UnknownHostException e) {
        String message = String.valueOf(e.getMessage());
        for (Map.Entry<Integer, String> entry : TEXTS.entrySet()) {
            if (message.endsWith(": " + entry.getValue())) {
                return entry.getKey();
            }
        }
        return EAI_NONAME;
    }

    private static Map<Integer, String> texts() {
        Map<Integer, String> texts = new LinkedHashMap<>();
        texts.put(constant("EAI_ADDRFAMILY"), "Address family for hostname not supported");
        texts.put(constant("EAI_AGAIN"), "Temporary failure in name resolution");
        texts.put(constant("EAI_BADFLAGS"), "Bad value for ai_flags");
        texts.put(constant("EAI_FAIL"), "Non-recoverable failure in name resolution");
        texts.put(constant("EAI_FAMILY"), "ai_family not supported");
        texts.put(constant("EAI_MEMORY"), "Memory allocation failure");
        texts.put(constant("EAI_NODATA"), "No address associated with hostname");
        texts.put(EAI_NONAME, "Name or service not known");
        texts.put(constant("EAI_SERVICE"), "Servname not supported for ai_socktype");
        texts.put(constant("EAI_SOCKTYPE"), "ai_socktype not supported");
        texts.put(constant("EAI_SYSTEM"), "System error");
        return texts;
    }

    private static int constant(String name) {
        return Abi.host().has(name) ? Abi.host().constant(name) : 0;
    }
}
