package io.sockeye.socket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code recvmsgInto} returns. Descriptors among the control messages belong to the receiver,
 * who must close them.
 *
 * @param count how many bytes came
 * @param ancdata the control messages; the last one may be cut off if the flags have MSG_CTRUNC
 * @param flags MSG_TRUNC, MSG_CTRUNC, MSG_EOR ... or-ed
 * @param address the sender, or null on a connected stream
 */
public record MessageInto(int count, List<Cmsg> ancdata, int flags, @Nullable Address address) {}
