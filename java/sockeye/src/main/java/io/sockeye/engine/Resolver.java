package io.sockeye.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name resolution: getaddrinfo(3) and its kin. It blocks for as long as the system's resolver
 * likes, so it never runs on a loop or a carrier thread.
 */
public interface Resolver {
    /**
     * One address.
     *
     * @param family AF_
     * @param type SOCK_
     * @param proto IPPROTO_
     * @param canonname the canonical name, on the first entry if it was asked for; else empty
     * @param sockaddr a {@code struct sockaddr} in the layout of the engine's {@link Abi}
     */
    record Entry(int family, int type, int proto, String canonname, byte[] sockaddr) {}

    /**
     * What getaddrinfo(3) answered.
     *
     * @param code 0 or EAI_
     * @param errno of the system if the code is EAI_SYSTEM, else 0
     * @param entries in the resolver's order; empty on failure
     */
    record Answer(int code, int errno, List<Entry> entries) {}

    /**
     * getaddrinfo(3).
     *
     * @param host a name or a numeric address, or null
     * @param service a name or a decimal port, or null
     * @param family AF_ or 0
     * @param type SOCK_ or 0
     * @param proto IPPROTO_ or 0
     * @param flags AI_
     * @return addresses, or a code
     */
    Answer getaddrinfo(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags);

    /**
     * What getnameinfo(3) answered.
     *
     * @param code 0 or EAI_
     * @param errno of the system if the code is EAI_SYSTEM, else 0
     * @param host a name or a numeric address; empty on failure
     * @param service a name or a decimal port; empty on failure
     */
    record NameAnswer(int code, int errno, String host, String service) {}

    /**
     * What gethostbyname(3) or gethostbyaddr(3) answered.
     *
     * @param code 0 or the h_errno of netdb.h
     * @param name the canonical name; empty on failure
     * @param aliases other names
     * @param addresses 4 or 16 bytes each, in network order
     */
    record HostAnswer(int code, String name, List<String> aliases, List<byte[]> addresses) {}

    /**
     * A text, or why there is none.
     *
     * @param errno 0 if there is a text
     * @param text empty on failure
     */
    record Text(int errno, String text) {}

    /**
     * A network interface.
     *
     * @param index 1 or more
     * @param name such as {@code "lo"}
     */
    record Interface(int index, String name) {}

    /**
     * What if_nameindex(3) answered.
     *
     * @param errno 0 if there is a list
     * @param all the interfaces, also those without an address; empty on failure
     */
    record Interfaces(int errno, List<Interface> all) {}

    /**
     * getnameinfo(3).
     *
     * @param sockaddr a {@code struct sockaddr} of AF_INET or AF_INET6
     * @param flags NI_
     * @return a host and a service, or a code
     */
    NameAnswer getnameinfo(byte[] sockaddr, int flags);

    /**
     * gethostbyname(3): IPv4 alone.
     *
     * @param host a name or a numeric address
     * @return names and addresses, or a code
     */
    HostAnswer gethostbyname(String host);

    /**
     * gethostbyaddr(3).
     *
     * @param family AF_INET or AF_INET6
     * @param address 4 or 16 bytes in network order
     * @return names and addresses, or a code
     */
    HostAnswer gethostbyaddr(int family, byte[] address);

    /**
     * getservbyname(3).
     *
     * @param service its name
     * @param protocol such as {@code "tcp"}; null for any
     * @return the port in host order, or -ENOENT
     */
    int getservbyname(String service, @Nullable String protocol);

    /**
     * getservbyport(3).
     *
     * @param port in host order
     * @param protocol such as {@code "tcp"}; null for any
     * @return the service's name, or ENOENT
     */
    Text getservbyport(int port, @Nullable String protocol);

    /**
     * getprotobyname(3).
     *
     * @param protocol its name
     * @return its number, or -ENOENT
     */
    int getprotobyname(String protocol);

    /**
     * if_nameindex(3).
     *
     * @return the host's network interfaces
     */
    Interfaces ifNameindex();

    /**
     * if_nametoindex(3).
     *
     * @param name of an interface
     * @return its index, or -ENODEV
     */
    int ifNametoindex(String name);

    /**
     * if_indextoname(3).
     *
     * @param index of an interface, unsigned
     * @return its name, or ENXIO
     */
    Text ifIndextoname(int index);

    /**
     * gethostname(2).
     *
     * @return this host's name
     */
    Text gethostname();

    /**
     * sethostname(2).
     *
     * @param name this host's new name
     * @return 0 or -errno
     */
    int sethostname(String name);

    /**
     * gai_strerror(3).
     *
     * @param code EAI_
     * @return its words
     */
    String errorText(int code);
}
