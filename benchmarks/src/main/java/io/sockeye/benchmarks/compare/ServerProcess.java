package io.sockeye.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server that runs. None of them outlives this JVM, however it ends short of SIGKILL. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final int START_SECONDS = 30;
    private static final int KEPT_LINES = 5;

    /** The exit code of a program that does not know or cannot do what it was asked for. */
    private static final int USAGE = 2;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /** Set once this JVM ends: servers then fail because we kill them. */
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ServerProcess::killAll));
    }

    private final String name;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String host = "";
    private int port;

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts a server and waits until it accepts. */
    static ServerProcess start(String name, List<String> command) throws CompareException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            RUNNING.add(process);
            if (ending) {
                killAll();
            }
            ServerProcess started = new ServerProcess(name, process);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new CompareException(name + " did not start: " + e.getMessage(), e);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** How many descriptors it has, 0 where nobody tells. */
    long openFiles() {
        try (Stream<Path> files = Files.list(Proc.file(pid(), "fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Why something went wrong with it, with what it printed if it has ended. */
    CompareException failure(String what, Throwable cause) {
        String ended = process.isAlive() ? "" : "; it has ended with code " + process.exitValue();
        return new CompareException(name + ": " + what + ended + printed(), cause);
    }

    /** Ends it and everything that it has started; a tracer ends with what it traces. */
    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroy);
        if (started.isEmpty() || !endsWithin(200)) {
            // Nobody's tracer: the others were its workers.
            process.destroy();
            endsWithin(2000);
        }
        kill(process);
        RUNNING.remove(process);
    }

    private boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isEnding() {
        return ending;
    }

    private static void killAll() {
        ending = true;
        RUNNING.forEach(ServerProcess::kill);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void awaitReady() throws CompareException {
        Thread reader = new Thread(this::read, name + " output");
        reader.setDaemon(true);
        reader.start();
        try {
            String address = ready.get(START_SECONDS, TimeUnit.SECONDS);
            int colon = address.lastIndexOf(':');
            host = address.substring(0, colon);
            port = Integer.parseInt(address.substring(colon + 1));
        } catch (TimeoutException e) {
            throw abandoned("did not get ready in " + START_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            CompareException why = abandoned("did not start", e);
            throw process.isAlive() || process.exitValue() != USAGE
                    ? why
                    : new RefusedException(why.getMessage(), said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned("was interrupted", e);
        }
    }

    private CompareException abandoned(String what, Throwable cause) {
        close();
        return new CompareException(name + " " + what + printed(), cause);
    }

    /** Reads to the end, or the server would block on a full pipe. */
    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                } else {
                    keep(line);
                }
            }
        } catch (IOException e) {
            keep(e.toString());
        }
        ready.completeExceptionally(new IOException("the server has ended"));
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.remove();
            }
        }
    }

    private String printed() {
        String said = said();
        return said.isEmpty() ? "" : ": " + said;
    }

    private String said() {
        synchronized (lastLines) {
            return String.join(" | ", lastLines);
        }
    }
}
