package io.sockeye.socketserver;

import io.sockeye.engine.Engine;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server processes its requests, if not one after another. {@link ThreadingMixIn} and {@link
 * ForkingMixIn} do.
 *
 * <p>In Python a mix-in is a superclass that comes first; here it is an option, and the server's
 * own hooks call it.
 */
public interface ServerMixIn {
    /**
     * Is called when a server with this mix-in is made, before it has a socket; does nothing.
     *
     * @param server whose constructor runs
     * @param engine of its sockets
     * @throws IllegalArgumentException if the server or its handler does not fit
     * @throws IOException if the engine does not
     */
    default void serverInit(BaseServer<?> server, Engine engine) throws IOException {}

    /**
     * Is called once the server is bound and listens; does nothing.
     *
     * @param server that is ready
     * @throws Exception if it cannot be served; the server is closed then
     */
    default void serverActivate(BaseServer<?> server) throws Exception {}

    /**
     * How long {@link BaseServer#handleRequest} waits, unless the options say it.
     *
     * @return null for no limit
     */
    default @Nullable Duration timeout() {
        return null;
    }

    /**
     * Sees to it that {@link BaseServer#processRequestThread} is called with the request, here or
     * elsewhere.
     *
     * @param <R> a socket or a datagram
     * @param server who took the request
     * @param request a connection, or a datagram
     * @param client the client
     * @throws Exception anything; the request is then shut down, after {@link
     *     BaseServer#handleError}
     */
    <R> void processRequest(BaseServer<R> server, R request, Address client) throws Exception;

    /**
     * Whether another request may be taken. While it may not, clients wait; the server asks again
     * when a request has ended, and from time to time.
     *
     * @param server who asks
     * @return true
     */
    default boolean hasRoom(BaseServer<?> server) {
        return true;
    }

    /**
     * Is called by {@link BaseServer#serviceActions}; does nothing.
     *
     * @param server whose loop turns
     * @throws Exception anything; it ends the loop
     */
    default void serviceActions(BaseServer<?> server) throws Exception {}

    /**
     * Is called by {@link BaseServer#handleTimeout}; does nothing.
     *
     * @param server to which no request came
     * @throws Exception anything; {@code handleRequest} throws it
     */
    default void handleTimeout(BaseServer<?> server) throws Exception {}

    /**
     * Is called by {@link BaseServer#serverClose} once the socket is closed; does nothing.
     *
     * @param server who closes
     * @throws IOException if the OS refuses something
     */
    default void serverClose(BaseServer<?> server) throws IOException {}
}
