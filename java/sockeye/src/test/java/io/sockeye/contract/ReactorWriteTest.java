package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.Transport;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a transport is given to write, and what the peer gets. */
@Tag("contract")
class ReactorWriteTest extends ReactorContract {
    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Writes something of every kind; returns what the peer must get. */
    private static byte[] writeEveryKind(Transport transport) {
        byte[] large = pattern(200_000);
        byte[] medium = pattern(5000);
        transport.write(bytes("small"));
        transport.write(large);
        transport.write(direct(large));
        transport.write(direct(bytes("tiny")));
        transport.write(ByteBuffer.wrap(medium));
        transport.write(medium, 1000, 10);
        transport.write(direct(medium).asReadOnlyBuffer());
        transport.write("text", UTF_8);
        transport.writeSequence(List.of(ByteBuffer.wrap(bytes("one")), direct(medium)));
        transport.write(new byte[0]);
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        wanted.writeBytes(bytes("small"));
        wanted.writeBytes(large);
        wanted.writeBytes(large);
        wanted.writeBytes(bytes("tiny"));
        wanted.writeBytes(medium);
        wanted.write(medium, 1000, 10);
        wanted.writeBytes(medium);
        wanted.writeBytes(bytes("textone"));
        wanted.writeBytes(medium);
        return wanted.toByteArray();
    }

    @Test
    void writesOfEveryKindKeepTheirOrder() throws Exception {
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        Protocol protocol =
                new Doing(
                        p -> {
                            wanted.writeBytes(writeEveryKind(p.transport()));
                            wanted.writeBytes(writeEveryKind(p.transport()));
                            p.transport().loseConnection();
                        });
        byte[] got = receiveAll(served(protocol));
        assertArrayEquals(wanted.toByteArray(), got);
    }

    @Test
    void writesOfSeveralCallbacksKeepTheirOrder() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        Reactor reactor = get(protocol.made).transport().reactor();
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            byte[] data = pattern(i % 3 == 0 ? 50_000 : 10 + i);
            wanted.writeBytes(data);
            boolean heap = i % 2 == 0;
            reactor.callFromThread(
                    () -> protocol.transport().write(heap ? ByteBuffer.wrap(data) : direct(data)));
        }
        reactor.callFromThread(() -> protocol.transport().loseConnection());
        assertArrayEquals(wanted.toByteArray(), receiveAll(client));
    }

    @Test
    void smallWritesOfOneCallbackAreOneSend() throws Exception {
        CountingEngine counting = new CountingEngine(engine);
        Reactor reactor = reactor(o -> o.engine(counting.engine()));
        Protocol hundredWrites =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        for (int i = 0; i < 100; i++) {
                            transport().write("line\r\n", UTF_8);
                        }
                    }
                };
        Socket client = client(listen(reactor, hundredWrites));
        client.sendall(bytes("x"));
        receive(client, 600);
        if (kind == Multiplexer.IO_URING) {
            assertEquals(0, counting.count("send"), "it travels with the next wait");
        } else {
            assertEquals(1, counting.count("send"));
        }
    }

    @Test
    void anEchoIsOneReceiveAndOneSend() throws Exception {
        CountingEngine counting = new CountingEngine(engine);
        Reactor reactor = reactor(o -> o.engine(counting.engine()));
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        client.sendall(bytes("first"));
        receive(client, 5);
        counting.reset();
        for (int i = 0; i < 50; i++) {
            client.sendall(bytes("again"));
            receive(client, 5);
        }
        boolean ring = kind == Multiplexer.IO_URING;
        assertEquals(ring ? 0 : 50, counting.count("recv"));
        assertEquals(ring ? 0 : 50, counting.count("send"));
        assertTrue(
                counting.count("ioUringEnter") <= 52, "enters: " + counting.count("ioUringEnter"));
        assertEquals(0, counting.count("add") + counting.count("modify"));
        assertTrue(counting.count("waitFor") <= 52, "waits: " + counting.count("waitFor"));
    }

    @Test
    void theCallerMayReuseItsBuffer() throws Exception {
        byte[] large = pattern(300_000);
        Protocol protocol =
                new Doing(
                        p -> {
                            for (ByteBuffer buffer :
                                    List.of(ByteBuffer.wrap(bytes("abc")), direct(large))) {
                                p.transport().write(buffer);
                                assertEquals(0, buffer.remaining());
                                buffer.clear();
                                while (buffer.hasRemaining()) {
                                    buffer.put((byte) 0);
                                }
                            }
                            p.transport().loseConnection();
                        });
        byte[] got = receiveAll(served(protocol));
        assertEquals("abc", text(Arrays.copyOf(got, 3)));
        assertArrayEquals(large, Arrays.copyOfRange(got, 3, got.length));
    }

    @Test
    void whatWasReceivedCanBeWrittenInPartsAgainAndChanged() throws Exception {
        Protocol protocol =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        int end = data.limit();
                        transport().write(data.duplicate());
                        data.limit(3);
                        transport().write(data);
                        data.limit(end);
                        data.put(3, (byte) '-');
                        transport().write(data);
                        data.rewind();
                        transport().write(data);
                    }
                };
        Socket client = served(protocol);
        client.sendall(bytes("abcdef"));
        assertEquals("abcdef" + "abc" + "-ef" + "abc-ef", text(receive(client, 18)));
    }

    @Test
    void muchThatWasReceivedCanBeWrittenInPartsAgainAndChanged() throws Exception {
        byte[] sent = pattern(40_000);
        Protocol twice =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        ByteBuffer again = data.duplicate();
                        transport().write(data);
                        for (int i = 0; i < again.limit(); i++) {
                            again.put(i, (byte) ~again.get(i));
                        }
                        transport().write(again);
                    }
                };
        Socket client = served(twice);
        Background<byte[]> received = inBackground(() -> receive(client, 2 * sent.length));
        client.sendall(sent);
        byte[] got = received.result();
        long sum = 0;
        for (byte each : got) {
            sum += each;
        }
        // Each byte comes with its complement, which is -1 less itself.
        assertEquals(-sent.length, sum);
    }

    @Test
    void whatOneConnectionReceivesAnotherCanSend() throws Exception {
        Recorder sink = new Recorder();
        Reactor reactor = reactor();
        Socket far = client(listen(reactor, sink));
        get(sink.made);
        Protocol relay =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        sink.transport().write(data);
                    }
                };
        Socket near = client(listen(reactor, relay));
        byte[] sent = pattern(2_000_000);
        Background<byte[]> received = inBackground(() -> receive(far, sent.length));
        near.sendall(sent);
        assertArrayEquals(sent, received.result());
    }

    @Test
    void otherThreadsAreToldHowToWrite() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        Transport transport = get(protocol.made).transport();
        for (Runnable call :
                List.<Runnable>of(
                        () -> transport.write(bytes("x")),
                        transport::loseConnection,
                        transport::loseWriteConnection,
                        transport::abortConnection,
                        transport::pauseProducing,
                        transport::resumeProducing,
                        transport::unregisterProducer,
                        () -> transport.setWriteMarks(1, 2),
                        () -> transport.setIdleTimeout(null))) {
            String message = assertThrows(IllegalStateException.class, call::run).getMessage();
            assertTrue(message.contains("callFromThread"), message);
        }
        runWith(protocol, () -> transport.write(bytes("y")));
        assertEquals("y", text(receive(client, 1)));
    }

    @Test
    void writingToAClosedConnectionDoesNothing() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        client.close();
        get(protocol.lost);
        runWith(
                protocol,
                () -> {
                    ByteBuffer data = ByteBuffer.allocate(10_000);
                    protocol.transport().write(data);
                    assertEquals(0, data.remaining());
                    assertEquals(0, protocol.transport().bytesQueued());
                    assertTrue(protocol.transport().disconnecting());
                    protocol.transport().loseConnection();
                    protocol.transport().loseWriteConnection();
                    protocol.transport().abortConnection();
                    protocol.transport().pauseProducing();
                    protocol.transport().resumeProducing();
                    protocol.transport().setTcpNoDelay(true);
                    protocol.transport().setTcpKeepAlive(true);
                });
        assertEquals(List.of("made", "lost"), protocol.calls());
    }

    @Test
    void addressesAreThoseOfTheSocketAlsoAfterTheEnd() throws Exception {
        Recorder protocol = new Recorder();
        Socket client = served(protocol);
        get(protocol.made);
        var peer = client.getsockname();
        var host = client.getpeername();
        runWith(protocol, () -> assertEquals(peer, protocol.transport().getPeer()));
        client.shutdown(Sockets.SHUT_WR);
        get(protocol.lost);
        runWith(
                protocol,
                () -> {
                    assertEquals(peer, protocol.transport().getPeer());
                    assertEquals(host, protocol.transport().getHost());
                });
    }
}
