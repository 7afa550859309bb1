package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.peers.NioEcho;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoundsTest {
    private static final Settings QUICK =
            new Settings(List.of(Workload.echo(new Load(1, 64, 1))), 3, 0.03, 0.03, false);
    private static final Cpus UNPINNED = new Cpus(List.of(0), false);

    @Test
    void everyServerHasItsTurnInEveryRound() throws Exception {
        Server reference = java("reference", NioEcho.class, "--host", "127.0.0.1", "--port", "0");
        Server other = java("other", NioEcho.class, "--host", "127.0.0.1", "--port", "0");
        Scores scores = run(reference, other).get(0);
        assertEquals(3, scores.of(other).orElseThrow().slices().size());
        assertEquals(6, scores.of(reference).orElseThrow().slices().size());
        assertEquals(3, scores.noise().sorted().size());
        assertTrue(scores.of(other).orElseThrow().unitsPerSecond() > 0);
    }

    @Test
    void aWrongByteEndsItAllAndNamesTheServer() {
        Server liar = java("liar", LyingEcho.class);
        CompareException e = assertThrows(CompareException.class, () -> run(liar));
        assertTrue(
                e.getMessage().startsWith("liar: connection 0: byte 63 of message 5 came back as"),
                e.getMessage());
    }

    @Test
    void aServerThatDoesNotStartIsNamedWithWhatItSaid() {
        Server broken = java("broken", NioEcho.class, "--port");
        CompareException e = assertThrows(CompareException.class, () -> run(broken));
        assertTrue(e.getMessage().startsWith("broken did not start: usage: "), e.getMessage());
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        Server missing =
                new Server("missing", Server.Kind.C, Server.UNLIMITED, List.of("/no/such/program"));
        CompareException e = assertThrows(CompareException.class, () -> run(missing));
        assertTrue(e.getMessage().startsWith("missing did not start: "), e.getMessage());
    }

    @Test
    void whoCannotHoldTheConnectionsIsLeftOut() throws Exception {
        Server reference = java("reference", NioEcho.class, "--host", "127.0.0.1", "--port", "0");
        Server small =
                new Server("small", Server.Kind.SOCKEYE, 0, List.copyOf(reference.command()));
        Scores scores = run(reference, small).get(0);
        assertTrue(scores.of(small).isEmpty());
        assertEquals(List.of("small cannot hold 1 connections"), scores.leftOut());
    }

    @Test
    void onlyARateCanBeTooMuch() {
        Workload atRate = Workload.echo(new Load(1, 64, 1, 1000));
        assertFalse(atRate.keepsUp(700));
        assertTrue(atRate.keepsUp(900));
        assertTrue(Workload.echo(new Load(1, 64, 1)).keepsUp(1));
    }

    @Test
    void whoDoesNotKeepUpWithTheRateIsLeftOut() throws Exception {
        Server reference = java("reference", NioEcho.class, "--host", "127.0.0.1", "--port", "0");
        Server slow = java("slow", SlowEcho.class);
        Workload workload = Workload.echo(new Load(1, 64, 1, 100));
        Settings settings = new Settings(List.of(workload), 1, 0.05, 0.4, false);
        Scores scores = run(settings, reference, slow).get(0);
        assertTrue(scores.of(slow).isEmpty());
        assertEquals(1, scores.leftOut().size());
        String line = scores.leftOut().get(0);
        assertTrue(line.matches("slow answers \\d+ of 100 requests/s"), line);
        CompareException e = assertThrows(CompareException.class, () -> run(settings, slow));
        assertTrue(e.getMessage().endsWith(": choose a lower --rate"), e.getMessage());
    }

    private static List<Scores> run(Server... servers) throws CompareException {
        return run(QUICK, servers);
    }

    private static List<Scores> run(Settings settings, Server... servers) throws CompareException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Lineup lineup = new Lineup(List.of(servers), List.of());
        return new Rounds(settings, lineup, UNPINNED, new Progress(nowhere, false, 1)).run();
    }

    private static Server java(String name, Class<?> main, String... args) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.addAll(List.of(java.toString(), "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(args));
        return new Server(name, Server.Kind.JAVA_NIO, Server.UNLIMITED, command);
    }
}
