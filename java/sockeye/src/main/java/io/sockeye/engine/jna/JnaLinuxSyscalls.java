package io.sockeye.engine.jna;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Multiplexer;
import java.lang.ref.Reference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Linux: descriptors are close-on-exec from birth, waits take nanoseconds, and there is epoll. */
final class JnaLinuxSyscalls extends JnaSyscalls {
    /** The kernel defines EFD_, TFD_, EPOLL_ and SOCK_CLOEXEC all as O_CLOEXEC. */
    private static final int CLOEXEC = constant("SOCK_CLOEXEC");

    private static final Set<Multiplexer> LINUX =
            ordered(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT);
    private static final int EVENT_SIZE = Abi.host().epollEventSize();
    private static final int EVENT_DATA = Abi.host().epollDataOffset();

    /** io_uring_setup(2) and its kin have no function in libc; the numbers are all processors'. */
    private static final long RING_SETUP = 425;

    private static final long RING_ENTER = 426;
    private static final long RING_REGISTER = 427;

    private final boolean hasEpoll;
    private final boolean hasPwait2;

    JnaLinuxSyscalls(boolean libcHasPwait2) {
        int probe = epollCreate();
        hasEpoll = probe >= 0;
        hasPwait2 = hasEpoll && libcHasPwait2 && pwait2Works(probe);
        if (hasEpoll) {
            close(probe);
        }
    }

    /** The kernel may be older than the libc, or a sandbox may not know the call. */
    private boolean pwait2Works(int epfd) {
        DirectBuffer event = structs.borrow();
        int result = pwait2(epfd, event.address(), 1, 0);
        structs.release(event);
        return result == 0;
    }

    @Override
    Set<Multiplexer> multiplexers() {
        return hasEpoll ? LINUX : super.multiplexers();
    }

    @Override
    public int socket(int family, int type, int proto) {
        return Libc.result(Libc.socket(family, type | CLOEXEC, proto));
    }

    @Override
    public int socketpair(int family, int type, int proto, DirectBuffer out, int offset) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = Libc.result(Libc.socketpair(family, type | CLOEXEC, proto, fds));
        Reference.reachabilityFence(out);
        return result;
    }

    @Override
    public int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags) {
        if (slot == null) {
            return Libc.result(LinuxLibc.accept4(fd, 0, 0, flags | CLOEXEC));
        }
        long length = openSlot(slot, offset);
        long address = length + SLOT_ADDRESS;
        int result = Libc.result(LinuxLibc.accept4(fd, address, length, flags | CLOEXEC));
        return closeSlot(slot, offset, result);
    }

    @Override
    public int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return super.poll(pollfds, offset, count, timeoutNanos);
        }
        long address = pollfds.address(offset, size(count, POLLFD_SIZE));
        DirectBuffer timespec = structs.borrowTimespec(timeoutNanos);
        int result = Libc.result(LinuxLibc.ppoll(address, count, timespec.address(), 0));
        structs.release(timespec);
        Reference.reachabilityFence(pollfds);
        return result;
    }

    @Override
    public int sendfile(int fd, int file, long offset, int count) {
        DirectBuffer at = structs.borrow();
        at.putLong(0, offset);
        int result = Libc.result(LinuxLibc.sendfile(fd, file, at.address(), count));
        structs.release(at);
        return result;
    }

    @Override
    public int open(DirectBuffer path, int offset, int length, int flags) {
        long address = path.address(offset, length);
        int result = Libc.result(LinuxLibc.open(address, flags | CLOEXEC));
        Reference.reachabilityFence(path);
        return result;
    }

    @Override
    public int pipe(DirectBuffer out, int offset, int flags) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = Libc.result(LinuxLibc.pipe2(fds, flags | CLOEXEC));
        Reference.reachabilityFence(out);
        return result;
    }

    @Override
    public int eventfd(int initial, int flags) {
        return Libc.result(LinuxLibc.eventfd(initial, flags | CLOEXEC));
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return Libc.result(LinuxLibc.timerfd_create(clock, flags | CLOEXEC));
    }

    @Override
    public int timerfdSettime(int fd, long firstNanos, long intervalNanos) {
        DirectBuffer itimerspec = structs.borrow();
        StructPool.putTimespec(itimerspec, 0, intervalNanos);
        StructPool.putTimespec(itimerspec, 16, firstNanos);
        int result = Libc.result(LinuxLibc.timerfd_settime(fd, 0, itimerspec.address(), 0));
        structs.release(itimerspec);
        return result;
    }

    @Override
    public int epollCreate() {
        return Libc.result(LinuxLibc.epoll_create1(CLOEXEC));
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, int events, long data) {
        DirectBuffer event = structs.borrow();
        event.putInt(0, events);
        event.putLong(EVENT_DATA, data);
        int result = Libc.result(LinuxLibc.epoll_ctl(epfd, operation, fd, event.address()));
        structs.release(event);
        return result;
    }

    @Override
    public int epollWait(int epfd, DirectBuffer events, int offset, int count, long timeoutNanos) {
        long address = events.address(offset, size(count, EVENT_SIZE));
        int result =
                timeoutNanos > 0 && hasPwait2
                        ? pwait2(epfd, address, count, timeoutNanos)
                        : Libc.result(
                                LinuxLibc.epoll_wait(epfd, address, count, millis(timeoutNanos)));
        Reference.reachabilityFence(events);
        return result;
    }

    private int pwait2(int epfd, long events, int count, long nanos) {
        DirectBuffer timespec = structs.borrowTimespec(nanos);
        int result =
                Libc.result(Pwait2Libc.epoll_pwait2(epfd, events, count, timespec.address(), 0));
        structs.release(timespec);
        return result;
    }

    @Override
    public int ioUringSetup(int entries, DirectBuffer params) {
        long address = params.address(0, params.capacity());
        int result = Libc.result(LinuxLibc.syscall(RING_SETUP, entries, address, 0, 0, 0, 0));
        Reference.reachabilityFence(params);
        return result;
    }

    @Override
    public int ioUringEnter(
            int fd, int submit, int wait, int flags, @Nullable DirectBuffer argument) {
        long address = argument == null ? 0 : argument.address();
        long size = argument == null ? 0 : argument.capacity();
        int result =
                Libc.result(LinuxLibc.syscall(RING_ENTER, fd, submit, wait, flags, address, size));
        Reference.reachabilityFence(argument);
        return result;
    }

    @Override
    public int ioUringRegister(int fd, int operation, @Nullable DirectBuffer argument, int count) {
        long address = argument == null ? 0 : argument.address();
        int result =
                Libc.result(LinuxLibc.syscall(RING_REGISTER, fd, operation, address, count, 0, 0));
        Reference.reachabilityFence(argument);
        return result;
    }
}
