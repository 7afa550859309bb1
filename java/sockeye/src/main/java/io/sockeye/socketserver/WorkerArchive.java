package io.sockeye.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.Engine;
import io.sockeye.os.Child;
import io.sockeye.os.Fd;
import io.sockeye.os.Processes;
import io.sockeye.os.WaitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a worker as the JVM maps them into memory, instead of reading and checking them at
 * each start: an archive of class data, or from JDK 25 on an AOT cache.
 *
 * <p>It is made once, by a process beside the first workers, and kept in the user's cache folder;
 * the JVM checks itself that it fits. Workers do without it until it is there. JVMs archive only
 * what is in the jars with which the class path begins.
 *
 * <p>{@code -Dsockeye.workers.archive} names another folder, or is {@code off}.
 */
final class WorkerArchive {
    static final String PROPERTY = "sockeye.workers.archive";

    private static final int AOT_SINCE = 25;
    private static final boolean AOT = Runtime.version().feature() >= AOT_SINCE;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final long KILLED_MILLIS = 2000;
    private static final Duration TOUCHED = Duration.ofDays(1);

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Engine engine;
    private final WorkerJvm jvm;
    private final @Nullable Path file;
    private volatile boolean isThere;
    private @Nullable Child training;
    private @Nullable Thread waiter;
    private boolean closed;

    WorkerArchive(Engine engine, WorkerJvm jvm) {
        this.engine = engine;
        this.jvm = jvm;
        file = file(jvm);
        isThere = file != null && Files.exists(file);
    }

    /** Null if there can be none. */
    private static @Nullable Path file(WorkerJvm jvm) {
        String chosen = System.getProperty(PROPERTY, "");
        if (chosen.equals("off") || jvm.archived().isEmpty()) {
            return null;
        }
        try {
            Path folder = chosen.isEmpty() ? cacheFolder() : Path.of(chosen);
            Files.createDirectories(folder.toAbsolutePath().getParent());
            makePrivate(folder);
            return folder.resolve("worker-" + key(jvm) + (AOT ? ".aot" : ".jsa"));
        } catch (IOException e) {
            ForkingMixIn.LOGGER.log(Level.DEBUG, "workers start without a class archive", e);
            return null;
        }
    }

    private static Path cacheFolder() {
        String caches = System.getenv("XDG_CACHE_HOME");
        Path base =
                caches != null && caches.startsWith("/")
                        ? Path.of(caches)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("sockeye");
    }

    /** Who can write an archive can run code in the workers. */
    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder);
        boolean ours = Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
        if (!ours || OTHERS_WRITE.stream().anyMatch(allowed::contains)) {
            throw new IOException(folder + " can be written by other users");
        }
    }

    /** Of all that the JVM compares. */
    private static String key(WorkerJvm jvm) throws IOException {
        StringBuilder facts = new StringBuilder(System.getProperty("java.vm.version"));
        for (String part : jvm.command()) {
            facts.append('\n').append(part);
        }
        for (String entry : jvm.archived()) {
            Path jar = Path.of(entry);
            facts.append('\n').append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    /** The command of a worker that starts now. */
    List<String> command() {
        if (!isThere || file == null) {
            return jvm.command();
        }
        return jvm.command(
                AOT
                        ? List.of("-XX:AOTCache=" + file)
                        : List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file));
    }

    /** Makes the archive if there is none; returns before it is made. */
    void prepare() {
        try {
            makeOrTouch();
        } catch (IOException e) {
            ForkingMixIn.LOGGER.log(Level.DEBUG, "workers start without a class archive", e);
        }
    }

    private synchronized void makeOrTouch() throws IOException {
        if (file == null || closed) {
            return;
        }
        if (isThere) {
            touch(file);
            return;
        }
        // Other servers may make the same one, also in other containers.
        Path made = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        String option = AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        List<String> command = jvm.trainingCommand(option + made);
        Fd.Pipe pipe = Fd.pipe(engine);
        boolean started = false;
        try (Fd theirs = pipe.out()) {
            // The JVM tells about it on standard output.
            training =
                    Processes.spawn(
                            command,
                            o -> o.engine(engine).fd(1, theirs).fd(2, theirs).newSession(true));
            started = true;
        } finally {
            if (!started) {
                pipe.in().close();
            }
        }
        Child child = training;
        waiter = new Thread(() -> await(child, pipe.in(), made, file), "sockeye-class-archive");
        waiter.setDaemon(true);
        waiter.start();
    }

    private void await(Child child, Fd output, Path made, Path kept) {
        try (output) {
            String said = readAll(output);
            WaitStatus status = child.waitFor();
            if (status.exited() && status.exitCode() == 0 && Files.exists(made)) {
                Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
                isThere = true;
                removeOld(kept.toAbsolutePath().getParent());
            } else {
                ForkingMixIn.LOGGER.log(
                        Level.DEBUG, "no class archive was made: {0}: {1}", status, said);
                Files.deleteIfExists(made);
                // From JDK 25 on the JVM has a second process make the archive, out of this file.
                Files.deleteIfExists(made.resolveSibling(made.getFileName() + ".config"));
            }
        } catch (IOException e) {
            ForkingMixIn.LOGGER.log(Level.DEBUG, "workers start without a class archive", e);
        }
    }

    private static String readAll(Fd output) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(1024);
        while (output.read(part.clear()) > 0) {
            all.write(part.array(), 0, part.position());
        }
        return all.toString(UTF_8);
    }

    /** Archives of class paths that are gone would pile up. */
    private static void removeOld(Path folder) throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each :
                    all.filter(f -> f.getFileName().toString().startsWith("worker-")).toList()) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private static void touch(Path used) throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(used).toInstant().isBefore(now.minus(TOUCHED))) {
            Files.setLastModifiedTime(used, FileTime.from(now));
        }
    }

    /** Nothing of a server stays behind: no process, and no half of a file. */
    synchronized void close() throws IOException {
        closed = true;
        if (training == null || waiter == null) {
            return;
        }
        if (training.poll().running()) {
            // With the process that it may have started itself.
            Processes.kill(-training.pid(), Processes.SIGKILL);
        }
        try {
            waiter.join(KILLED_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
