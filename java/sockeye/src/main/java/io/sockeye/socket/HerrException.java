package io.sockeye.socket;

import io.sockeye.engine.OsException;

/**
 * A host has no entry: Python's {@code herror}. It has no errno but a code, the {@code h_errno} of
 * netdb.h.
 */
public final class HerrException extends OsException {
    private static final long serialVersionUID = 1L;

    /** h_errno. */
    private final int code;

    HerrException(int code, String call, String about) {
        super(-1, call, about, "[herror " + code + "] " + text(code) + ": " + about, 0);
        this.code = code;
    }

    /**
     * Why there is none.
     *
     * @return 1 no such host, 2 try again, 3 no recovery, 4 the name has no address
     */
    public int code() {
        return code;
    }

    /** hstrerror(3). */
    private static String text(int code) {
        return switch (code) {
            case 1 -> "Unknown host";
            case 2 -> "Host name lookup failure";
            case 3 -> "Unknown server error";
            case 4 -> "No address associated with name";
            default -> "Unknown resolver error";
        };
    }
}
