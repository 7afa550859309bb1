package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {
    @TempDir Path pages;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections=0",
                "--connections=50,-1",
                "--connections=many",
                "--connections=999999999",
                "--size=0",
                "--size=99999999",
                "--depth=0",
                "--rate=0",
                "--rate=1000001",
                "--rounds=0",
                "--seconds=0",
                "--seconds=NaN",
                "--warmup=-1",
                "--servers=(",
                "--java=/nowhere",
                "--cli=/nowhere.jar",
                "--no-such-option",
                "stray"
            })
    void badArgumentsAreOneLineAndExitCode2(String argument) {
        assertRefused(argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--scenario=nothing",
                "--scenario=churn --depth=2",
                "--scenario=churn --size=16385",
                "--scenario=churn --strace",
                "--scenario=churn --rate=1000",
                "--rate=1000 --depth=2",
                "--rate=1000 --strace",
                "--scenario=echo,churn --rate=1000",
                "--scenario=echo,nothing",
                "--scenario=udp --size=7",
                "--scenario=udp --size=65508",
                "--scenario=udp --strace",
                "--short --full",
                "--full --strace",
                "--scenario=stream --bytes=0",
                "--scenario=idle --idle=0",
                "--scenario=idle --idle=999999999"
            })
    void whatDoesNotFitTheScenarioIsRefused(String arguments) {
        assertRefused(arguments.split(" "));
    }

    @Test
    void comparesAndEndsInOneSentence(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text = compare("--connections=4", "--rounds=2", "--json=" + json);
        assertTrue(text.contains("\n4 connections\n"), text);
        assertTrue(text.contains("\njava.nio "), text);
        assertTrue(text.contains(" against itself differed by "), text);
        assertTrue(text.contains("\nreport: " + page() + "\n"), text);
        assertTrue(text.endsWith("so there is no winner.\n"), text);
        assertTrue(Files.readString(page()).contains("<th scope=\"row\">java.nio</th>"));
        assertTrue(Files.readString(json).contains("\"requestsPerSecond\": "));
    }

    @Test
    void offersAFixedRate(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text = compare("--connections=4", "--rounds=2", "--rate=500", "--json=" + json);
        assertTrue(text.startsWith("messages of 64 bytes, sent when due and timed from then"));
        assertTrue(text.contains("\n4 connections, 500/s\n"), text);
        assertTrue(row(text, "server").contains(" p50 µs  p99 µs  p99.9 µs "), text);
        assertTrue(Files.readString(json).contains("\"rate\": 500"));
    }

    @Test
    void aFullRunWritesAPageBesideTheJsonAndAShortOneNone() throws Exception {
        List<String> args = new ArrayList<>(List.of("--connections=2", "--rounds=1"));
        args.addAll(List.of("--seconds=0.03", "--warmup=0.03", "--servers=^java.nio$"));
        args.add("--json=" + pages.resolve("rounds.json"));
        args.add("--short");
        assertEquals(0, run(args.toArray(String[]::new)));
        assertEquals(List.of("rounds.json"), list(pages));
        args.remove("--short");
        assertEquals(0, run(args.toArray(String[]::new)));
        assertTrue(list(pages).get(0).matches("compare-echo-\\d{8}-\\d{6}\\.html"));
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void countsWhatARequestAllocates() {
        String text = compare("--connections=4", "--rounds=1", "--allocations");
        assertTrue(row(text, "server").contains(" B/request "), text);
        assertTrue(row(text, "java.nio").matches(".*\\) +-?[0-9.,]+ .*"), text);
    }

    @Test
    void churns(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text =
                compare("--scenario=churn", "--connections=4", "--rounds=1", "--json=" + json);
        assertTrue(text.contains("\n4 connections at a time\n"), text);
        assertTrue(row(text, "server").contains(" connections/s  CPU µs/connection "), text);
        assertTrue(Files.readString(json).contains("\"connectionsPerSecond\": "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "churn"})
    void comparesThreadsAndProcessesWithThoseOfPython(String scenario) {
        assumeTrue(Programs.onPath("python3").isPresent(), "there is no python3");
        String text =
                compare(
                        "--scenario=" + scenario,
                        "--connections=4",
                        "--rounds=1",
                        "--servers=socketserver threading|cpython");
        for (String name : List.of("asyncio", "threading", "forking")) {
            assertTrue(row(text, "cpython " + name).matches(".* [0-9.]+ .*"), text);
        }
        assertTrue(row(text, "server").matches(".*µs/\\w+ +\\w+s/CPU s +ratio .*"), text);
        assertTrue(
                text.lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "socketserver threading: .* times .* per CPU second"
                                                        + " of cpython threading")),
                text);
    }

    @Test
    void streams(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text =
                compare(
                        "--scenario=stream",
                        "--connections=1,2",
                        "--bytes=1000003",
                        "--rounds=1",
                        "--json=" + json);
        assertTrue(text.contains("\n1 stream\n") && text.contains("\n2 streams\n"), text);
        assertTrue(row(text, "server").matches("server +GiB/s +CPU s/GiB +.*"), text);
        assertTrue(Files.readString(json).contains("\"bytes\": 1000003"));
    }

    @Test
    void weighsIdleConnections(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text =
                compare(
                        "--scenario=idle",
                        "--connections=4",
                        "--idle=300",
                        "--rounds=1",
                        "--json=" + json);
        assertTrue(text.contains("\n4 connections and 300 idle ones\n"), text);
        assertTrue(
                row(text, "server")
                        .matches(".* slow-down +\\(spread\\) +heap B/idle +native B/idle +p50 .*"),
                text);
        assertTrue(Files.readString(json).contains("\"roundsWithoutIdle\": "));
    }

    @Test
    void countsWhatDatagramsAreLost(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text = compare("--scenario=udp", "--connections=4", "--rounds=2", "--json=" + json);
        assertTrue(text.contains("\n4 clients of datagrams\n"), text);
        assertTrue(row(text, "java.nio").matches("java.nio +[0-9,]+ +[0-9.]+ % .*"), text);
        assertTrue(Files.readString(json).contains("\"lost\": "));
        assertTrue(Files.readString(page()).contains("within half a second is lost"));
    }

    @Test
    void severalScenariosSizesAndDepthsAreOneReport(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("rounds.json");
        String text =
                compare(
                        "--scenario=echo,udp",
                        "--connections=2",
                        "--size=1024",
                        "--depth=1,3",
                        "--rounds=1",
                        "--json=" + json);
        for (String title : List.of("2 connections", "2 clients of datagrams")) {
            assertTrue(text.contains("\n" + title + ", 1,024 B\n"), text);
            assertTrue(text.contains("\n" + title + ", 1,024 B, 3 under way each\n"), text);
        }
        String written = Files.readString(json);
        assertEquals(4, written.split("\"scenario\": ", -1).length - 1);
        String page = Files.readString(page());
        assertEquals(4, page.split("data-kind=\"cost\"", -1).length - 1);
        assertTrue(page.contains("<h1>sockeye compare: echo servers in 2 scenarios</h1>"));
    }

    @Test
    void theFullRunHasEveryScenarioAndVariesOneThingAtATime() {
        LoadOptions options = CommandLine.populateCommand(new LoadOptions(), "--full");
        assertEquals(List.of(Scenario.values()), options.scenarios());
        assertEquals(
                List.of(
                        "1 connection",
                        "50 connections",
                        "1000 connections",
                        "10000 connections",
                        "50 connections, 1,024 B",
                        "50 connections, 16,384 B",
                        "50 connections, 16 under way each"),
                options.workloads(Scenario.ECHO).stream().map(Workload::title).toList());
        assertEquals(10_000, options.workloads(Scenario.IDLE).get(0).idle());
    }

    @Test
    void theFullRunCountsAllocationsAndSystemCalls() {
        assumeTrue(Programs.onPath("strace").isPresent(), "there is no strace");
        String text = compare("--full", "--scenario=echo", "--connections=4", "--rounds=1");
        assertTrue(row(text, "server").contains(" B/request  calls/request "), text);
        assertTrue(row(text, "java.nio").matches(".*\\) +-?[0-9.,]+ +[0-9.]+ .*"), text);
    }

    private void assertRefused(String... arguments) {
        assertEquals(2, run(arguments));
        assertEquals("", out.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("compare: "), err.toString());
    }

    /** Compares the two servers that need nothing built, as shortly as it goes. */
    private String compare(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--seconds=0.05", "--warmup=0.05", "--html=" + page()));
        if (all.stream().noneMatch(each -> each.startsWith("--servers"))) {
            all.add("--servers=^java.nio$");
        }
        int code = run(all.toArray(String[]::new));
        assertEquals("", err.toString());
        assertEquals(0, code);
        return out.toString();
    }

    private Path page() {
        return pages.resolve("report.html");
    }

    private static String row(String text, String name) {
        return text.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow();
    }

    private int run(String... args) {
        CommandLine command = Compare.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args);
    }
}
