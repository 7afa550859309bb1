package io.sockeye.engine.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sockeye.engine.libc.LinuxLibc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** What Linux adds, through downcalls. */
final class FfmLinuxLibc implements LinuxLibc {
    private static final MethodHandle ACCEPT4 =
            Downcalls.result(
                    "accept4",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDFILE =
            Downcalls.result(
                    "sendfile",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle OPEN =
            Downcalls.variadic("open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT), 2);
    private static final MethodHandle PIPE2 =
            Downcalls.result("pipe2", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle PPOLL =
            Downcalls.result(
                    "ppoll",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EVENTFD =
            Downcalls.result("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle TIMERFD_CREATE =
            Downcalls.result("timerfd_create", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle TIMERFD_SETTIME =
            Downcalls.result(
                    "timerfd_settime",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EPOLL_CREATE1 =
            Downcalls.result("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            Downcalls.result(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle EPOLL_WAIT =
            Downcalls.result(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

    private static final MethodHandle EPOLL_PWAIT2 =
            Downcalls.optionalResult(
                    "epoll_pwait2",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));

    /** Bound when somebody asks for a ring. */
    private static final class Numbered {
        static final MethodHandle SYSCALL =
                Downcalls.variadic(
                        "syscall",
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                JAVA_LONG, JAVA_LONG),
                        1);
    }

    /** As {@link Numbered}. */
    private static final class Mapping {
        static final MethodHandle MMAP =
                Downcalls.wideResult(
                        "mmap",
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG));
        static final MethodHandle MUNMAP =
                Downcalls.result("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    @Override
    public boolean hasPwait2() {
        return Downcalls.has("epoll_pwait2");
    }

    @Override
    public int accept4(int fd, long address, long length, int flags) {
        try {
            return (int) ACCEPT4.invokeExact(fd, address, length, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int sendfile(int fd, int file, long offsetAddress, long count) {
        try {
            return (int) SENDFILE.invokeExact(fd, file, offsetAddress, count);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int open(long path, int flags) {
        try {
            return (int) OPEN.invokeExact(path, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int pipe2(long fds, int flags) {
        try {
            return (int) PIPE2.invokeExact(fds, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int ppoll(long pollfds, long count, long timespec, long sigmask) {
        try {
            return (int) PPOLL.invokeExact(pollfds, count, timespec, sigmask);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int eventfd(int initial, int flags) {
        try {
            return (int) EVENTFD.invokeExact(initial, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        try {
            return (int) TIMERFD_CREATE.invokeExact(clock, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int timerfdSettime(int fd, int flags, long itimerspec, long old) {
        try {
            return (int) TIMERFD_SETTIME.invokeExact(fd, flags, itimerspec, old);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int epollCreate1(int flags) {
        try {
            return (int) EPOLL_CREATE1.invokeExact(flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, long event) {
        try {
            return (int) EPOLL_CTL.invokeExact(epfd, operation, fd, event);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int epollWait(int epfd, long events, int count, int millis) {
        try {
            return (int) EPOLL_WAIT.invokeExact(epfd, events, count, millis);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int epollPwait2(int epfd, long events, int count, long timespec, long sigmask) {
        try {
            return (int) EPOLL_PWAIT2.invokeExact(epfd, events, count, timespec, sigmask);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int syscall(
            long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        try {
            return (int)
                    Numbered.SYSCALL.invokeExact(
                            number, first, second, third, fourth, fifth, sixth);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long mmap(long hint, long length, int protection, int flags, int fd, long offset) {
        try {
            return (long) Mapping.MMAP.invokeExact(hint, length, protection, flags, fd, offset);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int munmap(long address, long length) {
        try {
            return (int) Mapping.MUNMAP.invokeExact(address, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public ByteBuffer view(long address, int length) {
        return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    }
}
