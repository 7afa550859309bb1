package io.sockeye.reactor;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a reactor that may block: the users', and apart from them those that resolve
 * names, so that no name waits for somebody's long work. Their threads end when they are idle.
 */
final class Pools {
    private static final int RESOLVERS = 8;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor work;
    private final ThreadPoolExecutor resolve;

    Pools(String name, int threads) {
        work = pool(name + "-thread-", threads);
        resolve = pool(name + "-resolve-", RESOLVERS);
    }

    private static ThreadPoolExecutor pool(String prefix, int threads) {
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, prefix + made.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    Executor work() {
        return work;
    }

    Executor resolve() {
        return resolve;
    }

    /** What runs goes on; nothing new begins. */
    void close() {
        work.shutdown();
        resolve.shutdown();
    }
}
