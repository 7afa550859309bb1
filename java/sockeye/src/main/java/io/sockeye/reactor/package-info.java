/**
 * Twisted's reactor: an event loop that calls your {@link io.sockeye.reactor.Protocol} when a
 * connection is made, when bytes arrive and when it is lost.
 *
 * <pre>{@code
 * class Echo extends Protocol {
 *     @Override protected void dataReceived(ByteBuffer data) { transport().write(data); }
 * }
 * try (var reactor = Reactor.create()) {
 *     reactor.listenTCP("127.0.0.1", 8000, Echo::new);
 *     reactor.run();
 * }
 * }</pre>
 *
 * <p>A loop is one thread. Everything of a connection happens on the loop that accepted or opened
 * it, so a protocol needs no locks; with {@code loops(n)} there are n of them that share nothing.
 * Work of other threads comes in through {@link io.sockeye.reactor.Reactor#callFromThread}.
 *
 * <p>{@link io.sockeye.reactor.Streams} are asyncio's readers and writers over it: servers and
 * clients that read lines and pieces, in blocking style or with stages.
 *
 * <p>What a callback throws closes its own connection and is logged to the {@link
 * java.lang.System.Logger} {@code io.sockeye.reactor}; the loop goes on.
 */
@NullMarked
package io.sockeye.reactor;

import org.jspecify.annotations.NullMarked;
