/** The seam below everything else. */
@NullMarked
package io.sockeye.engine;

import org.jspecify.annotations.NullMarked;
