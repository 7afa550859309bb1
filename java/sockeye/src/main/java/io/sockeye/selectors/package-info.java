/** Python's {@code selectors}: one interface over the multiplexers. */
@NullMarked
package io.sockeye.selectors;

import org.jspecify.annotations.NullMarked;
