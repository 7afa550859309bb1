package io.sockeye.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The event-driven framework 弑君者 (S0-8). Teaches what every framework of this kind is, the reactor
 * too: it alone decides what happens when, and users register what is to happen then.
 */
public final class Kingslayer {
    private final List<Supplier<? extends BaseHandler>> events = new ArrayList<>();

    /** What users extend. One without execute is an error, in Java already of the compiler. */
    public abstract static class BaseHandler {
        /** What is to happen. */
        public abstract void execute();
    }

    /** Registers an event: who handles it is made when it happens. */
    public void register(Supplier<? extends BaseHandler> handler) {
        events.add(handler);
    }

    /** Triggers the events, in the order in which they were registered. */
    public void run() {
        for (Supplier<? extends BaseHandler> event : events) {
            event.get().execute();
        }
    }
}
