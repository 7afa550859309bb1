package io.sockeye.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a file reads bytes. Null and {@link Socket#WOULD_BLOCK} stand for Python's None: nothing is
 * there, and the socket may not wait.
 */
interface FileInput {
    byte[] NOTHING = {};

    /** Until so many bytes have come, or the end if negative. */
    byte @Nullable [] read(int n) throws IOException;

    /** With at most one receive. */
    byte @Nullable [] read1(int n) throws IOException;

    /** Up to and with a newline, but not more than the limit unless it is negative. */
    byte @Nullable [] readline(int limit) throws IOException;

    /** Into a buffer whose position moves. */
    int readinto(ByteBuffer into) throws IOException;
}
