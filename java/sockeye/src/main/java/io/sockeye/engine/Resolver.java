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
     * gai_strerror(3).
     *
     * @param code EAI_
     * @return its words
     */
    String errorText(int code);
}
