/** The engine over the C layer. */
@NullMarked
package io.sockeye.engine.jni;

import org.jspecify.annotations.NullMarked;
