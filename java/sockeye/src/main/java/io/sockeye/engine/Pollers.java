package io.sockeye.engine;

/** Makes the pollers that stand on system calls alone. For engines. */
public final class Pollers {
    private Pollers() {}

    /**
     * A poller over select(2), poll(2), epoll(7) or kqueue(2).
     *
     * @param engine whose system calls are used
     * @param kind which multiplexer
     * @return a new poller
     * @throws OsException if the OS refuses it, or EOPNOTSUPP for a kind that is not served here
     */
    public static Poller create(Engine engine, Multiplexer kind) throws OsException {
        throw OsException.unsupported(engine, "poller(" + kind + ")", "choose another multiplexer");
    }
}
