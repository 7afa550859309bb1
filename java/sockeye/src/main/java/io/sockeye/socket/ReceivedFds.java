package io.sockeye.socket;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Sockets#recvFds} returns. The descriptors belong to the receiver, who must close
 * them; they are close-on-exec.
 *
 * @param data the bytes that came with them
 * @param fds the descriptors
 * @param flags MSG_, or-ed
 * @param address the sender, or null on a connected stream
 */
public record ReceivedFds(byte[] data, int[] fds, int flags, @Nullable Address address) {}
