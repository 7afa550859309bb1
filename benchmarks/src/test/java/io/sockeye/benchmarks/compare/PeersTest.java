package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sockeye.benchmarks.load.ChurnGenerator;
import io.sockeye.benchmarks.load.Generator;
import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadGenerator;
import io.sockeye.benchmarks.load.StreamGenerator;
import io.sockeye.benchmarks.load.UdpGenerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generators check every byte, so whoever gets through is an echo server. */
@Timeout(60)
class PeersTest {
    private static final long LONG = 30_000_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"java virtual", "netty nio", "netty epoll", "netty io_uring"})
    void itEchoesMessagesConnectionsAndStreams(String name) throws Exception {
        try (ServerProcess server = start(name)) {
            String host = server.host();
            int port = server.port();
            assertEquals(500, run(new LoadGenerator(host, port, new Load(20, 64, 4)), 500));
            assertEquals(30, run(new LoadGenerator(host, port, new Load(2, 300_000, 3)), 30));
            assertEquals(100, run(new ChurnGenerator(host, port, new Load(10, 64, 1)), 100));
            assertEquals(5_000_003, run(new StreamGenerator(host, port, 2), 5_000_003));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c-epoll",
                "java.nio",
                "netty nio",
                "netty epoll",
                "netty io_uring",
                "reactor jni",
                "reactor nio",
                "sockeye jni.epoll",
                "sockeye nio",
                "socketserver udp",
                "cpython asyncio",
                "cpython udp"
            })
    void itEchoesDatagrams(String name) throws Exception {
        Choice all = new Choice(Optional.of(Pattern.compile("^" + name)), false, true);
        Lineup lineup = Lineup.findDatagrams(newestJava(), all);
        List<Server> found =
                lineup.servers().stream()
                        .filter(each -> Pattern.compile("^" + name).matcher(each.name()).find())
                        .toList();
        assumeFalse(found.isEmpty(), () -> name + " is not possible here: " + lineup.leftOut());
        for (Server each : found) {
            try (ServerProcess server = ServerProcess.start(each.name(), each.command())) {
                for (int size : List.of(8, 65_507)) {
                    Load load = new Load(3, size, 1);
                    UdpGenerator generator = new UdpGenerator(server.host(), server.port(), load);
                    assertTrue(run(generator, 100) > 0, each.name());
                }
            }
        }
    }

    @Test
    void aTransportThatDoesNotExistIsAnError() {
        List<String> command = new ArrayList<>(server("netty nio").command());
        command.set(command.indexOf("nio"), "carrier pigeon");
        CompareException e =
                assertThrows(CompareException.class, () -> ServerProcess.start("netty", command));
        assertTrue(e.getMessage().contains("there is no transport carrier pigeon"), e.toString());
    }

    private static long run(Generator opened, long units) throws Exception {
        try (Generator generator = opened) {
            return generator.run(LONG, units, LoadGenerator.newHistogram());
        }
    }

    private static ServerProcess start(String name) throws CompareException {
        try {
            return ServerProcess.start(name, server(name).command());
        } catch (RefusedException e) {
            return abort(name + " is not possible here: " + e.reason());
        }
    }

    private static Server server(String name) {
        return Peers.others(newestJava()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The build names a newer JDK if there is one: only that has virtual threads. */
    private static Path newestJava() {
        String home = System.getProperty("sockeye.test.newjdk", "none");
        boolean absent = home.equals("none") || home.startsWith("$");
        return Path.of(absent ? System.getProperty("java.home") : home, "bin", "java");
    }
}
