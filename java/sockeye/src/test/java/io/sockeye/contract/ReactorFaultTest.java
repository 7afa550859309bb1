package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.reactor.ClientFactory;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.LoopStats;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reactor tells of itself: counters, blocked callbacks. */
@Tag("contract")
class ReactorFaultTest extends ReactorContract {
    /** Blocks when bytes arrive. */
    private static final class Blocking extends Recorder {
        private final CountDownLatch released = new CountDownLatch(1);
        private final Action before;

        Blocking(Action before) {
            this.before = before;
        }

        @Override
        protected void dataReceived(ByteBuffer data) throws Exception {
            before.run();
            block();
            transport().loseConnection();
        }

        private void block() throws InterruptedException {
            assertTrue(released.await(30, TimeUnit.SECONDS));
        }
    }

    private Reactor watched() throws Exception {
        return reactor(o -> o.reportBlockedAfter(Duration.ofMillis(100)).name("watched"));
    }

    private void isReported(Reactor reactor, Blocking protocol) throws Exception {
        Socket client = client(listen(reactor, protocol));
        client.sendall(bytes("x"));
        Logs.Entry report = logs.take("is blocked");
        assertEquals("WARNING", report.level());
        assertTrue(report.message().contains("watched-0"), report.message());
        assertTrue(report.message().contains(Blocking.class.getName()), report.message());
        assertTrue(report.message().contains("dataReceived("), report.message());
        protocol.released.countDown();
        get(protocol.lost);
        assertEquals(1, reactor.stats().get(0).blockedReports());
        assertEquals(0, logs.count("is blocked"));
    }

    @Test
    void aBlockedCallbackIsReportedOnceWithItsPlace() throws Exception {
        isReported(watched(), new Blocking(() -> {}));
    }

    @Test
    void aBlockedCallbackIsReportedAlsoAfterItCalledOthers() throws Exception {
        Reactor reactor = watched();
        int dead = ((Address.Inet) deadPort()).port();
        ClientFactory factory = ClientFactory.forProtocol(Echo::new);
        isReported(reactor, new Blocking(() -> reactor.connectTCP("127.0.0.1", dead, factory)));
    }

    @Test
    void shortCallbacksAreNotReported() throws Exception {
        Reactor reactor = reactor(o -> o.reportBlockedAfter(Duration.ofMinutes(1)));
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        for (int i = 0; i < 100; i++) {
            client.sendall(bytes("x"));
            receive(client, 1);
        }
        assertEquals(0, reactor.stats().get(0).blockedReports());
    }

    @Test
    void aLogThatFailsHarmsNobody() throws Exception {
        Reactor reactor = reactor();
        logs.broken = true;
        Recorder bad =
                new Doing(
                        p -> {
                            throw new IllegalStateException(Logs.ON_PURPOSE);
                        });
        client(listen(reactor, bad));
        get(bad.lost);
        Socket client = client(reactor.listenTCP("127.0.0.1", 0, Echo::new));
        client.sendall(bytes("x"));
        assertEquals("x", text(receive(client, 1)));
    }

    @Test
    void theCountersCount() throws Exception {
        Reactor reactor = reactor(o -> o.name("counted").jmx(true));
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        Socket one = client(port);
        Socket two = client(port);
        one.sendall(pattern(1000));
        receive(one, 1000);
        two.sendall(bytes("x"));
        receive(two, 1);
        two.close();
        Eventually.eventually("it is closed", () -> port.connections() == 1);
        onLoop(reactor, () -> reactor.callLater(0, () -> {}));
        Eventually.eventually("a timer", () -> reactor.stats().get(0).timersRun() == 1);
        LoopStats stats = reactor.stats().get(0);
        assertEquals("counted-0", stats.name());
        assertEquals(2, stats.connectionsMade());
        assertEquals(1, stats.connectionsOpen());
        assertEquals(1001, stats.bytesReceived());
        assertEquals(1001, stats.bytesSent());
        assertEquals(0, stats.failures());
        assertEquals(0, stats.acceptPauses());
        assertTrue(stats.turns() >= 4 && stats.events() >= 4, stats.toString());
        assertTrue(stats.maxEventsPerTurn() >= 1, stats.toString());
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.sockeye.reactor:type=Loop,name=\"counted-0\"");
        assertEquals(1001L, beans.getAttribute(name, "BytesReceived"));
        assertEquals(1L, beans.getAttribute(name, "ConnectionsOpen"));
        for (var attribute : beans.getMBeanInfo(name).getAttributes()) {
            beans.getAttribute(name, attribute.getName());
        }
        reactor.close();
        assertEquals(false, beans.isRegistered(name));
    }

    @Test
    void largeDirectWritesAreCounted() throws Exception {
        Recorder protocol =
                new Doing(
                        p -> {
                            p.transport().write(ByteBuffer.allocateDirect(3_000_000));
                            p.transport().write(new byte[3_000_000]);
                            p.transport().loseConnection();
                        });
        Socket client = served(protocol);
        assertEquals(6_000_000, receiveAll(client).length);
        get(protocol.lost);
        LoopStats stats = protocol.transport().reactor().stats().get(0);
        assertEquals(6_000_000, stats.bytesSent());
    }
}
