package io.sockeye.cli;

import static io.sockeye.socket.Sockets.SHUT_RD;

import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.Datagram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves echo as users of socketserver write it: with a handler that blocks. */
final class SocketServerEcho implements Served {
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final long ANSWER_LIMIT_SECONDS = 5;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BaseServer<?> server;
    private volatile boolean stopping;
    private volatile boolean gaveUp;

    /** Makes a server whose handlers are the echo's. */
    interface Maker {
        BaseServer<?> make(SocketServerEcho echo) throws IOException;
    }

    SocketServerEcho(Maker maker) throws IOException {
        server = maker.make(this);
    }

    Address address() {
        return server.serverAddress();
    }

    void stream(Socket request, Address client, BaseServer<Socket> by) throws IOException {
        open.add(request);
        try {
            if (stopping) {
                endReading(request);
            }
            echo(request);
        } catch (ConnectionException e) {
            // The client is gone; nobody is left to answer.
        } finally {
            open.remove(request);
        }
    }

    private static void echo(Socket request) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        int n;
        while ((n = request.recvInto(buffer)) > 0) {
            request.sendall(ByteBuffer.wrap(buffer, 0, n));
        }
    }

    void datagram(Datagram request, Address client, BaseServer<Datagram> by) throws IOException {
        request.socket().sendto(request.data(), client);
    }

    @Override
    public boolean serve() throws IOException {
        try (server) {
            server.serveForever();
        } finally {
            ended.countDown();
            if (server.serverAddress() instanceof Address.Unix at) {
                // The library leaves the path, as Python does; the next start must not fail of it.
                Files.deleteIfExists(Path.of(at.hostPort()));
            }
        }
        return !gaveUp;
    }

    /** What a client has sent is still read, and then the end. */
    @Override
    public void stop() {
        stopping = true;
        Thread watch = new Thread(this::limitAnswers, "answer-limit");
        watch.setDaemon(true);
        watch.start();
        open.forEach(SocketServerEcho::endReading);
        server.shutdown();
    }

    private void limitAnswers() {
        try {
            if (ended.await(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        gaveUp = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void endReading(Socket socket) {
        try {
            socket.shutdown(SHUT_RD);
        } catch (OsException e) {
            // It is closed already, at one end or the other.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
