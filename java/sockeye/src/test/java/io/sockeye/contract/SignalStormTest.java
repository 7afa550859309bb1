package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.OsTimeoutException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals that interrupt system calls: no call ends early, fails or waits beyond its timeout. */
class SignalStormTest extends ContractTest {
    @BeforeEach
    void helperIsBuilt() {
        Helper.assumeBuilt();
    }

    /** A call that waits until its timeout. */
    interface Call {
        void on(Socket socket) throws IOException;
    }

    /** Every call that can wait; those with the long timeout cross the border of a second. */
    enum Waiting {
        RECV(1.3, s -> s.recv(1)),
        ACCEPT(1.3, Socket::accept),
        CONNECT(1.3, s -> s.connect(Full.address)),
        SENDALL(1.3, s -> s.sendall(new byte[64 * 1024 * 1024])),
        RECV_INTO(0.1, s -> s.recvInto(new byte[1])),
        RECV_INTO_DIRECT(0.1, s -> s.recvInto(ByteBuffer.allocateDirect(1))),
        RECVFROM(0.1, s -> s.recvfrom(1)),
        RECVFROM_INTO(0.1, s -> s.recvfromInto(ByteBuffer.allocate(1))),
        SEND(0.1, s -> s.send(new byte[1]));

        private final double timeout;
        private final Call call;

        Waiting(double timeout, Call call) {
            this.timeout = timeout;
            this.call = call;
        }
    }

    /** The listener to which the connecting calls connect. */
    private static final class Full {
        static io.sockeye.socket.Address address = io.sockeye.socket.Address.inet("", 0);
    }

    private Socket waitingOn(Waiting call) throws IOException {
        return switch (call) {
            case ACCEPT -> listener();
            case CONNECT -> {
                Full.address = fullListener().getsockname();
                yield tcp();
            }
            case SEND, SENDALL -> stuffed().client();
            default -> connected().client();
        };
    }

    /** Starts a call on a thread to which signals are sent all the time. */
    private Background<Void> stormy(Executable call) {
        return inBackground(
                () -> {
                    Helper.beginStorm(Background.currentTid(), everyMicros());
                    try {
                        Helper.awaitSignals(1);
                        call.execute();
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    } finally {
                        Helper.endStorm();
                    }
                });
    }

    private void inAStorm(Executable call) throws Exception {
        stormy(call).result();
    }

    /**
     * The JDK's selector takes whole milliseconds off its timeout after each signal: with one in
     * each millisecond it would wait for ever.
     */
    private long everyMicros() {
        return engine.hasRealFds() ? 300 : 5000;
    }

    @ParameterizedTest
    @EnumSource
    void aCallTimesOutInTime(Waiting call) throws Exception {
        Socket socket = waitingOn(call);
        socket.settimeout(call.timeout);
        AtomicLong elapsed = new AtomicLong();
        inAStorm(
                () -> {
                    long start = System.nanoTime();
                    assertThrows(OsTimeoutException.class, () -> call.call.on(socket));
                    elapsed.set(System.nanoTime() - start);
                });
        long timeout = (long) (call.timeout * 1e9);
        assertTrue(elapsed.get() >= timeout, "early: " + elapsed + " ns");
        assertTrue(
                elapsed.get() < timeout + TimeUnit.SECONDS.toNanos(10), "late: " + elapsed + " ns");
    }

    @Test
    void aCallWithoutTimeoutWaitsForItsBytes() throws Exception {
        Ends ends = connected();
        Background<Void> receiver =
                stormy(() -> assertEquals("x", text(ends.client().recv(1)))).awaitBlocked();
        Helper.awaitSignals(10);
        assertFalse(receiver.isDone());
        ends.server().sendall(bytes("x"));
        receiver.result();
    }

    @Test
    void bytesArriveWhole() throws Exception {
        Ends ends = connected();
        byte[] data = pattern(16 * 1024 * 1024);
        Background<byte[]> receiver = inBackground(() -> receiveFully(ends.server(), data.length));
        inAStorm(() -> ends.client().sendall(data));
        assertArrayEquals(data, receiver.result());
        Background<Void> sender = inBackground(() -> ends.server().sendall(data));
        inAStorm(() -> assertArrayEquals(data, receiveFully(ends.client(), data.length)));
        sender.result();
    }

    @Test
    void connectionsAreMadeAndAccepted() throws Exception {
        Socket listener = listener();
        inAStorm(
                () -> {
                    for (int i = 0; i < 200; i++) {
                        Socket client = tcp();
                        client.connect(listener.getsockname());
                        try (var accepted = listener.accept()) {
                            accepted.socket().sendall(bytes("x"));
                            assertEquals("x", text(client.recv(1)));
                        }
                        client.close();
                    }
                });
    }

    /** A reader that is slow on purpose, and signals while the handler waits for it. */
    @Test
    void aHandlersWriteIsWhole() throws Exception {
        int size = 16 * 1024 * 1024;
        AtomicLong written = new AtomicLong();
        TCPServer server =
                own(
                        new TCPServer(
                                Address.inet("127.0.0.1", 0),
                                (Supplier<StreamRequestHandler>)
                                        () ->
                                                new StreamRequestHandler() {
                                                    @Override
                                                    protected void handle() throws Exception {
                                                        written.set(wfile().write(pattern(size)));
                                                    }
                                                },
                                o -> o.engine(engine)));
        Socket client = tcp();
        client.connect(server.serverAddress());
        Background<Void> handling = stormy(server::handleRequest);
        byte[] first = receiveFully(client, 100);
        Helper.awaitSignals(100);
        byte[] rest = receiveFully(client, size - 100);
        handling.result();
        assertEquals(size, written.get());
        assertEquals(0, client.recv(1).length);
        byte[] all = Arrays.copyOf(first, size);
        System.arraycopy(rest, 0, all, 100, rest.length);
        assertArrayEquals(pattern(size), all);
    }
}
