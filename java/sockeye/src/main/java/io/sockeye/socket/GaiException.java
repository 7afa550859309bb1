package io.sockeye.socket;

import io.sockeye.engine.OsException;

/** A name could not be resolved: Python's {@code gaierror}. It has no errno but a code EAI_. */
public final class GaiException extends OsException {
    private static final long serialVersionUID = 1L;

    /** EAI_. */
    private final int code;

    GaiException(int code, String text, String call, String about) {
        super(-1, call, about, "[EAI " + code + "] " + text + ": " + about, 0);
        this.code = code;
    }

    /**
     * Why the resolver failed.
     *
     * @return one of the {@code EAI_} constants of {@link Sockets}; their sign differs by OS
     */
    public int code() {
        return code;
    }
}
