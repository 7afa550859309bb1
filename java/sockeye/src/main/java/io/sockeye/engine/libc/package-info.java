/** What the engines that call libc without C of their own share, whatever bridge they use. */
@NullMarked
package io.sockeye.engine.libc;

import org.jspecify.annotations.NullMarked;
