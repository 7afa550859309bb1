package io.sockeye.cli;

import static io.sockeye.socket.Sockets.SHUT_RD;

import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.Datagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Echo as users of socketserver write it: handlers that block. */
final class SocketServerEcho implements ServedServer.Requests {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    void stream(Socket request, Address client, BaseServer<Socket> by) throws IOException {
        open.add(request);
        try {
            echo(request);
        } finally {
            open.remove(request);
        }
    }

    static void echo(Socket request) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        try {
            int n;
            while ((n = request.recvInto(buffer)) > 0) {
                request.sendall(ByteBuffer.wrap(buffer, 0, n));
            }
        } catch (ConnectionException e) {
            // The client is gone; nobody is left to answer.
        }
    }

    void datagram(Datagram request, Address client, BaseServer<Datagram> by) throws IOException {
        request.socket().sendto(request.data(), client);
    }

    /** What a client has sent is still read, and then the end. */
    @Override
    public void ask() throws IOException {
        for (Socket socket : open) {
            endReading(socket);
        }
    }

    @Override
    public void end() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    static void endReading(Socket socket) throws IOException {
        try {
            socket.shutdown(SHUT_RD);
        } catch (OsException e) {
            // It is closed already, at one end or the other.
        }
    }
}
