package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.benchmarks.peers.NioEcho;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineupTest {
    private static final List<EngineList.Entry> ENGINES =
            List.of(
                    new EngineList.Entry("jni", List.of("epoll", "select"), ""),
                    new EngineList.Entry("jna", List.of(), "jna.jar is missing"),
                    new EngineList.Entry("nio", List.of("nio"), ""));

    private final SockeyeServers sockeye = new SockeyeServers(List.of("java"), ENGINES);

    @Test
    void everyPairHasAReactorAndSelectors() {
        assertEquals(
                List.of(
                        "reactor jni+epoll",
                        "reactor jni+select",
                        "reactor nio",
                        "sockeye jni+epoll",
                        "sockeye jni+select",
                        "sockeye nio"),
                names(server -> true));
        assertEquals(List.of("sockeye jna: jna.jar is missing"), sockeye.unavailable());
        assertEquals(
                "java echo --server reactor --engine jni --multiplexer select --host 127.0.0.1"
                        + " --port 0",
                String.join(" ", sockeye.all().get(1).command()));
    }

    @Test
    void usuallyTheSelectorsAreOnlyTheBest() {
        assertEquals(
                List.of(
                        "reactor jni+epoll",
                        "reactor jni+select",
                        "reactor nio",
                        "sockeye jni+epoll"),
                names(server -> sockeye.usual(false).matcher(server.name()).find()));
        assertEquals(true, sockeye.usual(false).matcher("c-epoll").find());
    }

    @Test
    void whenTimeIsShortPollAndSelectAreThoseOfTheBestEngine() {
        List<String> all = List.of("epoll", "poll", "select", "io_uring");
        SockeyeServers many =
                new SockeyeServers(
                        List.of("java"),
                        List.of(
                                new EngineList.Entry("none", List.of(), "it is missing"),
                                new EngineList.Entry("jni", all, ""),
                                new EngineList.Entry("jna", all, "")));
        Pattern usual = many.usual(true);
        assertEquals(
                List.of(
                        "reactor jni+epoll",
                        "reactor jni+poll",
                        "reactor jni+select",
                        "reactor jni+io_uring",
                        "reactor jna+epoll",
                        "reactor jna+io_uring",
                        "sockeye jni+epoll"),
                many.all().stream().map(Server::name).filter(usual.asPredicate()).toList());
        assertTrue(usual.matcher("netty nio").find());
    }

    @Test
    void whoRefusesIsLeftOutWithItsReason() throws Exception {
        List<Server> found = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String name : List.of("one", "other")) {
            found.add(nio(name, "--port"));
        }
        found.add(nio("able", "--host", "127.0.0.1", "--port", "0"));
        Lineup.leaveOutWhoRefuses(found, leftOut);
        assertEquals(List.of("able"), found.stream().map(Server::name).toList());
        assertEquals(List.of("one, other: usage: NioEcho --host ADDRESS --port PORT"), leftOut);
    }

    @Test
    void theServersOfSocketServerComeWhenTheyAreNamedOrThereIsTime() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Pattern named = Pattern.compile("socketserver threading");
        Lineup chosen = lineup(java, new Choice(Optional.of(named), true, false));
        assertEquals("socketserver threading", chosen.servers().get(1).name());
        assertEquals(2, chosen.servers().size());
        Lineup usual = lineup(java, new Choice(Optional.empty(), true, false));
        assertTrue(usual.servers().stream().noneMatch(Server::isForSocketServer));
        Lineup full = lineup(java, new Choice(Optional.empty(), false, true));
        assertTrue(full.servers().stream().anyMatch(Server::isForSocketServer));
    }

    @Test
    void nettyIsUsualAndWithTimeOnAllItsTransports() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Lineup brief = lineup(java, new Choice(Optional.empty(), true, false));
        assertEquals(List.of("netty nio", "netty epoll"), peers(brief));
        Lineup full = lineup(java, new Choice(Optional.empty(), false, false));
        List<String> takePart = new ArrayList<>(peers(full));
        List<String> leftOut = full.leftOut();
        // The kernel may refuse the ring, and JDK 17 has no virtual threads.
        for (String name : List.of("netty io_uring", "java virtual")) {
            boolean said = leftOut.stream().anyMatch(line -> line.contains(name));
            assertTrue(takePart.remove(name) != said, name + ": " + leftOut);
        }
        assertEquals(List.of("netty nio", "netty epoll"), takePart);
    }

    @Test
    void withoutVirtualThreadsThereIsALineThatSaysSo() throws Exception {
        assumeTrue(Runtime.version().feature() < 21, "this JDK has virtual threads");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Pattern named = Pattern.compile("java virtual");
        Lineup lineup = lineup(java, new Choice(Optional.of(named), false, true));
        assertTrue(
                lineup.leftOut()
                        .contains(
                                "java virtual: virtual threads need JDK 21 or newer; this is JDK 17"),
                lineup.leftOut().toString());
    }

    private static Lineup lineup(Path java, Choice choice) throws CompareException {
        return Lineup.find(java, Optional.empty(), choice);
    }

    private static List<String> peers(Lineup lineup) {
        return lineup.servers().stream()
                .filter(
                        each ->
                                each.kind() == Server.Kind.NETTY
                                        || each.kind() == Server.Kind.JDK_VIRTUAL)
                .map(Server::name)
                .toList();
    }

    @Test
    void withoutPythonThereIsALineThatSaysSo() {
        List<String> leftOut = new ArrayList<>();
        assertEquals(List.of(), SocketServers.python(Optional.empty(), leftOut));
        assertEquals(
                List.of("cpython asyncio, threading, forking: there is no python3 on the PATH"),
                leftOut);
    }

    private List<String> names(Predicate<Server> wanted) {
        return sockeye.all().stream().filter(wanted).map(Server::name).toList();
    }

    private static Server nio(String name, String... args) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.addAll(List.of(java.toString(), "-cp", System.getProperty("java.class.path")));
        command.add(NioEcho.class.getName());
        command.addAll(List.of(args));
        return new Server(name, Server.Kind.SOCKEYE, Server.UNLIMITED, command);
    }
}
