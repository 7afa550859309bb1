/**
 * Python's {@code socketserver}: a server is an address and a handler that is made anew for each
 * request.
 *
 * <pre>{@code
 * class Echo extends StreamRequestHandler {
 *     @Override protected void handle() throws Exception {
 *         byte[] line;
 *         while ((line = rfile().readline()).length > 0) wfile().write(line);
 *     }
 * }
 * try (var server = new ThreadingTCPServer("127.0.0.1", 9999, Echo::new)) { server.serveForever(); }
 * }</pre>
 *
 * <p>{@link io.sockeye.socketserver.TCPServer} serves one client after another; {@link
 * io.sockeye.socketserver.ThreadingTCPServer} each on a thread of its own, {@link
 * io.sockeye.socketserver.ForkingTCPServer} each in another process. {@link
 * io.sockeye.socketserver.ServerOptions} has what can be set. Everything that a server does is a
 * method with Python's name that a subclass may override; {@link
 * io.sockeye.socketserver.BaseServer} lists them in the order in which they are called.
 */
@NullMarked
package io.sockeye.socketserver;

import org.jspecify.annotations.NullMarked;
