package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BaseServer#getRequest} returns: what is to be handled, and who it is from.
 *
 * @param <R> a socket or a datagram
 * @param request a connection, or a datagram
 * @param clientAddress the client; null for a datagram of a Unix socket without a name
 */
public record Request<R>(R request, @Nullable Address clientAddress) {}
