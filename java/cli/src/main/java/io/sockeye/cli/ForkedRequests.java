package io.sockeye.cli;

import io.sockeye.engine.ProcessLookupException;
import io.sockeye.os.Processes;
import io.sockeye.socketserver.ForkingMixIn;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Requests in processes, which are told by signals. */
final class ForkedRequests implements ServedServer.Requests {
    private final ForkingMixIn mixIn;
    private final Set<Long> asked = new HashSet<>();

    ForkedRequests(ForkingMixIn mixIn) {
        this.mixIn = mixIn;
    }

    @Override
    public void ask() throws IOException {
        for (long pid : mixIn.activeChildren()) {
            if (asked.add(pid)) {
                kill(pid, Processes.SIGTERM);
            }
        }
    }

    @Override
    public void end() throws IOException {
        for (long pid : mixIn.activeChildren()) {
            kill(pid, Processes.SIGKILL);
        }
    }

    private static void kill(long pid, int signal) throws IOException {
        try {
            Processes.kill(Math.toIntExact(pid), signal);
        } catch (ProcessLookupException e) {
            // It has ended by itself.
        }
    }
}
