package io.sockeye.socket;

/**
 * A network interface.
 *
 * @param index 1 or more
 * @param name such as {@code "lo"}
 */
public record NetIf(int index, String name) {}
