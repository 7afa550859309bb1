package io.sockeye.socketserver;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;

import io.sockeye.engine.ChildProcessException;
import io.sockeye.engine.Engine;
import io.sockeye.os.WaitStatus;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.DefaultSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes of one server, and the requests that wait for one.
 *
 * <p>A thread of the pool listens to the workers, starts and reaps them. A request goes to a worker
 * that is ready, from the thread that serves; if none is, the pool's thread sends it to the next
 * one. So a worker that dies while it starts takes no request with it.
 */
final class WorkerPool<R> implements ForkingMixIn.Children<R>, Runnable {
    private static final Logger LOGGER = ForkingMixIn.LOGGER;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration REAP_INTERVAL = Duration.ofMillis(2);
    private static final int SIGNAL_EXIT = 128;

    /**
     * Workers that handle many requests may soon be free, and a further one costs a tenth of a
     * second: it is started only if none has become free for so long while a request waits, or if
     * one waits longer.
     */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private record Waiting<R>(R request, Address client, long sinceNanos) {}

    /** A worker whose channel has ended, and when it is killed if the process has not. */
    private record Ending(Worker worker, long deadline) {}

    private final BaseServer<R> server;
    private final WorkerArchive archive;
    private final byte[] setup;
    private final boolean oneShot;
    private final int warm;
    private final int most;

    /** Where workers answer datagrams; it outlives the server's own. */
    private final @Nullable Socket answers;

    private final int startingMost = Runtime.getRuntime().availableProcessors();
    private final BaseSelector selector;
    private final Thread keeper;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<Waiting<R>> waiting = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> busy = new LinkedHashSet<>();
    private final Set<Worker> starting = new HashSet<>();
    private final Set<Worker> leaving = new HashSet<>();
    private final List<Ending> ending = new ArrayList<>();
    private long lastFreeNanos = System.nanoTime();
    private boolean closing;
    private boolean ended;

    /** After a worker could not start, none is started but for a request. */
    private boolean startsFail;

    /** Of workers that started, one after another. */
    private int killedStarts;

    WorkerPool(BaseServer<R> server, WorkerJvm jvm, WorkerSetup setup, int maxChildren)
            throws IOException {
        this.server = server;
        archive = new WorkerArchive(server.engine(), jvm);
        this.setup = setup.encode();
        oneShot = setup.maxRequests() == 1;
        warm = Math.min(Runtime.getRuntime().availableProcessors(), maxChildren);
        most = oneShot ? maxChildren + warm : maxChildren;
        boolean datagrams = server.socket().type() == SOCK_DGRAM;
        answers = datagrams ? server.socket().dup() : null;
        selector = new DefaultSelector(server.engine());
        keeper = new Thread(this, "sockeye-workers");
        keeper.setDaemon(true);
    }

    @Override
    public void start() {
        keeper.start();
    }

    // ---- for the thread that serves

    @Override
    public void process(R request, Address client) throws Exception {
        Waiting<R> next = new Waiting<>(request, client, System.nanoTime());
        Worker worker;
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("the worker processes have ended");
            }
            worker = waiting.isEmpty() ? idle.pollFirst() : null;
            if (worker == null) {
                waiting.add(next);
            } else {
                begin(worker, client);
            }
        } finally {
            lock.unlock();
        }
        if (worker == null || !handOver(worker, next) || oneShot) {
            selector.wakeup();
        }
    }

    @Override
    public boolean hasRoom(int maxChildren) {
        lock.lock();
        try {
            return busy.size() + waiting.size() < maxChildren;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<Long> active() {
        lock.lock();
        try {
            Set<Long> pids = new LinkedHashSet<>();
            busy.forEach(worker -> pids.add(worker.pid()));
            return pids;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no request is with a worker or waits for one. */
    @Override
    public void awaitQuiet() {
        lock.lock();
        try {
            while (!isQuiet() && !isOwnThread()) {
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuiet() {
        return ended || busy.isEmpty() && waiting.isEmpty();
    }

    /** Workers with a request finish it; all others end at once. */
    @Override
    public void close(boolean block) throws IOException {
        lock.lock();
        try {
            closing = true;
            for (Worker worker : busy) {
                tell(worker);
            }
        } finally {
            lock.unlock();
        }
        selector.wakeup();
        lock.lock();
        try {
            while (!(block ? ended : ended || isIdleOver()) && !isOwnThread()) {
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is waited for, this thread does; a hook that it calls may close the server. */
    private boolean isOwnThread() {
        return Thread.currentThread() == keeper;
    }

    private boolean isIdleOver() {
        return idle.isEmpty() && starting.isEmpty() && leaving.isEmpty() && ending.isEmpty();
    }

    private static void tell(Worker worker) {
        try {
            worker.quit();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, worker + " was gone before it could be told to end", e);
        }
    }

    // ---- handing over

    /** With the lock. */
    private void begin(Worker worker, Address client) {
        worker.client = client;
        busy.add(worker);
    }

    /** False if the worker was gone, and the request waits again. */
    private boolean handOver(Worker worker, Waiting<R> next) throws Exception {
        try {
            if (!worker.give(next.request, next.client, server.socket())) {
                again(worker, next);
                return false;
            }
        } catch (IOException e) {
            discard(worker);
            throw e;
        }
        server.closeRequest(next.request);
        return true;
    }

    private void again(Worker worker, Waiting<R> next) {
        lock.lock();
        try {
            worker.client = null;
            if (busy.remove(worker) && !worker.isReleased) {
                leaving.add(worker);
            }
            waiting.addFirst(next);
        } finally {
            lock.unlock();
        }
    }

    /** It may have got half of a message. */
    private void discard(Worker worker) throws IOException {
        lock.lock();
        try {
            worker.client = null;
        } finally {
            lock.unlock();
        }
        worker.kill();
    }

    // ---- the pool's thread

    @Override
    public void run() {
        try {
            startWorkers();
            archive.prepare();
            while (!turn()) {
                // one turn after another
            }
        } catch (Throwable e) {
            giveUp(new IOException("the worker processes were given up", e));
            LOGGER.log(Level.ERROR, "the worker processes are given up", e);
        } finally {
            end();
        }
    }

    /** Nothing is left to wait for. */
    private void giveUp(IOException why) {
        List<Worker> all = new ArrayList<>();
        List<Waiting<R>> losers;
        lock.lock();
        try {
            ended = true;
            losers = List.copyOf(waiting);
            waiting.clear();
            List.of(idle, busy, starting, leaving).forEach(all::addAll);
            ending.forEach(each -> all.add(each.worker));
        } finally {
            lock.unlock();
        }
        losers.forEach(each -> fail(each, why));
        all.forEach(WorkerPool::killNow);
    }

    private static void killNow(Worker worker) {
        try {
            worker.kill();
            worker.channel().close();
            worker.await();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "ending " + worker, e);
        }
    }

    private void end() {
        try {
            archive.close();
            selector.close();
            if (answers != null) {
                answers.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "closing what the worker processes needed", e);
        }
        lock.lock();
        try {
            ended = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was the last. */
    private boolean turn() throws IOException {
        for (ReadyKey ready : selector.select(patience())) {
            hear(ready.key().data(Worker.class));
        }
        reap();
        handOverWaiting();
        startWorkers();
        retire();
        return isOver();
    }

    private @Nullable Duration patience() {
        lock.lock();
        try {
            if (!ending.isEmpty()) {
                return REAP_INTERVAL;
            }
            int all = idle.size() + busy.size();
            if (!waiting.isEmpty() && starting.isEmpty() && all < most && !oneShot) {
                return Duration.ofNanos(BUSY_NANOS);
            }
            return all > warm ? Duration.ofNanos(IDLE_NANOS) : null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            change.signalAll();
            return closing && isQuiet() && isIdleOver();
        } finally {
            lock.unlock();
        }
    }

    private void hear(Worker worker) throws IOException {
        switch (worker.listen()) {
            case READY -> free(worker);
            case LEAVING -> leaving(worker);
            case ENDED -> ended(worker);
            default -> {}
        }
    }

    private void leaving(Worker worker) {
        lock.lock();
        try {
            if (idle.remove(worker)) {
                leaving.add(worker);
            }
        } finally {
            lock.unlock();
        }
        tell(worker);
    }

    private void free(Worker worker) {
        worker.hasStarted = true;
        lock.lock();
        try {
            starting.remove(worker);
            busy.remove(worker);
            worker.client = null;
            worker.idleSinceNanos = System.nanoTime();
            lastFreeNanos = worker.idleSinceNanos;
            idle.addFirst(worker);
            startsFail = false;
            killedStarts = 0;
        } finally {
            lock.unlock();
        }
        server.changed();
    }

    private void ended(Worker worker) throws IOException {
        selector.unregister(worker.channel());
        release(worker);
    }

    private void release(Worker worker) throws IOException {
        lock.lock();
        try {
            starting.remove(worker);
            idle.remove(worker);
            leaving.remove(worker);
            worker.isReleased = true;
            ending.add(new Ending(worker, System.nanoTime() + END_NANOS));
        } finally {
            lock.unlock();
        }
        worker.channel().close();
    }

    /** To what a hook throws here nobody listens but the log. */
    private void fail(Waiting<R> loser, IOException why) {
        try {
            server.failed(loser.request, loser.client, why);
        } catch (Throwable e) {
            LOGGER.log(Level.ERROR, "reporting that a request failed", e);
        }
    }

    private void reap() throws IOException {
        for (Ending each : List.copyOf(ending)) {
            WaitStatus status = status(each.worker);
            if (status == null || !status.running()) {
                forget(each, status);
            } else if (System.nanoTime() - each.deadline > 0) {
                // Its handler has closed the channel, or something holds the process back.
                each.worker.kill();
            }
        }
    }

    /** Null if somebody else has taken it, who waits for any child of this process. */
    private static @Nullable WaitStatus status(Worker worker) throws IOException {
        try {
            return worker.poll();
        } catch (ChildProcessException e) {
            LOGGER.log(Level.DEBUG, "nobody knows how " + worker + " ended", e);
            return null;
        }
    }

    private void forget(Ending each, @Nullable WaitStatus status) {
        Worker worker = each.worker;
        Address lost;
        lock.lock();
        try {
            ending.remove(each);
            busy.remove(worker);
            lost = worker.client;
        } finally {
            lock.unlock();
        }
        if (!worker.hasStarted && !worker.isUnwanted) {
            startFailed(isKilled(status), worker.failure(status));
        }
        if (lost != null && status != null && status.signaled()) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} was ended by signal {1} while it handled the request of {2}",
                    worker,
                    status.signal(),
                    lost);
        }
        server.changed();
    }

    /** From outside; a JVM that has caught the signal exits with its number. */
    private static boolean isKilled(@Nullable WaitStatus status) {
        return status == null || status.signaled() || status.exitCode() > SIGNAL_EXIT;
    }

    private void handOverWaiting() {
        for (Worker worker = next(); worker != null; worker = next()) {
            Waiting<R> first;
            lock.lock();
            try {
                first = waiting.removeFirst();
                begin(worker, first.client);
            } finally {
                lock.unlock();
            }
            try {
                handOver(worker, first);
            } catch (Exception e) {
                fail(first, new IOException("the request could not be handed over", e));
            }
        }
    }

    /** A worker for a request that waits; null if there is none of the one or the other. */
    private @Nullable Worker next() {
        lock.lock();
        try {
            return waiting.isEmpty() ? null : idle.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    private void startWorkers() {
        while (isAnotherWanted()) {
            try {
                startWorker();
            } catch (IOException e) {
                startFailed(false, new IOException("no worker process could be started", e));
            }
        }
    }

    private boolean isAnotherWanted() {
        lock.lock();
        try {
            int all = idle.size() + starting.size() + busy.size();
            int spare = oneShot ? idle.size() + starting.size() : all;
            boolean lacks = spare < warm && !closing && !startsFail;
            boolean asked = starting.size() < waiting.size() && isWaitingLong();
            return (lacks || asked) && all < most && starting.size() < startingMost;
        } finally {
            lock.unlock();
        }
    }

    private boolean isWaitingLong() {
        long now = System.nanoTime();
        long waited = now - waiting.getFirst().sinceNanos;
        return oneShot
                || waited >= WAIT_NANOS
                || Math.min(waited, now - lastFreeNanos) >= BUSY_NANOS;
    }

    private void startWorker() throws IOException {
        Engine engine = server.engine();
        int fd = answers == null ? -1 : answers.fileno();
        Worker worker = Worker.start(engine, archive.command(), setup, fd);
        lock.lock();
        try {
            starting.add(worker);
        } finally {
            lock.unlock();
        }
        boolean registered = false;
        try {
            selector.register(worker.channel(), EVENT_READ, worker);
            registered = true;
        } finally {
            if (!registered) {
                worker.isUnwanted = true;
                worker.kill();
                release(worker);
            }
        }
    }

    /**
     * A request waits for another worker if one was killed from outside: one blow may hit all that
     * start.
     */
    private void startFailed(boolean killed, IOException why) {
        Waiting<R> loser = null;
        lock.lock();
        try {
            startsFail = true;
            if (!killed || ++killedStarts > startingMost) {
                killedStarts = 0;
                loser = waiting.pollFirst();
            }
        } finally {
            lock.unlock();
        }
        if (loser != null) {
            fail(loser, why);
        } else {
            LOGGER.log(Level.WARNING, why.getMessage(), why.getCause());
        }
    }

    /** Ends workers that have nothing to do: all when the pool closes, else those too many. */
    private void retire() throws IOException {
        for (Worker worker : surplus()) {
            worker.isUnwanted = true;
            worker.kill();
            ended(worker);
        }
    }

    private List<Worker> surplus() {
        lock.lock();
        try {
            List<Worker> found = new ArrayList<>();
            if (closing && waiting.isEmpty()) {
                found.addAll(idle);
                found.addAll(starting);
                found.addAll(leaving);
                return found;
            }
            long now = System.nanoTime();
            int all = idle.size() + busy.size();
            while (all - found.size() > warm
                    && !idle.isEmpty()
                    && now - idle.peekLast().idleSinceNanos > IDLE_NANOS) {
                found.add(idle.removeLast());
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
