package io.sockeye.benchmarks.compare;

/** Why the comparison could not be brought to its end, in one line for the user. */
public class CompareException extends Exception {
    private static final long serialVersionUID = 1;

    CompareException(String message) {
        super(message);
    }

    CompareException(String message, Throwable cause) {
        super(message, cause);
    }
}
