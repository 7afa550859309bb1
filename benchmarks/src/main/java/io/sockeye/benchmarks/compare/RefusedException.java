package io.sockeye.benchmarks.compare;

/** A server that ended at once because it cannot do what its command line asks for. */
final class RefusedException extends CompareException {
    private static final long serialVersionUID = 1;

    private final String reason;

    RefusedException(String message, String reason, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What it said. */
    String reason() {
        return reason;
    }
}
