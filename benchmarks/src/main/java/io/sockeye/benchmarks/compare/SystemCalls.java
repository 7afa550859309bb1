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
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 5000;

    private final Load load;
    private final Path strace;
    private final Progress progress;

    SystemCalls(Settings settings, Path strace, Progress progress) {
        Load asked = settings.first().load();
        this.load = new Load(CONNECTIONS, asked.size(), asked.depth());
        this.strace = strace;
        this.progress = progress;
    }

    /** A table of all servers. */
    String table(List<Server> servers) throws CompareException {
        TextTable table =
                new TextTable(List.of("server", "recv", "send", "wait", "epoll_ctl", "other"));
        for (Server server : servers) {
            progress.begin("strace of " + server.name());
            table.add(row(server, trace(server)));
            progress.end(1);
        }
        progress.clear();
        return "System calls per request, " + CONNECTIONS + " connections\n" + table.render();
    }

    private List<String> row(Server server, Trace trace) throws CompareException {
        double requests = trace.requests(load.size());
        if (requests == 0) {
            throw new CompareException(server.name() + ": strace saw no requests");
        }
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

    private Trace trace(Server server) throws CompareException {
        try {
            Path log = Files.createTempFile("sockeye-strace", ".log");
            try {
                serve(server, log);
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                Trace trace = Trace.parse(lines);
                return trace.requests(load.size()) > 0
                        ? trace
                        : Trace.ofRing(lines, (long) REQUESTS * load.size());
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
                generator.run(Long.MAX_VALUE / 2, REQUESTS, LoadGenerator.newHistogram());
            } catch (LoadException e) {
                throw process.failure(e.getMessage(), e);
            }
        }
    }
}
