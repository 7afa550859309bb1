/** Python's {@code socket}: sockets, addresses and name resolution. */
@NullMarked
package io.sockeye.socket;

import org.jspecify.annotations.NullMarked;
