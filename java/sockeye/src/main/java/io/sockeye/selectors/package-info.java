/**
 * Python's {@code selectors} module: {@link io.sockeye.selectors.DefaultSelector} and its siblings,
 * one for each multiplexer.
 */
@NullMarked
package io.sockeye.selectors;

import org.jspecify.annotations.NullMarked;
