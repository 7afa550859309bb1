package io.sockeye.socketserver;

import io.sockeye.socket.Address;

/**
 * A handler that is a lambda: {@code (request, client, server) -> ...}.
 *
 * @param <R> a socket or a datagram
 */
@FunctionalInterface
public interface RequestCallback<R> {
    /**
     * Handles one request. When it returns, the request is shut down.
     *
     * @param request a connection, or a datagram
     * @param clientAddress the client
     * @param server who took the request
     * @throws Exception anything; it is given to {@link BaseServer#handleError}
     */
    void handle(R request, Address clientAddress, BaseServer<R> server) throws Exception;
}
