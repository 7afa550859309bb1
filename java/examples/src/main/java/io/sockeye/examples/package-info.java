/**
 * Small servers and clients, each a program: {@code [HOST [PORT]]}, where port 0 is any free one.
 * {@code -Dsockeye.engine=jni|jna|nio} chooses the engine. Servers run until Ctrl-C.
 */
package io.sockeye.examples;
