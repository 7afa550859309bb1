package io.sockeye.engine;

import java.util.List;

/** Makes the pollers that stand on system calls alone. For engines. */
public final class Pollers {
    private Pollers() {}

    /**
     * A poller over select(2), poll(2) or epoll(7).
     *
     * @param engine whose system calls are used
     * @param kind which multiplexer
     * @return a new poller
     * @throws OsException if the OS refuses it, or EOPNOTSUPP for a kind that the engine lacks
     */
    public static Poller create(Engine engine, Multiplexer kind) throws OsException {
        if (!kind.hasPoller()) {
            throw OsException.unsupported(
                    engine,
                    "poller(" + kind + ")",
                    kind + " is the reactor's; selectors have " + withPollers(engine));
        }
        if (!engine.multiplexers().contains(kind)) {
            throw OsException.unsupported(
                    engine, "poller(" + kind + ")", "it has " + engine.multiplexers());
        }
        return switch (kind) {
            case SELECT -> new SelectPoller(engine);
            case POLL -> new PollPoller(engine);
            case EPOLL -> new EpollPoller(engine);
            default -> throw new IllegalArgumentException(kind + " does not stand on system calls");
        };
    }

    private static List<Multiplexer> withPollers(Engine engine) {
        return engine.multiplexers().stream().filter(Multiplexer::hasPoller).toList();
    }
}
