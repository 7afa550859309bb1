package io.sockeye.socket;

import java.util.List;

/**
 * What gethostbyname_ex and gethostbyaddr tell of a host.
 *
 * @param name its canonical name
 * @param aliases its other names; nio knows none
 * @param addresses numeric, all of one family
 */
public record HostInfo(String name, List<String> aliases, List<String> addresses) {
    /**
     * Copies the lists.
     *
     * @param name its canonical name
     * @param aliases its other names
     * @param addresses numeric
     */
    public HostInfo {
        aliases = List.copyOf(aliases);
        addresses = List.copyOf(addresses);
    }
}
