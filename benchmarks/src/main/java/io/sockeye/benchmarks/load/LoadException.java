package io.sockeye.benchmarks.load;

/** A server that did not do what an echo server does; the message says what it did. */
public final class LoadException extends Exception {
    private static final long serialVersionUID = 1;

    LoadException(String message) {
        super(message);
    }
}
