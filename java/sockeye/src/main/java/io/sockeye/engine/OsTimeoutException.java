package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * A timeout has passed: Python's {@code TimeoutError}. {@link #errno()} is -1 if it was the
 * object's own timeout, and ETIMEDOUT if the kernel gave the connection up.
 */
public final class OsTimeoutException extends OsException {
    private static final long serialVersionUID = 1L;

    OsTimeoutException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(errno, call, address, message, bytesSent);
    }

    /**
     * The timeout of an object has passed.
     *
     * @param call the call that waited
     * @param address what it was about, or empty
     * @param bytesSent what a send had moved
     * @return an exception without an error number
     */
    public static OsTimeoutException timedOut(String call, String address, long bytesSent) {
        String about = address.isEmpty() ? call : call + ' ' + address;
        return new OsTimeoutException(-1, call, address, "timed out: " + about, bytesSent);
    }
}
