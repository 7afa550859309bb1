package io.sockeye.reactor.driver;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.RingFeature;
import io.sockeye.engine.Rings;
import io.sockeye.reactor.driver.RingDriver.Sizes;
import io.sockeye.socket.Cmsg;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A driver whose queues are so small that every way out of them is taken: the test's thread turns
 * it and is all clients, too.
 */
abstract class RingDriverContract {
    private static final Sizes TINY = new Sizes(2, 4, 1, 2);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int WHOLE = 5000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Engine engine = Engines.named("jni");
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Echo> accepted = new ArrayList<>();
    private final Random random = new Random(7);
    private RingDriver driver;
    private Port port;

    /** What the kernel's ring is to be without. */
    abstract Set<RingFeature> without();

    @BeforeEach
    void listen() throws IOException {
        assumeTrue(
                engine.multiplexers().contains(Multiplexer.IO_URING),
                () -> engine.missing(Multiplexer.IO_URING).orElse(""));
        start(TINY);
    }

    private void start(Sizes sizes) throws IOException {
        Set<RingFeature> features = Rings.features(engine);
        features.removeAll(without());
        driver = new RingDriver(engine, sizes, features);
        port = newPort();
    }

    private Port newPort() throws IOException {
        Socket listener = own(new Socket(engine, AF_INET, SOCK_STREAM));
        listener.bind("127.0.0.1", 0);
        listener.listen(256);
        listener.setblocking(false);
        Port made = new Port(listener);
        driver.listen(made);
        return made;
    }

    @AfterEach
    void closeAll() throws Exception {
        if (driver != null) {
            stop();
        }
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private void stop() {
        driver.sources().forEach(source -> finish(source));
        driver.close();
        assertEquals(0, driver.buffersOutside());
        driver = null;
    }

    private void finish(Source source) {
        if (source instanceof Port) {
            driver.release(source);
        } else {
            driver.close(source);
        }
    }

    private <T extends AutoCloseable> T own(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** Accepts everybody. */
    private final class Port extends AcceptSource {
        private final Socket socket;
        private Runnable whenAccepted = () -> {};

        Port(Socket socket) {
            super(socket.fileno());
            this.socket = socket;
        }

        @Override
        protected void accepted(int connection, DirectBuffer peer) {
            assertTrue(peer.getInt(0) > 0, "it has an address");
            Echo echo = new Echo(connection);
            accepted.add(echo);
            assertEquals(0, driver.open(echo));
            whenAccepted.run();
        }

        @Override
        protected void acceptFailed(int errno) {
            throw new AssertionError(Errno.name(errno));
        }
    }

    /** Sends back what it gets, and closes behind the end. */
    private final class Echo extends StreamSource {
        private boolean ended;
        private boolean stopShort;
        private long received;

        Echo(int fd) {
            super(fd);
        }

        @Override
        protected void received(DirectBuffer data, int length) {
            assertEquals(length, data.buffer().remaining());
            assertTrue(reading, "it is paused");
            received += length;
            append(data.buffer(), driver.chunks());
            goOn();
        }

        private void goOn() {
            if (queued() > 0 && !isFull() && driver.flush(this) < 0) {
                driver.close(this);
            } else if (ended && queued() == 0) {
                driver.close(this);
            }
        }

        @Override
        protected void ended() {
            assertFalse(ended, "it ends once");
            ended = true;
            driver.setReading(this, false);
            goOn();
        }

        @Override
        protected void failed(int errno, String call) {
            driver.close(this);
        }

        @Override
        protected void sent(int bytes) {
            goOn();
        }

        @Override
        protected boolean awaitsSent() {
            return ended;
        }

        @Override
        protected boolean readsStopShort() {
            return stopShort;
        }
    }

    /** A client that sends a pattern of its own and wants it back. */
    private final class Client {
        private final Socket socket;
        private final int seed;
        private final long total;
        private final int largest;
        private final DirectBuffer memory = engine.allocate(70_000);
        private long sent;
        private long got;
        private boolean shut;
        private boolean done;

        Client(int seed, long total, int largest) throws IOException {
            this.seed = seed;
            this.total = total;
            this.largest = largest;
            socket = own(new Socket(engine, AF_INET, SOCK_STREAM));
            socket.connect(port.socket.getsockname());
            socket.setblocking(false);
        }

        private byte expected(long at) {
            return (byte) (at * 31 + (at >> 8) + seed);
        }

        void step() throws IOException {
            if (random.nextBoolean()) {
                send();
            }
            if (random.nextInt(3) > 0) {
                receive();
            }
        }

        private void send() throws IOException {
            ByteBuffer piece = memory.buffer().clear();
            int length = (int) Math.min(1 + random.nextInt(largest), total - sent);
            for (int i = 0; i < length; i++) {
                piece.put(expected(sent + i));
            }
            piece.flip();
            if (length > 0) {
                sent += Math.max(0, socket.trySend(memory));
            } else if (!shut) {
                shut = true;
                socket.shutdown(Sockets.SHUT_WR);
            }
        }

        private void receive() throws IOException {
            ByteBuffer piece = memory.buffer().clear();
            int n = socket.tryRecvInto(memory);
            if (n == Socket.WOULD_BLOCK) {
                return;
            }
            if (n == 0) {
                assertEquals(total, got, "the whole came back");
                done = true;
                return;
            }
            piece.flip();
            while (piece.hasRemaining()) {
                assertEquals(expected(got), piece.get(), "byte " + got + " of " + seed);
                got++;
            }
        }
    }

    private void turn() {
        assertTrue(driver.turn(STEP_NANOS) >= 0);
        assertEquals(0, driver.buffersOutside(), "between turns the ring has every buffer");
    }

    /** Lets everybody go on until all have what they want. */
    private void untilDone(List<Client> clients, Runnable meanwhile) throws IOException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!clients.stream().allMatch(each -> each.done)) {
            assertTrue(System.nanoTime() < deadline, "they never finish");
            for (Client each : clients) {
                if (!each.done) {
                    each.step();
                }
            }
            turn();
            meanwhile.run();
        }
    }

    private void pauseAndResume() {
        for (Echo each : accepted) {
            if (each.isServed() && !each.ended && random.nextInt(4) == 0) {
                driver.setReading(each, random.nextBoolean());
            }
        }
    }

    private void untilOnlyThePortIsLeft() {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (driver.sources().size() > 1) {
            assertTrue(System.nanoTime() < deadline, "they stay");
            turn();
        }
    }

    @Test
    void aTinyRingLosesNothingOfManyConnections() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            clients.add(new Client(i, 20_000, 300));
        }
        untilDone(clients, () -> {});
        untilOnlyThePortIsLeft();
    }

    @Test
    void nothingIsLostWhenReadingPauses() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(new Client(i, 300_000, i % 2 == 0 ? 3000 : 60_000));
        }
        untilDone(clients, this::pauseAndResume);
        untilOnlyThePortIsLeft();
    }

    @Test
    void theSameHoldsWithRoom() throws IOException {
        stop();
        start(new Sizes(64, 128, 16, 64));
        nothingIsLostWhenReadingPauses();
    }

    @Test
    void connectionsThatGrowLargeAndSmallAgainKeepTheirOrder() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(new Client(i, 700_000, 60_000));
            clients.add(new Client(100 + i, 100_000, 20));
        }
        untilDone(clients, () -> {});
    }

    @Test
    void whoFloodsStarvesNobody() throws IOException {
        Client flood = new Client(1, Long.MAX_VALUE, 60_000);
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(new Client(10 + i, 2000, 50));
        }
        untilDone(
                others,
                () -> {
                    try {
                        flood.step();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        assertTrue(flood.got > 0);
    }

    @Test
    void whatComesForAClosedConnectionReachesNoLaterOne() throws IOException {
        for (int round = 0; round < 30; round++) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(new Client(round * 8 + i, WHOLE, 700));
            }
            List<Client> victims = clients.subList(0, 4);
            for (Client each : victims) {
                each.send();
                each.socket.close();
            }
            untilDone(clients.subList(4, 8), this::closeOne);
        }
        untilOnlyThePortIsLeft();
    }

    /** One whose client is gone, at any point of its life. */
    private void closeOne() {
        accepted.removeIf(each -> !each.isServed());
        for (Echo each : accepted) {
            if (each.ended && each.received < WHOLE && random.nextInt(3) == 0) {
                driver.close(each);
                return;
            }
        }
    }

    @Test
    void afterTheCloseNothingInTheKernelHoldsAFile() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new Client(i, 1_000_000, 5000));
        }
        for (int i = 0; i < 50; i++) {
            for (Client each : clients) {
                each.send();
            }
            turn();
        }
        stop();
        for (Client each : clients) {
            assertTrue(isOver(each.socket), "its peer is closed");
        }
    }

    /** Whether there is an end or a reset behind what can be read, without a wait. */
    private boolean isOver(Socket socket) {
        DirectBuffer memory = engine.allocate(65536);
        try {
            int n = 1;
            while (n > 0) {
                memory.buffer().clear();
                n = socket.tryRecvInto(memory);
            }
            return n == 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void whoIsAcceptedTooEarlyIsDeliveredLaterOrClosed() throws IOException {
        turn();
        driver.setAccepting(port, false);
        Client first = new Client(1, 10, 10);
        Client second = new Client(2, 10, 10);
        for (int i = 0; i < 5; i++) {
            turn();
        }
        assertEquals(0, accepted.size());
        driver.setAccepting(port, true);
        untilDone(List.of(first, second), () -> {});
        driver.setAccepting(port, false);
        Client third = new Client(3, 10, 10);
        turn();
        driver.release(port);
        port.socket.close();
        turn();
        assertTrue(isOver(third.socket), "it is closed with the port");
    }

    @Test
    void whoeverAcceptsMayStopThePort() throws IOException {
        List<Client> clients = early(3);
        port.whenAccepted = () -> driver.release(port);
        driver.setAccepting(port, true);
        untilDone(clients.subList(0, 2), () -> {});
        assertEquals(2, accepted.size());
        port.socket.close();
        assertTrue(isOver(clients.get(2).socket), "it is closed with the port");
    }

    @Test
    void whoeverAcceptsMayAskForAllAtOnce() throws IOException {
        List<Client> clients = early(4);
        port.whenAccepted = () -> driver.acceptNow(port);
        driver.setAccepting(port, true);
        untilDone(clients, () -> {});
        assertEquals(4, accepted.size());
    }

    /** Clients of whom one is accepted, and the others when nobody wants them. */
    private List<Client> early(int count) throws IOException {
        turn();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client(i, 10, 10));
        }
        port.whenAccepted = () -> driver.setAccepting(port, false);
        for (int i = 0; i < 5; i++) {
            turn();
        }
        assertEquals(1, accepted.size());
        return clients;
    }

    /** What the kernel has accepted in the meantime is not in the backlog any more. */
    @Test
    void whoHasConnectedBeforePortsStopIsServed() throws IOException {
        Port other = newPort();
        turn();
        Client client = new Client(1, 10, 10);
        for (Port each : List.of(other, port)) {
            driver.acceptNow(each);
            driver.release(each);
        }
        port.socket.close();
        untilDone(List.of(client), () -> {});
    }

    /** As the reactor does it when it drains. */
    @Test
    void whatIsReceivedAtOnceOvertakesNothing() throws IOException {
        stop();
        start(new Sizes(4, 4, 16, 64));
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new Client(i, 1000, 50));
        }
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (accepted.size() < 20) {
            assertTrue(System.nanoTime() < deadline, "they are never accepted");
            turn();
        }
        for (int i = 0; i < 5; i++) {
            turn();
        }
        for (Client each : clients) {
            each.send();
        }
        turn();
        for (Client each : clients) {
            each.send();
        }
        accepted.forEach(driver::receiveNow);
        untilDone(clients, () -> {});
    }

    /** A read ends in front of an urgent byte, and what is behind it makes no news. */
    @Test
    void whatFollowsAnUrgentByteArrives() throws IOException {
        Socket client = own(new Socket(engine, AF_INET, SOCK_STREAM));
        client.connect(port.socket.getsockname());
        for (int length : List.of(10, 20_000)) {
            client.sendall(new byte[length]);
            untilReceived(length);
            client.sendall(new byte[length]);
            client.send(new byte[1], Sockets.MSG_OOB);
            client.sendall(new byte[length]);
            untilReceived(2 * length);
        }
    }

    /** A read ends at descriptors, too. */
    @Test
    void whatFollowsDescriptorsOnAUnixSocketArrives() throws IOException {
        SocketPair pair = Sockets.socketpair(engine, Sockets.AF_UNIX, SOCK_STREAM, 0);
        Socket peer = own(pair.first());
        pair.second().setblocking(false);
        Echo echo = new Echo(pair.second().detach());
        echo.stopShort = true;
        accepted.add(echo);
        assertEquals(0, driver.open(echo));
        for (int length : List.of(10, 20_000)) {
            peer.sendall(new byte[length]);
            untilReceived(length);
            for (int i = 0; i < 3; i++) {
                List<ByteBuffer> piece = List.of(ByteBuffer.allocate(10));
                peer.sendmsg(piece, List.of(Cmsg.rights(peer.fileno())));
            }
            peer.sendall(new byte[10]);
            untilReceived(40);
        }
    }

    /** The thread whose ring it is may be gone; the reactor never does so. */
    @Test
    void anotherThreadMayCloseEverything() throws Exception {
        stop();
        start(new Sizes(64, 128, 16, 64));
        Client client = new Client(1, 10, 10);
        Thread first =
                new Thread(
                        () -> {
                            while (accepted.isEmpty()) {
                                turn();
                            }
                            turn();
                        });
        first.start();
        first.join();
        stop();
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!isOver(client.socket)) {
            assertTrue(System.nanoTime() < deadline, "it stays open");
        }
    }

    private void untilReceived(long length) {
        long deadline = System.nanoTime() + LIMIT_NANOS / 10;
        while (accepted.isEmpty() || accepted.get(0).received < length) {
            assertTrue(
                    System.nanoTime() < deadline, () -> accepted.get(0).received + " of " + length);
            turn();
        }
        accepted.get(0).received = 0;
    }

    @Test
    void aWakeupEndsTheWaitAndTheNext() throws Exception {
        for (int i = 0; i < 3; i++) {
            driver.wakeup();
            assertTrue(driver.turn(LIMIT_NANOS) >= 0);
            Thread waker = new Thread(driver::wakeup);
            waker.start();
            assertTrue(driver.turn(LIMIT_NANOS) >= 0);
            waker.join();
            assertEquals(0, driver.turn(1));
        }
    }
}
