package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private static final long MILLI = 1_000_000;

    private final Calls nio = new Calls();

    @AfterEach
    void closeAll() {
        nio.close();
    }

    @Test
    void everyEntryGetsItsOwnAnswer() {
        Calls.Connection c = nio.connection();
        DirectBuffer fds =
                nio.pollfds(
                        c.client(),
                        Calls.OUT,
                        -1,
                        Calls.IN,
                        3,
                        Calls.IN,
                        c.client(),
                        Calls.IN,
                        c.accepted(),
                        Calls.IN | Calls.OUT);
        assertEquals(3, nio.calls.poll(fds, 0, 5, -1));
        assertEquals(Calls.OUT, Calls.revents(fds, 0));
        assertEquals(0, Calls.revents(fds, 1));
        assertEquals(Calls.NVAL, Calls.revents(fds, 2));
        assertEquals(0, Calls.revents(fds, 3));
        assertEquals(Calls.OUT, Calls.revents(fds, 4));
    }

    @Test
    void nothingToPollIsASleep() {
        long start = System.nanoTime();
        assertEquals(0, nio.calls.poll(nio.pollfds(), 0, 0, 3 * MILLI));
        assertTrue(System.nanoTime() - start >= 3 * MILLI);
    }

    @Test
    void partsOfAMillisecondAreRoundedUp() {
        Calls.Connection c = nio.connection();
        long start = System.nanoTime();
        assertEquals(0, nio.poll(1, c.client(), Calls.IN));
        assertEquals(0, nio.poll(MILLI + 1, c.client(), Calls.IN));
        assertTrue(System.nanoTime() - start >= MILLI + 2);
    }

    @Test
    void whatIsNotAskedForIsNotReported() {
        Calls.Connection c = nio.connection();
        nio.poll(0, c.client(), Calls.IN | Calls.OUT);
        assertEquals(0, nio.poll(0, c.client(), Calls.IN));
        assertEquals(0, nio.poll(0, c.client(), 0));
        int rdnorm = Calls.constant("POLLRDNORM");
        nio.send(c.accepted(), "x");
        assertEquals(rdnorm, nio.poll(Calls.PATIENCE, c.client(), rdnorm));
    }

    @Test
    void aSecondSetDoesNotSeeTheFirst() {
        Calls.Connection c = nio.connection();
        assertEquals(Calls.OUT, nio.poll(0, c.client(), Calls.OUT));
        assertEquals(0, nio.poll(2 * MILLI, c.accepted(), Calls.IN));
        assertEquals(Calls.OUT, nio.poll(0, c.client(), Calls.OUT));
    }

    @Test
    void aCloseByAnotherThreadEndsThePoll() throws Exception {
        Calls.Connection c = nio.connection();
        for (int fd : new int[] {c.accepted(), c.listener()}) {
            CompletableFuture<Integer> waiting =
                    CompletableFuture.supplyAsync(() -> nio.poll(-1, fd, Calls.IN), Calls.THREADS);
            nio.shut(fd);
            assertEquals(Calls.NVAL, waiting.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCloseOfOneOfTwoDescriptorsEndsThePollOfThatOne() throws Exception {
        Calls.Connection c = nio.connection();
        int dup = nio.opened(nio.calls.dup(c.accepted()));
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> nio.poll(-1, dup, Calls.IN), Calls.THREADS);
        nio.shut(dup);
        assertEquals(Calls.NVAL, waiting.get(20, TimeUnit.SECONDS));
        assertEquals(0, nio.poll(0, c.accepted(), Calls.IN));
    }

    @Test
    void aConnectByAnotherThreadIsFollowed() throws Exception {
        int listener = nio.listener(Calls.AF_INET, "127.0.0.1");
        int client = nio.socket(Calls.AF_INET, Calls.STREAM);
        nio.calls.connect(client, nio.inet(Calls.AF_INET, "127.0.0.1", nio.port(listener)), 0);
        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> nio.poll(-1, client, Calls.IN), Calls.THREADS);
        int accepted = nio.accept(listener);
        nio.send(accepted, "x");
        assertEquals(Calls.IN, waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aPipeHasTwoEnds() {
        DirectBuffer two = nio.engine.allocate(8);
        assertEquals(0, nio.calls.pipe(two, 0, 0));
        int source = nio.opened(two.getInt(0));
        int sink = nio.opened(two.getInt(4));
        assertEquals(0, nio.poll(0, source, Calls.IN | Calls.OUT));
        assertEquals(Calls.OUT, nio.poll(0, sink, Calls.IN | Calls.OUT));
        assertEquals(3, nio.calls.write(sink, nio.bytes("abc"), 0, 3));
        assertEquals(Calls.IN, nio.poll(Calls.PATIENCE, source, Calls.IN));
        DirectBuffer read = nio.engine.allocate(9);
        assertEquals("abc", Calls.text(read, nio.calls.read(source, read, 0, 9)));
        assertEquals(-Errno.EAGAIN, nio.calls.read(source, read, 0, 9));
        assertEquals(-Errno.EBADF, nio.calls.read(sink, read, 0, 9));
        assertEquals(-Errno.EBADF, nio.calls.write(source, read, 0, 9));
        assertEquals(-Errno.ENOTSOCK, nio.calls.recv(source, read, 0, 9, 0));
        nio.shut(sink);
        assertEquals(Calls.IN, nio.poll(Calls.PATIENCE, source, Calls.IN));
        assertEquals(0, nio.calls.read(source, read, 0, 9));
    }

    @Test
    void aReaderThatIsGoneBreaksThePipe() {
        DirectBuffer two = nio.engine.allocate(8);
        nio.calls.pipe(two, 0, 0);
        int sink = nio.opened(two.getInt(4));
        nio.calls.close(two.getInt(0));
        assertEquals(-Errno.EPIPE, nio.calls.write(sink, two, 0, 1));
    }

    @Test
    void hundredsOfDescriptorsAtOnce() {
        int[] pairs = new int[2 * 600];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = nio.socket(Calls.AF_INET, Calls.DGRAM);
            pairs[i + 1] = i % 4 == 0 ? Calls.OUT : Calls.IN;
        }
        DirectBuffer fds = nio.pollfds(pairs);
        assertEquals(300, nio.calls.poll(fds, 0, 600, Calls.PATIENCE));
    }
}
