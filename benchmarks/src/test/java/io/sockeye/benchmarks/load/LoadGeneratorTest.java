package io.sockeye.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LoadGeneratorTest {
    private static final String HOST = "127.0.0.1";
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);
    private static final int STALL_MILLIS = 200;
    private static final Load SMALL = new Load(3, 64, 1);

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,7,1", "5,8,4", "4,64,16", "2,5000,3", "2,100000,8"})
    void everyRequestIsAnsweredAndCounted(int connections, int size, int depth) throws Exception {
        Histogram latency = LoadGenerator.newHistogram();
        try (Peer peer = new Peer(Peer::echo);
                LoadGenerator generator =
                        new LoadGenerator(HOST, peer.port(), new Load(connections, size, depth))) {
            assertEquals(500, generator.run(LONG, 500, latency));
            assertEquals(500, latency.getTotalCount());
        }
    }

    @Test
    void oneGeneratorRunsAgainAndAgain() throws Exception {
        try (Peer peer = new Peer(Peer::echo);
                LoadGenerator generator = new LoadGenerator(HOST, peer.port(), SMALL)) {
            assertEquals(10, generator.run(LONG, 10, LoadGenerator.newHistogram()));
            assertEquals(7, generator.run(LONG, 7, LoadGenerator.newHistogram()));
        }
    }

    @Test
    void stopsWhenTheTimeIsUp() throws Exception {
        try (Peer peer = new Peer(Peer::echo);
                LoadGenerator generator = new LoadGenerator(HOST, peer.port(), SMALL)) {
            long start = System.nanoTime();
            long nanos = TimeUnit.MILLISECONDS.toNanos(50);
            assertTrue(generator.run(nanos, Long.MAX_VALUE, LoadGenerator.newHistogram()) > 0);
            assertTrue(System.nanoTime() - start >= nanos);
        }
    }

    @Test
    void atARateThereAreAsManyRequestsAsAreDueAndNoneComesEarly() throws Exception {
        long nanos = TimeUnit.MILLISECONDS.toNanos(200);
        try (Peer peer = new Peer(Peer::echo);
                LoadGenerator generator =
                        new LoadGenerator(HOST, peer.port(), new Load(3, 64, 1, 1000))) {
            Histogram latency = LoadGenerator.newHistogram();
            assertEquals(200, generator.run(nanos, Long.MAX_VALUE, latency));
            assertEquals(200, latency.getTotalCount());
            long start = System.nanoTime();
            assertEquals(50, generator.run(LONG, 50, latency));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(49));
        }
    }

    @Test
    void atARateAStallIsChargedToAllThatWereDueInIt() throws Exception {
        try (Peer peer = new Peer(LoadGeneratorTest::echoWithAStall);
                LoadGenerator generator =
                        new LoadGenerator(HOST, peer.port(), new Load(1, 64, 1, 1000))) {
            Histogram latency = LoadGenerator.newHistogram();
            assertEquals(500, generator.run(LONG, 500, latency));
            long half = TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS / 2);
            long late = latency.getCountBetweenValues(half, Long.MAX_VALUE);
            assertTrue(late >= STALL_MILLIS / 2 - 10, late + " late ones");
        }
    }

    @Test
    void aServerThatReadsLateGetsEverything() throws Exception {
        Load large = new Load(1, 1 << 20, 8);
        try (Peer peer = new Peer(LoadGeneratorTest::echoAfterOneMessageCame);
                LoadGenerator generator = new LoadGenerator(HOST, peer.port(), large)) {
            assertEquals(20, generator.run(LONG, 20, LoadGenerator.newHistogram()));
        }
    }

    @Test
    void oneWrongByteIsFound() {
        LoadException e = failure(client -> echoButFor(client, 3 * 64 + 10));
        assertTrue(
                e.getMessage().matches("connection 0: byte 10 of message 3 came back as 0x.*"),
                e.getMessage());
    }

    @Test
    void aWrongByteInTheKeyOfAMessageIsFound() {
        LoadException e = failure(client -> echoButFor(client, 64));
        assertTrue(e.getMessage().contains("byte 0 of message 1 "), e.getMessage());
    }

    @Test
    void aServerThatClosesEarlyIsReported() {
        LoadException e = failure(client -> client.getInputStream().read(new byte[64]));
        assertEquals("connection 0: the server closed the connection", e.getMessage());
    }

    @Test
    void moreThanWasSentIsReported() {
        LoadException e = failure(LoadGeneratorTest::echoTwice);
        assertEquals("connection 0: more bytes came back than were sent", e.getMessage());
    }

    @Test
    void aSilentServerIsReported() {
        LoadException e = failure(client -> client.getInputStream().readAllBytes());
        assertEquals("1 requests got no answer for 0.2 seconds", e.getMessage());
    }

    @Test
    void noServerIsAnIoException() throws IOException {
        Peer peer = new Peer(Peer::echo);
        int port = peer.port();
        peer.close();
        assertThrows(IOException.class, () -> new LoadGenerator(HOST, port, SMALL));
    }

    /** What a generator with one connection says of a server that is wrong. */
    private static LoadException failure(Peer.Conduct conduct) {
        return assertThrows(
                LoadException.class,
                () -> {
                    try (Peer peer = new Peer(conduct);
                            LoadGenerator generator =
                                    new LoadGenerator(HOST, peer.port(), new Load(1, 64, 1), 0.2)) {
                        generator.run(LONG, 100, LoadGenerator.newHistogram());
                    }
                });
    }

    private static void echoButFor(Socket client, long wrong) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        long at = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(at++ == wrong ? b ^ 0x20 : b);
        }
    }

    private static void echoWithAStall(Socket client) throws IOException {
        client.getOutputStream().write(client.getInputStream().readNBytes(100 * 64));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        Peer.echo(client);
    }

    private static void echoTwice(Socket client) throws IOException {
        byte[] message = client.getInputStream().readNBytes(64);
        byte[] twice = new byte[128];
        System.arraycopy(message, 0, twice, 0, 64);
        System.arraycopy(message, 0, twice, 64, 64);
        client.getOutputStream().write(twice);
        client.getInputStream().readAllBytes();
    }

    /** By then the generator has filled the buffers of both sockets. */
    private static void echoAfterOneMessageCame(Socket client) throws IOException {
        byte[] first = client.getInputStream().readNBytes(1 << 20);
        client.getOutputStream().write(first);
        Peer.echo(client);
    }
}
