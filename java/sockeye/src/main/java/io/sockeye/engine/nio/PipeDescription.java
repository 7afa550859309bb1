package io.sockeye.engine.nio;

import static io.sockeye.engine.Poller.READ;
import static io.sockeye.engine.Poller.WRITE;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** One end of a pipe. */
final class PipeDescription extends Description {
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;

    private final Pipe.@Nullable SourceChannel source;
    private final Pipe.@Nullable SinkChannel sink;
    private final SelectableChannel channel;
    private volatile boolean closed;

    PipeDescription(Pipe.SourceChannel source) throws IOException {
        super(-Errno.ENOTSOCK);
        source.configureBlocking(false);
        this.source = source;
        this.sink = null;
        this.channel = source;
    }

    PipeDescription(Pipe.SinkChannel sink) throws IOException {
        super(-Errno.ENOTSOCK);
        sink.configureBlocking(false);
        this.source = null;
        this.sink = sink;
        this.channel = sink;
    }

    @Override
    @Nullable SelectableChannel channel() {
        return closed ? null : channel;
    }

    @Override
    int ops(int interest) {
        int wanted = source != null ? interest & READ : interest & WRITE;
        return wanted == 0 ? 0 : channel.validOps();
    }

    @Override
    int readyNow() {
        return 0;
    }

    @Override
    int ready(int readyOps) {
        return ((readyOps & SelectionKey.OP_READ) != 0 ? READ : 0)
                | ((readyOps & SelectionKey.OP_WRITE) != 0 ? WRITE : 0);
    }

    @Override
    int accessMode() {
        return source != null ? O_RDONLY : O_WRONLY;
    }

    @Override
    int read(DirectBuffer buffer, int offset, int length) throws IOException {
        if (source == null) {
            return -Errno.EBADF;
        }
        if (length == 0) {
            return 0;
        }
        int count = SocketDescription.read(source, buffer, offset, length);
        return count > 0 ? count : count < 0 ? 0 : -Errno.EAGAIN;
    }

    @Override
    int write(DirectBuffer buffer, int offset, int length) throws IOException {
        if (sink == null) {
            return -Errno.EBADF;
        }
        int count = SocketDescription.write(sink, buffer, offset, length);
        return count == 0 && length > 0 ? -Errno.EAGAIN : count;
    }

    @Override
    void closeChannels() throws IOException {
        closed = true;
        channel.close();
    }
}
