package io.sockeye.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system refused: Python's {@code OSError}. The message says what was asked,
 * what the OS said and, where that helps, what to try.
 *
 * <p>{@link #of(int, String)} picks the subclass, so {@code catch (ConnectionRefusedException e)}
 * works as in Python.
 */
public class OsException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The error number, or -1. */
    private final int errno;

    /** The call. */
    private final String call;

    /** The address, or an empty text. */
    private final String address;

    /** What a send had moved. */
    private final long bytesSent;

    /**
     * An error with everything that is known about it.
     *
     * @param errno the error number, or -1 for the library's own
     * @param call the call that failed, such as {@code "bind"}
     * @param address what it was about, or empty
     * @param message the whole message, or null to compose it
     * @param bytesSent what a failed send had moved
     */
    protected OsException(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        super(message != null ? message : compose(errno, call, address));
        this.errno = errno;
        this.call = call;
        this.address = address;
        this.bytesSent = bytesSent;
    }

    /**
     * Makes the exception for an error number.
     *
     * @param errno positive
     * @param call the call that failed, such as {@code "bind"}
     * @return an exception of the right subclass
     */
    public static OsException of(int errno, String call) {
        return of(errno, call, "");
    }

    /**
     * Makes the exception for an error number and what the call was about.
     *
     * @param errno positive
     * @param call the call that failed
     * @param address such as {@code "('127.0.0.1', 80)"}, or empty
     * @return an exception of the right subclass
     */
    public static OsException of(int errno, String call, String address) {
        return of(errno, call, address, null, 0);
    }

    /**
     * Makes the exception for an error number with everything else that is known.
     *
     * @param errno positive
     * @param call the call that failed
     * @param address what it was about, or empty
     * @param message the whole message, or null to compose it
     * @param bytesSent what a failed send had moved
     * @return an exception of the right subclass
     */
    public static OsException of(
            int errno, String call, String address, @Nullable String message, long bytesSent) {
        return OsExceptions.of(errno, call, address, message, bytesSent);
    }

    /**
     * Turns what a system call returned into a value or an exception.
     *
     * @param result a value, or -errno
     * @param call the call that was made
     * @return the value
     * @throws OsException if the result is negative, of the subclass for its errno
     */
    public static int check(int result, String call) throws OsException {
        if (result < 0) {
            throw of(-result, call);
        }
        return result;
    }

    /**
     * An error of the library's own, without an error number.
     *
     * @param call the call that failed
     * @param message what is wrong
     * @return an exception whose {@link #errno} is -1
     */
    public static OsException message(String call, String message) {
        return new OsException(-1, call, "", message, 0);
    }

    /**
     * What an engine answers that cannot do a thing.
     *
     * @param engine the engine
     * @param call what was asked
     * @param alternative an engine or way that can
     * @return an exception with EOPNOTSUPP
     */
    public static OsException unsupported(Engine engine, String call, String alternative) {
        String message = call + ": the " + engine.name() + " engine cannot do this; " + alternative;
        return of(Errno.EOPNOTSUPP, call, "", message, 0);
    }

    /**
     * The error number.
     *
     * @return positive, or -1 for the library's own timeouts and refusals
     */
    public int errno() {
        return errno;
    }

    /**
     * The name of the error number.
     *
     * @return such as {@code "EADDRINUSE"}, or an empty text if there is no number
     */
    public String errnoName() {
        return errno < 0 ? "" : Errno.name(errno);
    }

    /**
     * The words for the error number.
     *
     * @return such as {@code "Address already in use"}, or the message if there is no number
     */
    public String strerror() {
        return errno < 0 ? String.valueOf(getMessage()) : Errno.strerror(errno);
    }

    /**
     * The call that failed.
     *
     * @return such as {@code "bind"}
     */
    public String call() {
        return call;
    }

    /**
     * What the call was about.
     *
     * @return such as {@code "('127.0.0.1', 80)"}, or an empty text
     */
    public String address() {
        return address;
    }

    /**
     * How much a send that failed in the middle had moved.
     *
     * @return bytes that are on their way
     */
    public long bytesSent() {
        return bytesSent;
    }

    private static String compose(int errno, String call, String address) {
        String about = address.isEmpty() ? call : call + ' ' + address;
        return "[Errno " + errno + "] " + Errno.strerror(errno) + ": " + about;
    }
}
