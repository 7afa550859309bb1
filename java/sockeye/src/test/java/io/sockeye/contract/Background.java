package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A call on a thread of its own.
 *
 * @param <T> what it returns
 */
final class Background<T> {
    private final FutureTask<T> task;
    private final Thread thread;
    private volatile int tid;

    private Background(Callable<T> call, Function<Runnable, Thread> maker) {
        task = new FutureTask<>(call);
        thread =
                maker.apply(
                        () -> {
                            tid = currentTid();
                            task.run();
                        });
    }

    /** Starts a platform thread. */
    static <T> Background<T> start(Callable<T> call) {
        return start(
                call,
                body -> {
                    Thread thread = new Thread(body, "background");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    static <T> Background<T> start(Callable<T> call, Function<Runnable, Thread> maker) {
        Background<T> background = new Background<>(call, maker);
        background.thread.start();
        return background;
    }

    /** The kernel's number of the current platform thread. */
    static int currentTid() {
        try {
            Path link = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return Integer.parseInt(link.getFileName().toString());
        } catch (IOException e) {
            return -1;
        }
    }

    Thread thread() {
        return thread;
    }

    /** The kernel's number of the thread, once it runs. */
    int tid() {
        Eventually.eventually("the thread runs", () -> tid != 0);
        return tid;
    }

    boolean isDone() {
        return task.isDone();
    }

    /** What the call returned; what it threw is thrown. */
    T result() throws Exception {
        try {
            return task.get(Eventually.LIMIT_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } catch (TimeoutException e) {
            return stuck();
        }
    }

    /** What the call threw. */
    <E extends Throwable> E failure(Class<E> type) throws Exception {
        try {
            T result = task.get(Eventually.LIMIT_NANOS, TimeUnit.NANOSECONDS);
            return fail("returned " + result + " instead of throwing " + type.getSimpleName());
        } catch (ExecutionException e) {
            if (type.isInstance(e.getCause())) {
                return type.cast(e.getCause());
            }
            throw new AssertionError("not a " + type.getSimpleName(), e.getCause());
        } catch (TimeoutException e) {
            stuck();
            throw new AssertionError(e);
        }
    }

    /** Returns once the call waits inside the library. */
    Background<T> awaitBlocked() throws Exception {
        Eventually.eventually("the call waits", () -> task.isDone() || isWaiting());
        if (task.isDone()) {
            fail("did not wait but returned " + result());
        }
        return this;
    }

    private boolean isWaiting() throws IOException {
        boolean inside =
                Arrays.stream(thread.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(
                                name ->
                                        name.startsWith("io.sockeye.engine.")
                                                || name.startsWith("io.sockeye.reactor.Stream"));
        boolean paused =
                Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("pause"));
        boolean parked =
                thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING;
        return parked && (inside || paused) || inside && !parked && sleepsInKernel();
    }

    private boolean sleepsInKernel() throws IOException {
        if (VirtualThreads.isVirtual(thread) || tid == 0) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/self/task/" + tid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'S' && inKernelWait();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Asked twice: a thread that sleeps for a lock of the JVM does so only for a moment. */
    private boolean inKernelWait() {
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .anyMatch(name -> name.equals("await") || name.equals("waitUntilReady"));
    }

    private <R> R stuck() {
        return fail("still running: " + Arrays.toString(thread.getStackTrace()));
    }
}
