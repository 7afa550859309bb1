package io.sockeye.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out by doing whether io_uring works here: makes a ring, submits, reaps, lets a wait time
 * out, and receives into the kernel's choice of a buffer. A kernel's version would tell less,
 * because sandboxes hide the calls. For engines.
 */
public final class Rings {
    private static final Path SYSCTL = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final int ENTRIES = 4;
    private static final int BUFFER_SIZE = 64;
    private static final long TOKEN = 0x1234_5678_9abc_def0L;
    private static final long LIMIT_NANOS = 1_000_000_000;

    private final Engine engine;
    private final Syscalls syscalls;

    private Rings(Engine engine) {
        this.engine = engine;
        this.syscalls = engine.syscalls();
    }

    /**
     * Why an engine has no io_uring.
     *
     * @param engine whose calls are tried
     * @return the reason in words, or empty if it works
     */
    public static Optional<String> missing(Engine engine) {
        if (!engine.abi().has("EPOLLIN")) {
            return Optional.of("io_uring exists on Linux only");
        }
        try {
            new Rings(engine).tryAll();
            return Optional.empty();
        } catch (OsException e) {
            return Optional.of(explain(e));
        }
    }

    private void tryAll() throws OsException {
        try (Ring ring = new Ring(engine, ENTRIES, 2 * ENTRIES)) {
            OsException.check(ring.enableHere(), "io_uring_register(ENABLE_RINGS)");
            requireAnswer(ring);
            requireTimeout(ring);
            requireReceiving(ring);
        }
    }

    private static void requireAnswer(Ring ring) throws OsException {
        ring.nop(TOKEN);
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        if (ring.available() != 1 || ring.token(0) != TOKEN || ring.result(0) != 0) {
            throw OsException.message("io_uring_enter", "a request that does nothing was lost");
        }
        ring.skip();
        ring.giveBack();
    }

    private static void requireTimeout(Ring ring) throws OsException {
        int result = ring.enter(1);
        if (result != -Errno.ETIME) {
            throw OsException.message("io_uring_enter", "a wait with a timeout gave " + result);
        }
    }

    private void requireReceiving(Ring ring) throws OsException {
        BufferRing buffers = new BufferRing(engine, ring, BUFFER_SIZE, 1, 1);
        DirectBuffer memory = engine.allocate(2 * Integer.BYTES);
        int family = engine.abi().constant("AF_UNIX");
        int type = engine.abi().constant("SOCK_STREAM");
        OsException.check(syscalls.socketpair(family, type, 0, memory, 0), "socketpair");
        int receiver = memory.getInt(0);
        int sender = memory.getInt(Integer.BYTES);
        try {
            receive(ring, buffers, receiver, sender, memory);
        } finally {
            syscalls.close(receiver);
            syscalls.close(sender);
        }
    }

    private void receive(Ring ring, BufferRing buffers, int to, int from, DirectBuffer memory)
            throws OsException {
        memory.put(0, (byte) 7);
        ring.receiveAll(to, TOKEN);
        OsException.check(ring.submit(), "io_uring_enter");
        OsException.check(syscalls.send(from, memory, 0, 1, 0), "send");
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        int buffer = ring.available() == 1 ? Ring.buffer(ring.flags(0)) : -1;
        if (buffer != 0
                || ring.result(0) != 1
                || buffers.take(0).get(0) != 7
                || !Ring.hasMore(ring.flags(0))) {
            throw OsException.message("io_uring_enter", "it cannot receive again and again");
        }
    }

    // ---- in words

    private static String explain(OsException e) {
        String why =
                switch (e.errnoName()) {
                    case "ENOSYS" ->
                            "the kernel is older than 5.1 or built without it, or a seccomp filter"
                                    + " (of a container, an emulator) hides it";
                    case "EPERM", "EACCES" -> forbidden();
                    case "ENOMEM" ->
                            "not enough memory may be locked; raise RLIMIT_MEMLOCK (ulimit -l)";
                    case "EINVAL", "EOPNOTSUPP" ->
                            "the kernel is older than 6.1, which brought DEFER_TASKRUN";
                    default -> "";
                };
        return why.isEmpty() ? e.getMessage() : e.getMessage() + ": " + why;
    }

    private static String forbidden() {
        String value = sysctl();
        return switch (value) {
            case "2" -> "the sysctl kernel.io_uring_disabled is 2, which forbids it to everybody";
            case "1" ->
                    "the sysctl kernel.io_uring_disabled is 1, which forbids it to users outside of"
                            + " kernel.io_uring_group";
            default -> "a seccomp filter or security module (of a container) forbids it";
        };
    }

    private static String sysctl() {
        try {
            return Files.readString(SYSCTL).strip();
        } catch (IOException e) {
            // Kernels before 6.6 have no such file; then it was not the sysctl.
            return "";
        }
    }
}
