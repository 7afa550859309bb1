/**
 * Python's {@code select} module: {@link io.sockeye.select.Select#select}, {@link
 * io.sockeye.select.Poll} and {@link io.sockeye.select.Epoll}, on any descriptor. Each has the
 * Python-shaped call and one that does not allocate.
 *
 * <p>Units are Python's: seconds for select and epoll, milliseconds for poll.
 */
@NullMarked
package io.sockeye.select;

import org.jspecify.annotations.NullMarked;
