package io.sockeye.socket;

import org.jspecify.annotations.Nullable;

/**
 * What {@code recvfromInto} returns.
 *
 * @param count how many bytes came
 * @param address the sender, or null on a connected stream
 */
public record ReceivedInto(int count, @Nullable Address address) {}
