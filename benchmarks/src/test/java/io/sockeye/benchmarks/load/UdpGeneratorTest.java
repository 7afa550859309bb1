package io.sockeye.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UdpGeneratorTest {
    private static final String HOST = "127.0.0.1";
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);
    private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** As good as for ever: what is not answered at once on a busy machine is not lost. */
    private static final long NEVER_LOST_NANOS = TimeUnit.SECONDS.toNanos(50);

    /** What is done with the datagram of some number, counted from 0. */
    private interface Conduct {
        void answer(DatagramSocket socket, DatagramPacket came, long number) throws IOException;
    }

    /** A server of this JVM. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket =
                new DatagramSocket(0, InetAddress.getLoopbackAddress());

        Server(Conduct conduct) throws IOException {
            Thread thread = new Thread(() -> serve(conduct), "server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Conduct conduct) {
            DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
            try {
                for (long number = 0; ; number++) {
                    packet.setLength(65536);
                    socket.receive(packet);
                    conduct.answer(socket, packet, number);
                }
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static void echo(DatagramSocket socket, DatagramPacket came, long number)
            throws IOException {
        socket.send(came);
    }

    @ParameterizedTest
    @CsvSource({"1,8,1", "7,64,3", "2,65507,1"})
    void everyAnswerIsCheckedAndCounted(int clients, int size, int depth) throws Exception {
        Histogram latency = LoadGenerator.newHistogram();
        try (Server server = new Server(UdpGeneratorTest::echo);
                UdpGenerator generator =
                        open(server, new Load(clients, size, depth), NEVER_LOST_NANOS)) {
            assertEquals(50, generator.run(LONG, 50, latency));
            assertEquals(0, generator.lost());
            assertEquals(30, generator.run(LONG, 30, latency));
        }
        assertEquals(80, latency.getTotalCount());
    }

    @Test
    void whatTheServerDropsIsLostAndNotWaitedForInTheRate() throws Exception {
        AtomicLong dropped = new AtomicLong();
        Conduct forgetful =
                (socket, came, number) -> {
                    if (number % 10 == 9) {
                        dropped.incrementAndGet();
                    } else {
                        socket.send(came);
                    }
                };
        try (Server server = new Server(forgetful);
                UdpGenerator generator = open(server, new Load(4, 64, 2), LOST_NANOS)) {
            long answered = generator.run(LONG, 100, LoadGenerator.newHistogram());
            // A busy machine may answer too late, and that is lost as well.
            assertTrue(generator.lost() >= dropped.get(), () -> dropped + " were dropped");
            assertEquals(100, answered + generator.lost());
            assertTrue(dropped.get() >= 10, () -> dropped + " were dropped");
            assertTrue(generator.waitedNanos() > 0);
        }
    }

    @Test
    void anAnswerThatComesTooLateStaysLost() throws Exception {
        DatagramPacket[] kept = new DatagramPacket[1];
        Conduct slow =
                (socket, came, number) -> {
                    if (number == 0) {
                        byte[] copy = Arrays.copyOf(came.getData(), came.getLength());
                        kept[0] = new DatagramPacket(copy, copy.length, came.getSocketAddress());
                        return;
                    }
                    if (number == 1) {
                        socket.send(kept[0]);
                    }
                    socket.send(came);
                };
        try (Server server = new Server(slow);
                UdpGenerator generator = open(server, new Load(1, 64, 1), LOST_NANOS)) {
            long answered = generator.run(LONG, 20, LoadGenerator.newHistogram());
            assertTrue(generator.lost() >= 1);
            assertEquals(20, answered + generator.lost());
        }
    }

    @Test
    void anAnswerTwiceIsAnError() {
        String message =
                failure(
                        (socket, came, number) -> {
                            socket.send(came);
                            socket.send(came);
                        });
        assertEquals("client 0: datagram 0 was answered twice", message);
    }

    @Test
    void whatWasNotSentIsAnError() {
        assertEquals(
                "client 0: a datagram came back that was not sent",
                failure((socket, came, number) -> flip(socket, came, 0)));
        assertEquals(
                "client 0: byte 20 of a datagram came back wrong",
                failure((socket, came, number) -> flip(socket, came, 20)));
        assertEquals(
                "client 0: 63 bytes came back instead of 64",
                failure(
                        (socket, came, number) -> {
                            came.setLength(63);
                            socket.send(came);
                        }));
    }

    @Test
    void nobodyThereIsAnError() throws Exception {
        Server gone = new Server(UdpGeneratorTest::echo);
        try (UdpGenerator generator = open(gone, new Load(1, 64, 1), LOST_NANOS)) {
            gone.close();
            LoadException e =
                    assertThrows(
                            LoadException.class,
                            () -> generator.run(LONG, 5, LoadGenerator.newHistogram()));
            assertTrue(e.getMessage().contains("refused"), e.getMessage());
        }
    }

    private static void flip(DatagramSocket socket, DatagramPacket came, int at)
            throws IOException {
        came.getData()[at] ^= 1;
        socket.send(came);
    }

    private static UdpGenerator open(Server server, Load load, long lostNanos) throws IOException {
        return new UdpGenerator(HOST, server.socket.getLocalPort(), load, lostNanos);
    }

    private static String failure(Conduct conduct) {
        return assertThrows(
                        LoadException.class,
                        () -> {
                            try (Server server = new Server(conduct);
                                    UdpGenerator generator =
                                            open(server, new Load(1, 64, 1), NEVER_LOST_NANOS)) {
                                generator.run(LONG, 5, LoadGenerator.newHistogram());
                            }
                        })
                .getMessage();
    }
}
