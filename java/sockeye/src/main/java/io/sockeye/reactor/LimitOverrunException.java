package io.sockeye.reactor;

import java.io.IOException;

/**
 * No separator came within the limit of a {@link StreamReader}. Python's {@code
 * asyncio.LimitOverrunError}.
 *
 * <p>After {@code readuntil} the bytes are still in the reader: {@code readexactly(e.consumed())}
 * takes those that are not part of a separator. After {@code readline} they are gone, where Python
 * raises ValueError.
 */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How many bytes come before the separator, as far as is known. */
    private final int consumed;

    LimitOverrunException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /**
     * How many bytes stand before the separator, or before the place where one could still begin.
     *
     * @return a number above the limit
     */
    public int consumed() {
        return consumed;
    }
}
