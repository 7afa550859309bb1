/** Descriptors that are not sockets, and processes. */
@NullMarked
package io.sockeye.os;

import org.jspecify.annotations.NullMarked;
