package io.sockeye.benchmarks.compare;

import io.sockeye.benchmarks.load.Load;
import io.sockeye.benchmarks.load.LoadException;
import io.sockeye.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Counts each server's system calls per request. Unlike time, they do not depend on what else the
 * machine does. strace slows a server down many times, so this is a pass of its own.
 */
final class SystemCalls {
    /** Of more a server would get to see little: strace makes it many times slower. */
    static final int MOST_CONNECTIONS = 100;

    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 5000;

    private final Path strace;
    private final Load load;

    /** Under this load. */
    SystemCalls(Path strace, Load load) {
        this.strace = strace;
        this.load = load;
    }

    /** A table of all servers, with 50 connections. */
    static String table(Path strace, Load asked, List<Server> servers, Progress progress)
            throws CompareException {
        Load load = new Load(CONNECTIONS, asked.size(), asked.depth());
        SystemCalls calls = new SystemCalls(strace, load);
        TextTable table =
                new TextTable(List.of("server", "recv", "send", "wait", "epoll_ctl", "other"));
        for (Server server : servers) {
            progress.begin("strace of " + server.name());
            table.add(calls.row(server));
            progress.end(1);
        }
        progress.clear();
        return "System calls per request, " + CONNECTIONS + " connections\n" + table.render();
    }

    /** All calls of a server for each request. */
    double perRequest(Server server) throws CompareException {
        Trace trace = trace(server);
        return trace.all() / requests(server, trace);
    }

    private List<String> row(Server server) throws CompareException {
        Trace trace = trace(server);
        double requests = requests(server, trace);
        List<String> row = new ArrayList<>(List.of(server.name()));
        for (int count :
                List.of(
                        trace.recv(),
                        trace.send(),
                        trace.waits(),
                        trace.epollCtl(),
                        trace.others())) {
            row.add(String.format(Locale.ROOT, "%.3f", count / requests));
        }
        return row;
    }

    private double requests(Server server, Trace trace) throws CompareException {
        double requests = trace.requests(load.size());
        if (requests == 0) {
            throw new CompareException(server.name() + ": strace saw no requests");
        }
        return requests;
    }

    private Trace trace(Server server) throws CompareException {
        try {
            Path log = Files.createTempFile("sockeye-strace", ".log");
            try {
                serve(server, log);
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                Trace trace = Trace.parse(lines);
                return trace.requests(load.size()) > 0
                        ? trace
                        : Trace.ofRing(
                                lines,
                                ((long) REQUESTS + (long) load.connections() * load.depth())
                                        * load.size());
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new CompareException(server.name() + ": " + e.getMessage(), e);
        }
    }

    private void serve(Server server, Path log) throws CompareException, IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(strace.toString(), "-f", "-s", "0", "-o", log.toString()));
        command.addAll(server.command());
        try (ServerProcess process = ServerProcess.start(server.name(), command);
                LoadGenerator generator = new LoadGenerator(process.host(), process.port(), load)) {
            try {
                // One round for all, so that all are accepted before it begins to count.
                long all = (long) load.connections() * load.depth();
                generator.run(Long.MAX_VALUE / 2, all, LoadGenerator.newHistogram());
                generator.run(Long.MAX_VALUE / 2, REQUESTS, LoadGenerator.newHistogram());
            } catch (LoadException e) {
                throw process.failure(e.getMessage(), e);
            }
        }
    }
}
