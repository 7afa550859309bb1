/**
 * What moves the bytes below the transports. It is completion-shaped: a {@link
 * io.sockeye.reactor.driver.Source} hears that something was accepted, received or sent, and never
 * that it could be; so a driver may stand on readiness (every {@link io.sockeye.engine.Poller}) or
 * on completions (io_uring).
 *
 * <p>Nothing here knows protocols, and nothing here is public API. Everything belongs to the thread
 * of one loop except {@link io.sockeye.reactor.driver.Driver#wakeup} and {@link
 * io.sockeye.reactor.driver.Driver#unwatch}. Sources are called with nothing held, and may call the
 * driver.
 */
@NullMarked
package io.sockeye.reactor.driver;

import org.jspecify.annotations.NullMarked;
