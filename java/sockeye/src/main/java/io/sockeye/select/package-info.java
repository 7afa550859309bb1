/** Python's {@code select}: the multiplexers, as the operating system has them. */
@NullMarked
package io.sockeye.select;

import org.jspecify.annotations.NullMarked;
