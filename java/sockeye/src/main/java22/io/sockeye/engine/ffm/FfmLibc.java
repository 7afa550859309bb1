package io.sockeye.engine.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.libc.Libc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** POSIX through downcalls. */
final class FfmLibc implements Libc {
    private static final MethodHandle SOCKET =
            Downcalls.result(
                    "socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKETPAIR =
            Downcalls.result(
                    "socketpair",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle PIPE =
            Downcalls.result("pipe", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle BIND =
            Downcalls.result(
                    "bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CONNECT =
            Downcalls.result(
                    "connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle LISTEN =
            Downcalls.result("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT =
            Downcalls.result(
                    "accept", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle RECV =
            Downcalls.result(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEND =
            Downcalls.result(
                    "send",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECVFROM =
            Downcalls.result(
                    "recvfrom",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                            JAVA_LONG));
    private static final MethodHandle SENDTO =
            Downcalls.result(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                            JAVA_INT));
    private static final MethodHandle SENDMSG =
            Downcalls.result(
                    "sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECVMSG =
            Downcalls.result(
                    "recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            Downcalls.result(
                    "getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETPEERNAME =
            Downcalls.result(
                    "getpeername", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETSOCKOPT =
            Downcalls.result(
                    "getsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SETSOCKOPT =
            Downcalls.result(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            Downcalls.result("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            Downcalls.result("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL =
            Downcalls.variadic(
                    "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG), 2);
    private static final MethodHandle IOCTL =
            Downcalls.variadic(
                    "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);
    private static final MethodHandle POLL =
            Downcalls.result(
                    "poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle PSELECT =
            Downcalls.result(
                    "pselect",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG));
    private static final MethodHandle READ =
            Downcalls.result(
                    "read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WRITE =
            Downcalls.result(
                    "write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WAITPID =
            Downcalls.result(
                    "waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle KILL =
            Downcalls.result("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    @Override
    public DirectBuffer allocate(int capacity) {
        return wrap(ByteBuffer.allocateDirect(capacity));
    }

    @Override
    public DirectBuffer wrap(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("only a direct ByteBuffer has an address");
        }
        ByteBuffer whole = direct.duplicate().clear().order(direct.order());
        return new DirectBuffer(whole, MemorySegment.ofBuffer(whole).address());
    }

    @Override
    public int socket(int family, int type, int proto) {
        try {
            return (int) SOCKET.invokeExact(family, type, proto);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int socketpair(int family, int type, int proto, long fds) {
        try {
            return (int) SOCKETPAIR.invokeExact(family, type, proto, fds);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int pipe(long fds) {
        try {
            return (int) PIPE.invokeExact(fds);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int bind(int fd, long address, int length) {
        try {
            return (int) BIND.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int connect(int fd, long address, int length) {
        try {
            return (int) CONNECT.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return (int) LISTEN.invokeExact(fd, backlog);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int accept(int fd, long address, long length) {
        try {
            return (int) ACCEPT.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int recv(int fd, long buffer, long length, int flags) {
        try {
            return (int) RECV.invokeExact(fd, buffer, length, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int send(int fd, long buffer, long length, int flags) {
        try {
            return (int) SEND.invokeExact(fd, buffer, length, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int recvfrom(
            int fd, long buffer, long length, int flags, long address, long addressLength) {
        try {
            return (int) RECVFROM.invokeExact(fd, buffer, length, flags, address, addressLength);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int sendto(
            int fd, long buffer, long length, int flags, long address, int addressLength) {
        try {
            return (int) SENDTO.invokeExact(fd, buffer, length, flags, address, addressLength);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int sendmsg(int fd, long message, int flags) {
        try {
            return (int) SENDMSG.invokeExact(fd, message, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        try {
            return (int) RECVMSG.invokeExact(fd, message, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int getsockname(int fd, long address, long length) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int getpeername(int fd, long address, long length) {
        try {
            return (int) GETPEERNAME.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int getsockopt(int fd, int level, int option, long value, long length) {
        try {
            return (int) GETSOCKOPT.invokeExact(fd, level, option, value, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int option, long value, int length) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, option, value, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            return (int) SHUTDOWN.invokeExact(fd, how);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        try {
            return (int) FCNTL.invokeExact(fd, command, argument);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        try {
            return (int) IOCTL.invokeExact(fd, request, argument);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int poll(long pollfds, long count, int millis) {
        try {
            return (int) POLL.invokeExact(pollfds, count, millis);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int pselect(
            int highest, long reads, long writes, long exceptions, long timespec, long sigmask) {
        try {
            return (int) PSELECT.invokeExact(highest, reads, writes, exceptions, timespec, sigmask);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int read(int fd, long buffer, long length) {
        try {
            return (int) READ.invokeExact(fd, buffer, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int write(int fd, long buffer, long length) {
        try {
            return (int) WRITE.invokeExact(fd, buffer, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int waitpid(int pid, long status, int options) {
        try {
            return (int) WAITPID.invokeExact(pid, status, options);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int kill(int pid, int signal) {
        try {
            return (int) KILL.invokeExact(pid, signal);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
