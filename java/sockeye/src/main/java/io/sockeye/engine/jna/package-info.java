/** The engine that calls libc through JNA. */
@NullMarked
package io.sockeye.engine.jna;

import org.jspecify.annotations.NullMarked;
