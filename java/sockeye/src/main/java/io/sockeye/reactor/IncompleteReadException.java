package io.sockeye.reactor;

import java.io.EOFException;
import java.util.OptionalInt;

/**
 * The stream ended before everything that a read of {@link StreamReader} wanted had come; what did
 * come is in {@link #partial}. Python's {@code asyncio.IncompleteReadError}.
 */
public final class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = -1;

    /** What was read. */
    private final byte[] partial;

    /** How much was wanted, or -1. */
    private final int expected;

    private IncompleteReadException(byte[] partial, int expected, String wanted) {
        super(
                "the stream ended after "
                        + partial.length
                        + (partial.length == 1 ? " byte" : " bytes")
                        + wanted);
        this.partial = partial;
        this.expected = expected;
    }

    static IncompleteReadException of(byte[] partial, int expected) {
        return new IncompleteReadException(partial, expected, ", " + expected + " were expected");
    }

    static IncompleteReadException withoutSeparator(byte[] partial) {
        return new IncompleteReadException(partial, UNKNOWN, " and without the separator");
    }

    /**
     * What was read before the end; it is not in the reader any more.
     *
     * @return a copy
     */
    public byte[] partial() {
        return partial.clone();
    }

    /**
     * How many bytes were wanted.
     *
     * @return the number given to {@code readexactly}, or empty where the read wanted a separator
     *     (Python: None)
     */
    public OptionalInt expected() {
        return expected == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(expected);
    }
}
