package io.sockeye.socket;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.FileNames;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One sendfile. A path is sent with sendfile(2). The JDK does not tell the descriptor of a {@code
 * FileChannel}, so its bytes travel through scratch memory, in pieces as large as the connection
 * takes; on the loopback that is not slower.
 */
final class FileSender {
    /** A count that no file reaches. */
    static final long EVERYTHING = Long.MAX_VALUE;

    private static final int BLOCK = 1 << 30;
    private static final int O_RDONLY = 0;

    private final Io io;
    private final long offset;
    private final long count;
    private long sent;
    private int piece = ScratchPool.SMALL;

    FileSender(Io io, long offset, long count) {
        this.io = io;
        this.offset = offset;
        this.count = count;
    }

    /** A call of a file channel. */
    private interface Call<T> {
        T run() throws IOException;
    }

    // ---- a path

    long send(Path path) throws IOException {
        io.enter("sendfile");
        try {
            long expected = Files.size(path);
            int file = open(path);
            if (file >= 0 && sendAndClose(file, expected)) {
                return sent;
            }
            try (FileChannel channel = FileChannel.open(path)) {
                copy(channel);
            }
            return sent;
        } catch (NoSuchFileException e) {
            throw refused(Errno.ENOENT, path, e);
        } catch (AccessDeniedException e) {
            throw refused(Errno.EACCES, path, e);
        } finally {
            io.release();
        }
    }

    /** The descriptor, or -1 if the engine opens no files. */
    private int open(Path path) throws OsException {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            return -1;
        }
        byte[] name = (path.toString() + '\0').getBytes(FileNames.CHARSET);
        DirectBuffer scratch = io.engine.scratch().borrow(name.length);
        try {
            scratch.put(0, name, 0, name.length);
            int result;
            do {
                result = io.sys.open(scratch, 0, name.length, O_RDONLY);
            } while (result == -Errno.EINTR);
            if (result < 0 && result != -Errno.ENOSYS) {
                throw OsException.of(-result, "sendfile", path.toString());
            }
            return Math.max(result, -1);
        } finally {
            io.engine.scratch().release(scratch);
        }
    }

    /**
     * False if the file cannot be sent so; nothing has gone then.
     *
     * @param expected how long the file is, unless that changes
     */
    private boolean sendAndClose(int file, long expected) throws OsException {
        try {
            while (sent < count) {
                int block = (int) Math.min(BLOCK, count - sent);
                int n = io.sys.sendfile(io.fd(), file, offset + sent, block);
                if (n == 0) {
                    return true;
                }
                if (n < 0 && sent == 0 && isNotForSendfile(n)) {
                    return false;
                }
                advance(n);
                if (n > 0 && n < block && offset + sent < expected) {
                    // The connection is full: asking again at once would only be told so.
                    advance(-Errno.EAGAIN);
                }
            }
            return true;
        } finally {
            io.sys.close(file);
        }
    }

    private static boolean isNotForSendfile(int result) {
        return result == -Errno.EINVAL || result == -Errno.ENOSYS;
    }

    /** Counts what went; or waits, each time anew for the whole timeout. */
    private void advance(int result) throws OsException {
        if (result < 0) {
            // A deadline for each wait; and no yield before it, as a file has more to come.
            long deadline = Waits.deadline(io.timeoutNanos);
            io.retry(result, Poller.WRITE, deadline, "sendfile", 0, sent);
        } else {
            sent += result;
        }
    }

    // ---- a channel

    long send(FileChannel file) throws IOException {
        // Refuses one that cannot be read or is closed, before anything is sent.
        uninterrupted(() -> file.read(ByteBuffer.allocate(0), offset));
        io.enter("sendfile");
        try {
            copy(file);
        } catch (IOException | RuntimeException e) {
            try {
                reposition(file);
            } catch (IOException | RuntimeException late) {
                e.addSuppressed(late);
            }
            throw e;
        } finally {
            io.release();
        }
        reposition(file);
        return sent;
    }

    private void copy(FileChannel file) throws OsException {
        boolean more = true;
        while (more && sent < count) {
            more = copyPiece(file, (int) Math.min(piece, count - sent));
        }
    }

    /** False at the end of the file. */
    private boolean copyPiece(FileChannel file, int length) throws OsException {
        DirectBuffer scratch = io.engine.scratch().borrow(length);
        int got;
        int n;
        try {
            got = read(file, scratch.slice(0, length));
            n = got > 0 ? io.sys.send(io.fd(), scratch, 0, got, Sockets.MSG_DONTWAIT) : 0;
        } finally {
            io.engine.scratch().release(scratch);
        }
        if (got <= 0) {
            return false;
        }
        advance(n);
        if (n == got) {
            piece = Math.min(ScratchPool.LARGE, 2 * piece);
        } else if (n >= 0) {
            // The connection is full. What did not fit is read again; so is less the next time.
            piece = Math.max(ScratchPool.SMALL, n);
            advance(-Errno.EAGAIN);
        }
        return true;
    }

    private int read(FileChannel file, ByteBuffer into) throws OsException {
        try {
            return uninterrupted(() -> file.read(into, offset + sent));
        } catch (IOException e) {
            String message = "sendfile could not read the file: " + e;
            OsException failure = OsException.of(Errno.EIO, "sendfile", "", message, sent);
            failure.initCause(e);
            throw failure;
        }
    }

    private void reposition(FileChannel file) throws IOException {
        if (sent == 0 || !file.isOpen()) {
            return;
        }
        try {
            uninterrupted(() -> file.position(offset + sent));
        } catch (ClosedChannelException e) {
            // Closed by now by somebody else: nobody can see its position.
            return;
        }
    }

    /** A file channel closes itself when an interrupted thread uses it. */
    private static <T> T uninterrupted(Call<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return call.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static OsException refused(int errno, Path path, IOException cause) {
        OsException refusal = OsException.of(errno, "sendfile", path.toString());
        refusal.initCause(cause);
        return refusal;
    }
}
