package io.sockeye.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out by doing whether io_uring works here: makes a ring, submits, reaps, lets a wait time
 * out, watches a descriptor, and then tries each {@link RingFeature} on a ring of its own. A
 * kernel's version would tell less, because sandboxes hide the calls. For engines.
 */
public final class Rings {
    /**
     * Names features that are not to be used, comma separated, or {@code all}: for kernels whose
     * own do not work, and to find out what they bring.
     */
    public static final String WITHOUT = "sockeye.io_uring.without";

    /** What io_uring_setup(2) is asked for. */
    private static final Set<RingFeature> SETUP =
            Set.of(RingFeature.DEFER_TASKRUN, RingFeature.SUBMIT_ALL);

    private static final Path SYSCTL = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final int ENTRIES = 4;
    private static final int BUFFER_SIZE = 64;
    private static final long TOKEN = 0x1234_5678_9abc_def0L;
    private static final long OTHER_TOKEN = 7;
    private static final long LIMIT_NANOS = 1_000_000_000;

    private final Engine engine;
    private final Syscalls syscalls;
    private final Map<RingFeature, String> without;

    /** What it tries, on a ring that has only what is tried. */
    @FunctionalInterface
    private interface Trial {
        void on(Ring ring) throws OsException;
    }

    private Rings(Engine engine) {
        this.engine = engine;
        this.syscalls = engine.syscalls();
        this.without = unwanted();
    }

    /**
     * What a ring of an engine is to be made with.
     *
     * @param engine one that has io_uring
     * @return all features but the missing ones
     */
    public static Set<RingFeature> features(Engine engine) {
        Set<RingFeature> features = EnumSet.allOf(RingFeature.class);
        features.removeAll(engine.missingRingFeatures().keySet());
        return features;
    }

    /** Why there is no io_uring; empty if it works. */
    static Optional<String> missing(Engine engine) {
        if (!engine.abi().has("EPOLLIN")) {
            return Optional.of("io_uring exists on Linux only");
        }
        try {
            new Rings(engine).tryAll();
            return Optional.empty();
        } catch (OsException e) {
            return Optional.of(explain(e));
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What an io_uring that works has to do without, and why. */
    static Map<RingFeature, String> missingFeatures(Engine engine) {
        Rings rings = new Rings(engine);
        rings.tryFeatures();
        return Collections.unmodifiableMap(rings.without);
    }

    private static Map<RingFeature, String> unwanted() {
        Map<RingFeature, String> unwanted = new EnumMap<>(RingFeature.class);
        String names = System.getProperty(WITHOUT, "");
        String reason = "excluded by -D" + WITHOUT + "=" + names;
        for (String name : names.split(",", -1)) {
            if (name.equals("all")) {
                EnumSet.allOf(RingFeature.class).forEach(each -> unwanted.put(each, reason));
            } else if (!name.isEmpty()) {
                unwanted.put(named(name), reason);
            }
        }
        return unwanted;
    }

    private static RingFeature named(String name) {
        List<RingFeature> all = List.of(RingFeature.values());
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "-D"
                                                + WITHOUT
                                                + "="
                                                + name
                                                + ": there is no such feature, only "
                                                + all
                                                + " and all of them by the name of all"));
    }

    // ---- what a ring cannot be without

    private void tryAll() throws OsException {
        try (Ring ring = enabled(Set.of())) {
            requireAnswer(ring);
            requireTimeout(ring);
            onPair((reader, writer) -> requireWatching(ring, reader, writer));
        }
    }

    private Ring enabled(Set<RingFeature> features) throws OsException {
        Ring ring = new Ring(engine, features, ENTRIES, 2 * ENTRIES);
        int result = ring.enableHere();
        if (result < 0) {
            ring.close();
            throw OsException.of(-result, "io_uring_register(ENABLE_RINGS)");
        }
        return ring;
    }

    private static void requireAnswer(Ring ring) throws OsException {
        ring.nop(false, TOKEN);
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        if (ring.available() != 1 || ring.token(0) != TOKEN || ring.result(0) != 0) {
            throw OsException.message("io_uring_enter", "a request that does nothing was lost");
        }
        skip(ring);
    }

    private static void skip(Ring ring) {
        ring.skip();
        ring.giveBack();
    }

    private static void requireTimeout(Ring ring) throws OsException {
        int result = ring.enter(1);
        if (result != -Errno.ETIME) {
            throw OsException.message("io_uring_enter", "a wait with a timeout gave " + result);
        }
    }

    private void requireWatching(Ring ring, int reader, int writer) throws OsException {
        ring.poll(reader, engine.abi().constant("POLLIN"), true, TOKEN);
        OsException.check(ring.submit(), "io_uring_enter");
        sendByte(writer);
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        requireResult(ring, "POLL_ADD_MULTI");
        if (!Ring.hasMore(ring.flags(0))) {
            throw OsException.message("io_uring_enter", "it cannot watch again and again");
        }
    }

    /** One answer, and no error. */
    private static void requireResult(Ring ring, String what) throws OsException {
        if (ring.available() != 1) {
            throw OsException.message(
                    "io_uring_enter", what + " brought " + ring.available() + " answers for 1");
        }
        OsException.check(ring.result(0), "io_uring_enter, " + what);
    }

    // ---- what it can be without

    private void tryFeatures() {
        trySetup();
        if (without.containsKey(RingFeature.DEFER_TASKRUN)) {
            String why = "what comes at any time could overtake what recv(2) takes meanwhile";
            without.putIfAbsent(RingFeature.RECV_MULTISHOT, why);
        }
        tryOut(RingFeature.RECV_MULTISHOT, this::requireReceiving);
        tryOut(RingFeature.ACCEPT_MULTISHOT, this::requireAccepting);
        tryOut(RingFeature.CANCEL_FD, this::requireCancelling);
        tryOut(RingFeature.CQE_SKIP_SUCCESS, Rings::requireSilence);
    }

    /** One without the other, before both are given up. */
    private void trySetup() {
        String refused = "";
        for (Set<RingFeature> omitted :
                List.<Set<RingFeature>>of(
                        Set.of(),
                        Set.of(RingFeature.DEFER_TASKRUN),
                        Set.of(RingFeature.SUBMIT_ALL))) {
            Set<RingFeature> features = EnumSet.copyOf(SETUP);
            features.removeAll(omitted);
            features.removeAll(without.keySet());
            try {
                enabled(features).close();
                putMissing(omitted, refused);
                return;
            } catch (OsException e) {
                refused = String.valueOf(e.getMessage());
            }
        }
        putMissing(SETUP, refused);
    }

    private void putMissing(Set<RingFeature> features, String why) {
        features.forEach(each -> without.putIfAbsent(each, why));
    }

    private void tryOut(RingFeature feature, Trial trial) {
        if (without.containsKey(feature)) {
            return;
        }
        try (Ring ring = enabled(Set.of(feature))) {
            trial.on(ring);
        } catch (OsException e) {
            without.put(feature, String.valueOf(e.getMessage()));
        }
    }

    private void requireReceiving(Ring ring) throws OsException {
        BufferRing buffers = new BufferRing(engine, ring, BUFFER_SIZE, 1, 1);
        onPair((receiver, sender) -> receive(ring, buffers, receiver, sender));
    }

    private void receive(Ring ring, BufferRing buffers, int to, int from) throws OsException {
        ring.receiveAll(to, TOKEN);
        OsException.check(ring.submit(), "io_uring_enter");
        sendByte(from);
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        requireResult(ring, "RECV_MULTISHOT");
        if (Ring.buffer(ring.flags(0)) != 0
                || ring.result(0) != 1
                || buffers.take(0).get(0) != 7
                || !Ring.hasMore(ring.flags(0))) {
            throw OsException.message("io_uring_enter", "it cannot receive again and again");
        }
    }

    /** No listener is needed: only who knows the flag looks at what kind of file it is. */
    private void requireAccepting(Ring ring) throws OsException {
        try (WakeFd noSocket = new WakeFd(engine)) {
            ring.acceptAll(noSocket.fileno(), 0, TOKEN);
            OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
            if (ring.available() != 1 || ring.result(0) != -Errno.ENOTSOCK) {
                requireResult(ring, "ACCEPT_MULTISHOT");
            }
        }
    }

    private void requireCancelling(Ring ring) throws OsException {
        try (WakeFd silent = new WakeFd(engine)) {
            ring.poll(silent.fileno(), engine.abi().constant("POLLIN"), false, TOKEN);
            ring.cancelAll(silent.fileno(), OTHER_TOKEN);
            boolean over = false;
            while (!over) {
                OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
                if (ring.available() == 0) {
                    throw OsException.message("io_uring_enter", "ASYNC_CANCEL_FD ends nothing");
                }
                over = ring.token(0) == TOKEN;
                if (!over) {
                    OsException.check(ring.result(0), "io_uring_enter, ASYNC_CANCEL_FD");
                }
                skip(ring);
            }
        }
    }

    private static void requireSilence(Ring ring) throws OsException {
        ring.nop(true, TOKEN);
        ring.nop(false, OTHER_TOKEN);
        OsException.check(ring.enter(LIMIT_NANOS), "io_uring_enter");
        requireResult(ring, "CQE_SKIP_SUCCESS");
    }

    // ---- a peer to try it with

    /** Two connected sockets. */
    @FunctionalInterface
    private interface Pair {
        void use(int reader, int writer) throws OsException;
    }

    private void onPair(Pair pair) throws OsException {
        DirectBuffer fds = engine.allocate(2 * Integer.BYTES);
        int family = engine.abi().constant("AF_UNIX");
        int type = engine.abi().constant("SOCK_STREAM");
        OsException.check(syscalls.socketpair(family, type, 0, fds, 0), "socketpair");
        try {
            pair.use(fds.getInt(0), fds.getInt(Integer.BYTES));
        } finally {
            syscalls.close(fds.getInt(0));
            syscalls.close(fds.getInt(Integer.BYTES));
        }
    }

    private void sendByte(int socket) throws OsException {
        DirectBuffer memory = engine.allocate(1);
        memory.put(0, (byte) 7);
        OsException.check(syscalls.send(socket, memory, 0, 1, 0), "send");
    }

    // ---- in words

    private static String explain(OsException e) {
        String why =
                switch (e.errnoName()) {
                    case "ENOSYS" ->
                            "the kernel is older than 5.1 or built without it, or a seccomp filter"
                                    + " (of a container, an emulator) hides it";
                    case "EPERM", "EACCES" -> forbidden();
                    case "EINVAL", "EOPNOTSUPP" -> "the kernel is older than 5.13";
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
