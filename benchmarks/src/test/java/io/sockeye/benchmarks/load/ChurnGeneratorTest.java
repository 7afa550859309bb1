package io.sockeye.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ChurnGeneratorTest {
    private static final String HOST = "127.0.0.1";
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    @ParameterizedTest
    @CsvSource({"1,64", "7,1", "20,16384"})
    void everyConnectionIsServedAndCounted(int connections, int size) throws Exception {
        Histogram latency = LoadGenerator.newHistogram();
        AtomicInteger clients = new AtomicInteger();
        Peer.Conduct counting =
                client -> {
                    clients.incrementAndGet();
                    Peer.echo(client);
                };
        try (Peer peer = new Peer(counting);
                ChurnGenerator generator =
                        new ChurnGenerator(HOST, peer.port(), new Load(connections, size, 1))) {
            assertEquals(50, generator.run(LONG, 50, latency));
            assertEquals(30, generator.run(LONG, 30, latency));
        }
        assertEquals(80, latency.getTotalCount());
        assertTrue(clients.get() >= 80, () -> clients + " connections");
    }

    @Test
    void stopsWhenTheTimeIsUp() throws Exception {
        try (Peer peer = new Peer(Peer::echo);
                ChurnGenerator generator =
                        new ChurnGenerator(HOST, peer.port(), new Load(3, 64, 1))) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(50);
            long start = System.nanoTime();
            assertTrue(generator.run(nanos, Long.MAX_VALUE, LoadGenerator.newHistogram()) > 0);
            assertTrue(System.nanoTime() - start >= nanos);
        }
    }

    @Test
    void aWrongByteIsFound() {
        assertEquals(
                "connection 0: byte 0 came back wrong",
                failure(
                        client ->
                                client.getOutputStream()
                                        .write("wrong".repeat(20).getBytes(US_ASCII))));
    }

    @Test
    void aServerThatClosesEarlyIsReported() {
        assertEquals(
                "connection 0: the server closed the connection",
                failure(client -> client.getInputStream().readNBytes(64)));
    }

    private static String failure(Peer.Conduct conduct) {
        return assertThrows(
                        LoadException.class,
                        () -> {
                            try (Peer peer = new Peer(conduct);
                                    ChurnGenerator generator =
                                            new ChurnGenerator(
                                                    HOST, peer.port(), new Load(1, 64, 1))) {
                                generator.run(LONG, 5, LoadGenerator.newHistogram());
                            }
                        })
                .getMessage();
    }
}
