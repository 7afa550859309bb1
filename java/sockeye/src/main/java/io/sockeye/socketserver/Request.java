package io.sockeye.socketserver;

import io.sockeye.socket.Address;

/**
 * What {@link BaseServer#getRequest} returns: what is to be handled, and who it is from.
 *
 * @param <R> a socket or a datagram
 * @param request a connection, or a datagram
 * @param clientAddress the client
 */
public record Request<R>(R request, Address clientAddress) {}
