package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.benchmarks.load.Load;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final double EXACT = 1e-9;

    private final Server c = server("c-epoll", Server.Kind.C);
    private final Server nio = server("java.nio", Server.Kind.JAVA_NIO);
    private final Server good = server("sockeye jni+epoll", Server.Kind.SOCKEYE);
    private final Server poor = server("sockeye jna+poll", Server.Kind.SOCKEYE);

    @Test
    void ratiosAreThoseOfEachRound() {
        // The machine is twice as slow in the second round, and that must not show.
        Ratios ratios = Ratios.of(costs(3, 6.6, 3.3), costs(2, 5, 3), costs(4, 7, 3));
        assertEquals(List.of(1.0, 1.1, 1.1), rounded(ratios.sorted()));
        assertEquals(1.1, ratios.median(), EXACT);
        assertEquals(1.0, ratios.lowest(), EXACT);
        assertEquals(1.1, ratios.highest(), EXACT);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        assertEquals(2.5, Ratios.median(List.of(4.0, 1.0, 3.0, 2.0)), EXACT);
        assertEquals(2, Ratios.median(List.of(9.0, 1.0, 2.0)), EXACT);
    }

    @Test
    void aSliceWithoutCpuTimeIsRatedByItsTime() {
        assertEquals(20, Slice.withoutCpu(50, 1000).cost(), EXACT);
        assertEquals(10, new Slice(50, 1000, 500, 0).cost(), EXACT);
        assertEquals(0.5, new Slice(50, 1000, 500, 0).busy(), EXACT);
    }

    @Test
    void theBestComesFirstAndTheReferenceOnce() {
        Scores scores = scores(50, costs(3, 3), costs(3, 3), costs(2.2, 2.2), costs(4, 4));
        List<String> names = scores.sorted().stream().map(s -> s.server().name()).toList();
        assertEquals(
                List.of("sockeye jni+epoll", "c-epoll", "sockeye jna+poll", "java.nio"), names);
        assertEquals(4, scores.of(c).orElseThrow().slices().size());
    }

    @Test
    void theNoiseIsTheReferenceAgainstItself() {
        Scores scores = scores(50, costs(100, 100), costs(102, 102), costs(1, 1), costs(1, 1));
        assertEquals(0.02, scores.noiseLevel(), EXACT);
    }

    @Test
    void theTableHasAColumnForEachFigure() {
        String text = Report.of(scores(50, costs(3, 3), costs(3, 3), costs(2, 2), costs(4, 4)));
        List<String> lines = text.lines().toList();
        assertEquals("50 connections", lines.get(0));
        assertTrue(
                lines.get(1)
                        .matches(
                                "server +requests/s +CPU µs/request +ratio to C +\\(spread\\)"
                                        + " +p50 µs +p99 µs +p99.9 µs +CPU busy"),
                lines.get(1));
        assertTrue(
                lines.get(2)
                        .matches("sockeye jni\\+epoll +1,000 +2.00 +0.67 +\\(0.67-0.67\\) +0 .*"),
                lines.get(2));
        assertEquals(
                "noise: c-epoll against itself differed by 0.0 % (median; single rounds 1.00 to"
                        + " 1.00)",
                lines.get(6));
    }

    @Test
    void withoutCpuTimeThereAreNoColumnsOfIt() {
        List<Slice> slices = List.of(Slice.withoutCpu(1000, 1_000_000_000));
        Scores scores = scores(50, slices, slices, slices, slices);
        assertTrue(!Report.of(scores).contains("CPU"), Report.of(scores));
        assertTrue(new Verdict(List.of(scores)).sentence().contains(" the time per request of C"));
    }

    @Test
    void theSentenceNamesTheWinner() {
        Scores few = scores(50, costs(100, 100), costs(101, 101), costs(103, 103), costs(110, 110));
        Scores many = scores(1000, costs(100, 100), costs(99, 99), costs(97, 97), costs(120, 120));
        assertEquals(
                "Winner on this machine: sockeye jni+epoll, at 1.02 times (50 connections) and 0.97"
                        + " times (1000 connections) the CPU time per request of C (java.nio by hand:"
                        + " 1.09 times (50 connections) and 1.21 times (1000 connections); C against"
                        + " itself: 1.0 %).",
                new Verdict(List.of(few, many)).sentence());
    }

    @Test
    void theSentenceNamesTheBestOfNetty() {
        Server epoll = server("netty epoll", Server.Kind.NETTY);
        Server select = server("netty nio", Server.Kind.NETTY);
        List<Turns> turns = new ArrayList<>();
        turns.addAll(List.of(turns(c, costs(2, 2)), turns(c, costs(2, 2))));
        turns.addAll(List.of(turns(good, costs(2, 2)), turns(select, costs(4, 4))));
        turns.add(turns(epoll, costs(3, 3)));
        Scores scores = Scores.of(Workload.echo(new Load(50, 64, 1)), c, turns, List.of());
        String sentence = new Verdict(List.of(scores)).sentence();
        assertTrue(sentence.contains(" of C (netty epoll: 1.50 times (50 connections); C against"));
    }

    @Test
    void theSentenceSaysWhenItIsTooCloseToCall() {
        // Cheaper in one round of four.
        List<Slice> winner = costs(3, 3, 3, 3);
        List<Slice> level = costs(2.9, 4, 4, 4);
        List<Slice> reference = costs(3, 3, 3, 3);
        List<Turns> turns = new ArrayList<>();
        turns.addAll(List.of(turns(c, reference), turns(c, reference)));
        turns.addAll(List.of(turns(good, winner), turns(poor, level)));
        Scores scores = Scores.of(Workload.echo(new Load(50, 64, 1)), c, turns, List.of());
        String sentence = new Verdict(List.of(scores)).sentence();
        assertTrue(
                sentence.startsWith(
                        "Winner on this machine: sockeye jni+epoll (too close to call: sockeye jna+poll), at 1.00 times"),
                sentence);
    }

    private Scores scores(
            int connections,
            List<Slice> first,
            List<Slice> second,
            List<Slice> winner,
            List<Slice> others) {
        List<Turns> turns =
                List.of(
                        turns(c, first),
                        turns(poor, slower(winner)),
                        turns(c, second),
                        turns(nio, others),
                        turns(good, winner));
        return Scores.of(Workload.echo(new Load(connections, 64, 1)), c, turns, List.of());
    }

    private static List<Slice> slower(List<Slice> slices) {
        return slices.stream()
                .map(s -> new Slice(s.units(), s.wallNanos(), 3 * s.cpuNanos() / 2, 0))
                .toList();
    }

    private static Server server(String name, Server.Kind kind) {
        return new Server(name, kind, Server.UNLIMITED, List.of());
    }

    private static Turns turns(Server server, List<Slice> slices) {
        Turns turns = Turns.none(server);
        turns.slices().addAll(slices);
        return turns;
    }

    /** Slices of a second with 1000 requests that cost so many microseconds. */
    private static List<Slice> costs(double... micros) {
        List<Slice> slices = new ArrayList<>();
        for (double each : micros) {
            slices.add(new Slice(1000, 1_000_000_000, Math.round(each * 1e6), 0));
        }
        return slices;
    }

    private static List<Double> rounded(List<Double> values) {
        return values.stream().map(value -> Math.round(value * 1e6) / 1e6).toList();
    }
}
