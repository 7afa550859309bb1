package io.sockeye.socket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code recvmsg} returns. Descriptors among the control messages belong to the receiver, who
 * must close them.
 *
 * @param data the bytes; empty at the end of a stream
 * @param ancdata the control messages; the last one may be cut off if the flags have MSG_CTRUNC
 * @param flags MSG_TRUNC, MSG_CTRUNC, MSG_EOR ... or-ed
 * @param address the sender, or null on a connected stream
 */
public record Message(byte[] data, List<Cmsg> ancdata, int flags, @Nullable Address address) {}
