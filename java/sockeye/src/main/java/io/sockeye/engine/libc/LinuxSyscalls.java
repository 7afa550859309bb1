package io.sockeye.engine.libc;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import java.lang.ref.Reference;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Linux: descriptors are close-on-exec from birth, waits take nanoseconds, and there is epoll. */
public final class LinuxSyscalls extends PosixSyscalls {
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

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MAP_POPULATE = 0x8000;

    private final LinuxLibc linux;
    private final boolean hasEpoll;
    private final boolean hasPwait2;

    public LinuxSyscalls(Libc libc, LinuxLibc linux, Supplier<SpawnLibc> spawn) {
        super(libc, spawn);
        this.linux = linux;
        int probe = epollCreate();
        hasEpoll = probe >= 0;
        hasPwait2 = hasEpoll && linux.hasPwait2() && pwait2Works(probe);
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
    public Set<Multiplexer> multiplexers() {
        return hasEpoll ? LINUX : super.multiplexers();
    }

    @Override
    public int socket(int family, int type, int proto) {
        return libc().socket(family, type | CLOEXEC, proto);
    }

    @Override
    public int socketpair(int family, int type, int proto, DirectBuffer out, int offset) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = libc().socketpair(family, type | CLOEXEC, proto, fds);
        Reference.reachabilityFence(out);
        return result;
    }

    @Override
    public int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags) {
        if (slot == null) {
            return linux.accept4(fd, 0, 0, flags | CLOEXEC);
        }
        long length = openSlot(slot, offset);
        long address = length + SLOT_ADDRESS;
        int result = linux.accept4(fd, address, length, flags | CLOEXEC);
        return closeSlot(slot, offset, result);
    }

    @Override
    public int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return super.poll(pollfds, offset, count, timeoutNanos);
        }
        long address = pollfds.address(offset, size(count, POLLFD_SIZE));
        DirectBuffer timespec = structs.borrowTimespec(timeoutNanos);
        int result = linux.ppoll(address, count, timespec.address(), 0);
        structs.release(timespec);
        Reference.reachabilityFence(pollfds);
        return result;
    }

    @Override
    public int sendfile(int fd, int file, long offset, int count) {
        DirectBuffer at = structs.borrow();
        at.putLong(0, offset);
        int result = linux.sendfile(fd, file, at.address(), count);
        structs.release(at);
        return result;
    }

    @Override
    public int open(DirectBuffer path, int offset, int length, int flags) {
        long address = path.address(offset, length);
        int result = linux.open(address, flags | CLOEXEC);
        Reference.reachabilityFence(path);
        return result;
    }

    @Override
    public int pipe(DirectBuffer out, int offset, int flags) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = linux.pipe2(fds, flags | CLOEXEC);
        Reference.reachabilityFence(out);
        return result;
    }

    @Override
    public int eventfd(int initial, int flags) {
        return linux.eventfd(initial, flags | CLOEXEC);
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return linux.timerfdCreate(clock, flags | CLOEXEC);
    }

    @Override
    public int timerfdSettime(int fd, long firstNanos, long intervalNanos) {
        DirectBuffer itimerspec = structs.borrow();
        StructPool.putTimespec(itimerspec, 0, intervalNanos);
        StructPool.putTimespec(itimerspec, 16, firstNanos);
        int result = linux.timerfdSettime(fd, 0, itimerspec.address(), 0);
        structs.release(itimerspec);
        return result;
    }

    @Override
    public int epollCreate() {
        return linux.epollCreate1(CLOEXEC);
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, int events, long data) {
        DirectBuffer event = structs.borrow();
        event.putInt(0, events);
        event.putLong(EVENT_DATA, data);
        int result = linux.epollCtl(epfd, operation, fd, event.address());
        structs.release(event);
        return result;
    }

    @Override
    public int epollWait(int epfd, DirectBuffer events, int offset, int count, long timeoutNanos) {
        long address = events.address(offset, size(count, EVENT_SIZE));
        int result =
                timeoutNanos > 0 && hasPwait2
                        ? pwait2(epfd, address, count, timeoutNanos)
                        : linux.epollWait(epfd, address, count, millis(timeoutNanos));
        Reference.reachabilityFence(events);
        return result;
    }

    private int pwait2(int epfd, long events, int count, long nanos) {
        DirectBuffer timespec = structs.borrowTimespec(nanos);
        int result = linux.epollPwait2(epfd, events, count, timespec.address(), 0);
        structs.release(timespec);
        return result;
    }

    @Override
    public int ioUringSetup(int entries, DirectBuffer params) {
        long address = params.address(0, params.capacity());
        int result = linux.syscall(RING_SETUP, entries, address, 0, 0, 0, 0);
        Reference.reachabilityFence(params);
        return result;
    }

    @Override
    public int ioUringEnter(
            int fd, int submit, int wait, int flags, @Nullable DirectBuffer argument) {
        long address = argument == null ? 0 : argument.address();
        long size = argument == null ? 0 : argument.capacity();
        int result = linux.syscall(RING_ENTER, fd, submit, wait, flags, address, size);
        Reference.reachabilityFence(argument);
        return result;
    }

    @Override
    public int ioUringRegister(int fd, int operation, @Nullable DirectBuffer argument, int count) {
        long address = argument == null ? 0 : argument.address();
        int result = linux.syscall(RING_REGISTER, fd, operation, address, count, 0, 0);
        Reference.reachabilityFence(argument);
        return result;
    }

    /** Memory that a descriptor shares with the kernel. */
    DirectBuffer map(int fd, long offset, int length) throws OsException {
        int protection = PROT_READ | PROT_WRITE;
        long address = linux.mmap(0, length, protection, MAP_SHARED | MAP_POPULATE, fd, offset);
        if (address < 0) {
            throw OsException.of((int) -address, "mmap");
        }
        return new DirectBuffer(linux.view(address, length), address);
    }

    void unmap(DirectBuffer memory) {
        linux.munmap(memory.address(), memory.capacity());
    }
}
