package io.sockeye.socket;

import org.jspecify.annotations.Nullable;

/**
 * What {@code recvfrom} returns.
 *
 * @param data the bytes; empty at the end of a stream
 * @param address the sender, or null on a connected stream
 */
public record Received(byte[] data, @Nullable Address address) {}
