package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/** The system calls: each finds its open file description and turns exceptions into numbers. */
final class NioSyscalls implements Syscalls {
    private static final int SOCK_STREAM = SocketDescription.SOCK_STREAM;
    private static final int SOCK_NONBLOCK = flag("SOCK_NONBLOCK");
    private static final int SOCK_CLOEXEC = flag("SOCK_CLOEXEC");
    private static final int O_NONBLOCK = flag("O_NONBLOCK");
    private static final int FD_CLOEXEC = flag("FD_CLOEXEC");
    private static final int F_GETFD = flag("F_GETFD");
    private static final int F_SETFD = flag("F_SETFD");
    private static final int F_GETFL = flag("F_GETFL");
    private static final int F_SETFL = flag("F_SETFL");

    private final FdTable table;
    private final PollCalls pollCalls;

    NioSyscalls(FdTable table) {
        this.table = table;
        this.pollCalls = new PollCalls(table);
    }

    @Override
    public int socket(int family, int type, int proto) {
        int refusal = SocketKinds.refusal(family, type, proto);
        if (refusal != 0) {
            return -refusal;
        }
        try {
            Description made =
                    SocketKinds.kind(type) == SOCK_STREAM
                            ? new StreamDescription(family)
                            : new DatagramDescription(family);
            made.nonblocking = (type & SOCK_NONBLOCK) != 0;
            return table.add(made);
        } catch (UnsupportedOperationException e) {
            // The host lacks the family: IPv6 is switched off, or there are no Unix sockets.
            return -Errno.EAFNOSUPPORT;
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int socketpair(int family, int type, int proto, DirectBuffer out, int offset) {
        int refusal = SocketKinds.refusal(family, type, proto);
        if (refusal != 0) {
            return -refusal;
        }
        if (family != Sockaddrs.AF_UNIX) {
            return -Errno.EOPNOTSUPP;
        }
        try {
            SocketPairs.Pair pair = SocketPairs.open();
            Description first = new StreamDescription(family, pair.first(), true);
            Description second = new StreamDescription(family, pair.second(), true);
            first.nonblocking = (type & SOCK_NONBLOCK) != 0;
            second.nonblocking = first.nonblocking;
            out.putInt(offset, table.add(first));
            out.putInt(offset + 4, table.add(second));
            return 0;
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int bind(int fd, DirectBuffer slot, int offset) {
        try {
            return table.get(fd).bind(slot, offset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int connect(int fd, DirectBuffer slot, int offset) {
        try {
            return table.get(fd).connect(slot, offset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return table.get(fd).listen(backlog);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags) {
        if ((flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != 0) {
            return -Errno.EINVAL;
        }
        try {
            return table.get(fd).accept(table, slot, offset, flags);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int recv(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        try {
            return table.get(fd).recv(buffer, offset, length, flags, null, 0);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int send(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        try {
            return table.get(fd).send(buffer, offset, length, flags, null, 0);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int recvfrom(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset) {
        try {
            return table.get(fd).recv(buffer, offset, length, flags, slot, slotOffset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int sendto(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset) {
        try {
            return table.get(fd).send(buffer, offset, length, flags, slot, slotOffset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int sendmsg(int fd, MessageHeader message, int flags) {
        try {
            return NioMessages.send(table.get(fd), message, flags);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int recvmsg(int fd, MessageHeader message, int flags) {
        try {
            return NioMessages.receive(table.get(fd), message, flags);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int getsockname(int fd, DirectBuffer slot, int offset) {
        try {
            return table.get(fd).getsockname(slot, offset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int getpeername(int fd, DirectBuffer slot, int offset) {
        try {
            return table.get(fd).getpeername(slot, offset);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, DirectBuffer buffer, int offset, int length) {
        try {
            return table.get(fd).getsockopt(level, option, buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int setsockopt(
            int fd, int level, int option, @Nullable DirectBuffer buffer, int offset, int length) {
        try {
            return table.get(fd).setsockopt(level, option, buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            return table.get(fd).shutdown(how);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int close(int fd) {
        Description description = table.remove(fd);
        if (description == Description.NONE) {
            return -Errno.EBADF;
        }
        try {
            if (description.references == 0) {
                description.close();
            } else {
                description.changed();
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int dup(int fd) {
        return table.dup(fd);
    }

    /** The JDK opens every descriptor close-on-exec and lets nobody change that. */
    @Override
    public int fcntl(int fd, int command, int argument) {
        Description description = table.get(fd);
        if (description == Description.NONE) {
            return -Errno.EBADF;
        }
        if (command == F_GETFD) {
            return FD_CLOEXEC;
        }
        if (command == F_SETFD) {
            return (argument & FD_CLOEXEC) != 0 ? 0 : -Errno.EOPNOTSUPP;
        }
        if (command == F_GETFL) {
            return description.accessMode() | (description.nonblocking ? O_NONBLOCK : 0);
        }
        return command == F_SETFL
                ? setNonblocking(fd, (argument & O_NONBLOCK) != 0)
                : -Errno.EINVAL;
    }

    @Override
    public int setNonblocking(int fd, boolean on) {
        Description description = table.get(fd);
        if (description == Description.NONE) {
            return -Errno.EBADF;
        }
        description.nonblocking = on;
        return 0;
    }

    @Override
    public int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) {
        try {
            return pollCalls.poll(pollfds, offset, count, timeoutNanos);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int read(int fd, DirectBuffer buffer, int offset, int length) {
        try {
            return table.get(fd).read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int write(int fd, DirectBuffer buffer, int offset, int length) {
        try {
            return table.get(fd).write(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    @Override
    public int pipe(DirectBuffer out, int offset, int flags) {
        if ((flags & ~O_NONBLOCK) != 0) {
            return -Errno.EINVAL;
        }
        try {
            Pipe pipe = Pipe.open();
            Description source = new PipeDescription(pipe.source());
            Description sink = new PipeDescription(pipe.sink());
            source.nonblocking = flags != 0;
            sink.nonblocking = flags != 0;
            out.putInt(offset, table.add(source));
            out.putInt(offset + 4, table.add(sink));
            return 0;
        } catch (IOException | RuntimeException e) {
            return Errors.of(e);
        }
    }

    private static int flag(String name) {
        return Abi.host().has(name) ? Abi.host().constant(name) : 0;
    }
}
