package io.sockeye.socket;

/**
 * What getnameinfo tells of an address.
 *
 * @param host a name, or the numeric address
 * @param service a name, or the port
 */
public record NameInfo(String host, String service) {}
