package io.sockeye.socketserver;

import io.sockeye.socket.Socket;

/**
 * The request of a datagram server.
 *
 * @param data what the datagram holds
 * @param socket the server's socket, by which to answer
 */
public record Datagram(byte[] data, Socket socket) {}
