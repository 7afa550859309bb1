/** The engine that calls libc through the Foreign Function and Memory API of JDK 22. */
@NullMarked
package io.sockeye.engine.ffm;

import org.jspecify.annotations.NullMarked;
