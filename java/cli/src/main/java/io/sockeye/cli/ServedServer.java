package io.sockeye.cli;

import io.sockeye.socket.Address;
import io.sockeye.socketserver.BaseServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a server of socketserver until it is told to stop; requests then have some time to end. */
final class ServedServer implements Served {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ASK_MILLIS = 20;

    private final BaseServer<?> server;
    private final Requests requests;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean gaveUp;

    /** The requests that are being handled. */
    interface Requests {
        /** Asks them to end; again and again, as one may begin meanwhile. */
        void ask() throws IOException;

        /** Ends them. */
        void end() throws IOException;
    }

    ServedServer(BaseServer<?> server, Requests requests) {
        this.server = server;
        this.requests = requests;
    }

    Address address() {
        return server.serverAddress();
    }

    @Override
    public boolean serve() throws IOException {
        try (server) {
            server.serveForever();
        } finally {
            ended.countDown();
        }
        return !gaveUp;
    }

    @Override
    public void stop() {
        Thread watch = new Thread(this::endRequests, "request-limit");
        watch.setDaemon(true);
        watch.start();
        server.shutdown();
    }

    private void endRequests() {
        try {
            long deadline = System.nanoTime() + LIMIT_NANOS;
            while (System.nanoTime() - deadline < 0) {
                requests.ask();
                if (ended.await(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            gaveUp = true;
            requests.end();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
