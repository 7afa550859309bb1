package io.sockeye.selectors;

/**
 * The constants of Python's {@code selectors} module; import them with {@code import static
 * io.sockeye.selectors.Selectors.*}.
 */
public final class Selectors {
    /** Ready to be read: bytes, a connection to accept, the end of the stream, an error. */
    public static final int EVENT_READ = 1;

    /** Ready to be written, or a connect that has ended. */
    public static final int EVENT_WRITE = 2;

    private Selectors() {}
}
