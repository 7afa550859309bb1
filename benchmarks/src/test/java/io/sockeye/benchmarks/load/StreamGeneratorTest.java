package io.sockeye.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StreamGeneratorTest {
    private static final String HOST = "127.0.0.1";
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);
    private static final int SOME = 10_000_019;

    @ParameterizedTest
    @CsvSource({"1,1", "1,10000019", "3,10000019", "3,2"})
    void everyByteComesBackAndIsCounted(int connections, long bytes) throws Exception {
        try (Peer peer = new Peer(Peer::echo);
                StreamGenerator generator = new StreamGenerator(HOST, peer.port(), connections)) {
            assertEquals(bytes, run(generator, LONG, bytes));
            assertEquals(bytes, run(generator, LONG, bytes));
        }
    }

    @Test
    void stopsWhenTheTimeIsUpAndGoesOnLater() throws Exception {
        try (Peer peer = new Peer(Peer::echo);
                StreamGenerator generator = new StreamGenerator(HOST, peer.port(), 2)) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(50);
            long start = System.nanoTime();
            assertTrue(run(generator, nanos, Long.MAX_VALUE) > 0);
            assertTrue(System.nanoTime() - start >= nanos);
            assertEquals(SOME, run(generator, LONG, SOME));
        }
    }

    @Test
    void aWrongByteIsFound() {
        assertEquals(
                "connection 0: byte 300000 came back wrong",
                failure(client -> echoButFor(client, 300_000)));
    }

    @Test
    void aServerThatClosesEarlyIsReported() {
        String message = failure(client -> client.getInputStream().readNBytes(SOME));
        assertTrue(message.startsWith("connection 0: "), message);
    }

    @Test
    void aSilentServerIsReported() {
        assertEquals(
                "no bytes for 0.2 seconds",
                failure(client -> client.getInputStream().readAllBytes()));
    }

    private static long run(StreamGenerator generator, long nanos, long bytes) throws Exception {
        return generator.run(nanos, bytes, LoadGenerator.newHistogram());
    }

    private static String failure(Peer.Conduct conduct) {
        return assertThrows(
                        LoadException.class,
                        () -> {
                            try (Peer peer = new Peer(conduct);
                                    StreamGenerator generator =
                                            new StreamGenerator(HOST, peer.port(), 1, 0.2)) {
                                run(generator, LONG, SOME);
                            }
                        })
                .getMessage();
    }

    private static void echoButFor(Socket client, int wrong) throws IOException {
        byte[] start = client.getInputStream().readNBytes(wrong + 1);
        start[wrong] ^= 1;
        client.getOutputStream().write(start);
        Peer.echo(client);
    }
}
