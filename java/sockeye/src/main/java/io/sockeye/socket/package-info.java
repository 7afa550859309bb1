/**
 * Python's {@code socket} module: {@link io.sockeye.socket.Socket} and, in {@link
 * io.sockeye.socket.Sockets}, its functions and constants.
 *
 * <p>Names are Python's without underscores: {@code recv_into} is {@code recvInto}. The end of a
 * stream is an empty array or 0, as in Python and C. Arguments that are wrong give {@link
 * java.lang.IllegalArgumentException}, what the OS refuses an {@link
 * io.sockeye.engine.OsException}.
 */
@NullMarked
package io.sockeye.socket;

import org.jspecify.annotations.NullMarked;
