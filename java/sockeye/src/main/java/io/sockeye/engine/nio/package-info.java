/**
 * The engine that is always there: descriptors of its own over {@code java.nio.channels}. Its
 * oddities stay in this package: numbers instead of descriptors, a stream socket that is listener
 * or client only once it is told, exceptions turned into error numbers.
 */
@NullMarked
package io.sockeye.engine.nio;

import org.jspecify.annotations.NullMarked;
