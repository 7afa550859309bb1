package io.sockeye.engine;

/**
 * Something is not registered, or already is: Python's {@code KeyError} of selectors and {@code
 * poll}.
 */
public final class KeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * The key was not there, or was.
     *
     * @param message names the key
     */
    public KeyException(String message) {
        super(message);
    }
}
