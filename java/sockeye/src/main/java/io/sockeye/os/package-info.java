/** Descriptors that are not sockets: pipes, eventfds, timers, standard input. */
@NullMarked
package io.sockeye.os;

import org.jspecify.annotations.NullMarked;
