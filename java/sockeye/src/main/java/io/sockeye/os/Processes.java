package io.sockeye.os;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Filenos;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.SpawnRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Starts processes with chosen descriptors, and waits for them; Python's {@code os} and {@code
 * subprocess}. The JDK's {@link ProcessBuilder} gives a child its three standard descriptors and no
 * other.
 *
 * <p>Needs the jni, ffm or jna engine.
 */
public final class Processes {
    /** For {@link #waitpid}: do not wait. */
    public static final int WNOHANG = Abi.host().constant("WNOHANG");

    /** The terminal is gone. */
    public static final int SIGHUP = Abi.host().constant("SIGHUP");

    /** Ctrl-C. */
    public static final int SIGINT = Abi.host().constant("SIGINT");

    /** Ends a process without asking it. */
    public static final int SIGKILL = Abi.host().constant("SIGKILL");

    /** Asks a process to end. */
    public static final int SIGTERM = Abi.host().constant("SIGTERM");

    /** Of this library's own processes; others have somebody else who waits for them. */
    private static final Set<Integer> OWN = ConcurrentHashMap.newKeySet();

    private Processes() {}

    /**
     * Starts a program.
     *
     * @param argv the program and its arguments; a name without a slash is looked for in PATH
     * @return the process
     * @throws IOException as {@link #spawn(List, Consumer)}
     */
    public static Child spawn(List<String> argv) throws IOException {
        return spawn(argv, o -> {});
    }

    /**
     * Starts a program, with options. It gets 0, 1, 2 and the descriptors that the options give,
     * and no other; signals are as in a new process.
     *
     * @param argv the program and its arguments; a name without a slash is looked for in PATH
     * @param options such as {@code o -> o.fd(3, socket)}
     * @return the process
     * @throws IllegalArgumentException if there is no argument, or one contains NUL
     * @throws IOException what the OS says, such as {@link
     *     io.sockeye.engine.OsFileNotFoundException} if there is no such program; EOPNOTSUPP on nio
     */
    public static Child spawn(List<String> argv, Consumer<SpawnOptions> options)
            throws IOException {
        SpawnOptions chosen = new SpawnOptions();
        options.accept(chosen);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv is empty");
        }
        Engine engine = chosen.engine();
        requireProcesses(engine);
        List<Lease> leases = lease(chosen);
        try {
            int pid = engine.syscalls().spawn(request(engine, argv, chosen));
            if (pid < 0) {
                throw refused(engine, -pid, argv);
            }
            OWN.add(pid);
            return new Child(engine, pid);
        } finally {
            leases.forEach(Lease::release);
        }
    }

    private static void requireProcesses(Engine engine) throws OsException {
        if (!engine.hasRealFds()) {
            throw OsException.unsupported(engine, "spawn", "use the jni, ffm or jna engine");
        }
    }

    private static OsException refused(Engine engine, int errno, List<String> argv) {
        return errno == Errno.ENOSYS
                ? OsException.unsupported(engine, "spawn", "use the jni engine")
                : OsException.of(errno, "spawn", argv.toString());
    }

    /** So that no descriptor is closed, and its number used again, before the child has it. */
    private static List<Lease> lease(SpawnOptions options) throws OsException {
        List<Lease> leases = new ArrayList<>();
        for (HasFileno each : options.fds.values()) {
            Filenos.requireSameWorld(options.engine(), each.engine());
            Lease lease = each.lease();
            if (lease == null) {
                continue;
            }
            if (!lease.acquire()) {
                leases.forEach(Lease::release);
                throw new io.sockeye.engine.ClosedException("spawn", 0);
            }
            leases.add(lease);
        }
        return leases;
    }

    private static SpawnRequest request(Engine engine, List<String> argv, SpawnOptions options) {
        int[] fds = new int[options.fds.size() * 2];
        int used = 0;
        for (Map.Entry<Integer, HasFileno> each : options.fds.entrySet()) {
            fds[used++] = each.getValue().fileno();
            fds[used++] = each.getKey();
        }
        List<String> environment =
                options.environment.entrySet().stream()
                        .map(each -> each.getKey() + '=' + each.getValue())
                        .toList();
        Path directory = options.directory;
        return new SpawnRequest(
                engine,
                find(argv.get(0), options.environment.get("PATH")),
                argv,
                environment,
                directory == null ? null : directory.toString(),
                fds,
                options.newSession ? SpawnRequest.SETSID : 0);
    }

    /** In PATH, as the shell looks; the name itself if it is nowhere, for the OS to refuse. */
    private static String find(String program, String path) {
        if (program.indexOf('/') >= 0 || path == null) {
            return program;
        }
        for (String folder : path.split(File.pathSeparator)) {
            Path found = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(found) && !Files.isDirectory(found)) {
                return found.toString();
            }
        }
        return program;
    }

    /**
     * Waits for a process that {@link #spawn} or {@link #unsafeFork} has started; waitpid(2).
     * {@link Child#waitFor()} is easier, and does not hold a carrier.
     *
     * @param pid the process id
     * @param options 0 or {@link #WNOHANG}
     * @return its status; with WNOHANG {@link WaitStatus#running} if it has not ended
     * @throws IllegalArgumentException if the pid is not positive: waiting for any process would
     *     take the status of processes of others
     * @throws IOException {@link io.sockeye.engine.ChildProcessException} if it is no process of
     *     this library's, or was waited for
     */
    public static WaitStatus waitpid(int pid, int options) throws IOException {
        return waitpid(Engines.best(), pid, options);
    }

    static WaitStatus waitpid(Engine engine, int pid, int options) throws IOException {
        if (pid <= 0) {
            throw new IllegalArgumentException(
                    "waitpid(" + pid + ") would take the status of processes of others");
        }
        if (!OWN.contains(pid)) {
            throw OsException.of(Errno.ECHILD, "waitpid", "process " + pid);
        }
        DirectBuffer status = engine.scratch().borrow(Integer.BYTES);
        try {
            int result;
            do {
                result = engine.syscalls().waitpid(pid, options, status, 0);
            } while (result == -Errno.EINTR);
            OsException.check(result, "waitpid");
            if (result == pid) {
                OWN.remove(pid);
            }
            return new WaitStatus(result, status.getInt(0));
        } finally {
            engine.scratch().release(status);
        }
    }

    /**
     * Sends a signal to a process; kill(2).
     *
     * @param pid the process id; negative for a group
     * @param signal such as {@link #SIGTERM}; 0 asks only whether it is there
     * @throws IOException {@link io.sockeye.engine.ProcessLookupException} if it is not there
     */
    public static void kill(int pid, int signal) throws IOException {
        kill(Engines.best(), pid, signal);
    }

    static void kill(Engine engine, int pid, int signal) throws IOException {
        requireProcesses(engine);
        int result = engine.syscalls().kill(pid, signal);
        if (result < 0) {
            throw OsException.of(-result, "kill", "process " + pid);
        }
    }

    /**
     * Duplicates this process; fork(2), on the jni engine alone. <strong>Unsafe:</strong> the child
     * has the calling thread and no other: no collector, no compiler, no VM thread. A child that
     * allocates much, prints, starts a thread, loads a class, or exits otherwise than by a signal
     * or {@code execve} of native code hangs in most configurations. {@link #spawn} is what nearly
     * everybody wants.
     *
     * @return 0 in the child, its process id in this process
     * @throws IOException if the OS refuses it; EOPNOTSUPP on other engines
     */
    public static int unsafeFork() throws IOException {
        Engine engine = Engines.best();
        int pid = engine.syscalls().fork();
        if (pid == -Errno.ENOSYS) {
            throw OsException.unsupported(engine, "fork", "use the jni engine");
        }
        OsException.check(pid, "fork");
        if (pid > 0) {
            OWN.add(pid);
        }
        return pid;
    }
}
