package io.sockeye.socket;

/**
 * One answer of {@code getaddrinfo}.
 *
 * @param family AF_
 * @param type SOCK_
 * @param proto IPPROTO_
 * @param canonname the canonical name, on the first answer if it was asked for; else empty
 * @param address where to connect or bind
 */
public record AddrInfo(int family, int type, int proto, String canonname, Address address) {}
