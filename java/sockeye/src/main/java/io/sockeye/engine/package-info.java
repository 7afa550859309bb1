/** What carries out system calls: the engines, the choice between them, memory and errors. */
@NullMarked
package io.sockeye.engine;

import org.jspecify.annotations.NullMarked;
