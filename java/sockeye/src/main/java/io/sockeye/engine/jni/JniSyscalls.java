package io.sockeye.engine.jni;

import static java.lang.ref.Reference.reachabilityFence;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.SpawnRequest;
import io.sockeye.engine.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Turns buffers into addresses. Every call ends in a fence, because the collector may otherwise
 * free the memory while C still works on it.
 */
final class JniSyscalls implements Syscalls {
    private static final int TWO_INTS = 2 * Integer.BYTES;
    private static final int POLLFD_SIZE = 8;
    private static final int EPOLL_EVENT_SIZE = Abi.host().epollEventSize();
    private static final int SETS_SIZE = 3 * Abi.host().constant("FD_SETSIZE") / Byte.SIZE;

    @Override
    public int socket(int family, int type, int proto) {
        return Native.socket(family, type, proto);
    }

    @Override
    public int socketpair(int family, int type, int proto, DirectBuffer out, int offset) {
        int result = Native.socketpair(family, type, proto, out.address(offset, TWO_INTS));
        reachabilityFence(out);
        return result;
    }

    @Override
    public int bind(int fd, DirectBuffer slot, int offset) {
        int result = Native.bind(fd, slot.address(offset, SLOT_SIZE));
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int connect(int fd, DirectBuffer slot, int offset) {
        int result = Native.connect(fd, slot.address(offset, SLOT_SIZE));
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int listen(int fd, int backlog) {
        return Native.listen(fd, backlog);
    }

    @Override
    public int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags) {
        int result = Native.accept(fd, slot == null ? 0 : slot.address(offset, SLOT_SIZE), flags);
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int recv(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        int result = Native.recv(fd, buffer.address(offset, length), length, flags);
        reachabilityFence(buffer);
        return result;
    }

    @Override
    public int send(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        int result = Native.send(fd, buffer.address(offset, length), length, flags);
        reachabilityFence(buffer);
        return result;
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
        int result =
                Native.recvfrom(
                        fd,
                        buffer.address(offset, length),
                        length,
                        flags,
                        slot.address(slotOffset, SLOT_SIZE));
        reachabilityFence(buffer);
        reachabilityFence(slot);
        return result;
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
        int result =
                Native.sendto(
                        fd,
                        buffer.address(offset, length),
                        length,
                        flags,
                        slot.address(slotOffset, SLOT_SIZE));
        reachabilityFence(buffer);
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int sendmsg(int fd, MessageHeader message, int flags) {
        int result = Native.sendmsg(fd, message.address(), flags);
        reachabilityFence(message);
        return result;
    }

    @Override
    public int recvmsg(int fd, MessageHeader message, int flags) {
        int result = Native.recvmsg(fd, message.address(), flags);
        reachabilityFence(message);
        return result;
    }

    @Override
    public int sendfile(int fd, int file, long offset, int count) {
        return Native.sendfile(fd, file, offset, count);
    }

    @Override
    public int getsockname(int fd, DirectBuffer slot, int offset) {
        int result = Native.getsockname(fd, slot.address(offset, SLOT_SIZE));
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int getpeername(int fd, DirectBuffer slot, int offset) {
        int result = Native.getpeername(fd, slot.address(offset, SLOT_SIZE));
        reachabilityFence(slot);
        return result;
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, DirectBuffer buffer, int offset, int length) {
        int result = Native.getsockopt(fd, level, option, buffer.address(offset, length), length);
        reachabilityFence(buffer);
        return result;
    }

    @Override
    public int setsockopt(
            int fd, int level, int option, @Nullable DirectBuffer buffer, int offset, int length) {
        long value = buffer == null ? 0 : buffer.address(offset, length);
        int result = Native.setsockopt(fd, level, option, value, length);
        reachabilityFence(buffer);
        return result;
    }

    @Override
    public int shutdown(int fd, int how) {
        return Native.shutdown(fd, how);
    }

    @Override
    public int open(DirectBuffer path, int offset, int length, int flags) {
        int result = Native.open(path.address(offset, length), flags);
        reachabilityFence(path);
        return result;
    }

    @Override
    public int close(int fd) {
        return Native.close(fd);
    }

    @Override
    public int dup(int fd) {
        return Native.dup(fd);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return Native.fcntl(fd, command, argument);
    }

    @Override
    public int setNonblocking(int fd, boolean on) {
        return Native.setNonblocking(fd, on);
    }

    @Override
    public int read(int fd, DirectBuffer buffer, int offset, int length) {
        int result = Native.read(fd, buffer.address(offset, length), length);
        reachabilityFence(buffer);
        return result;
    }

    @Override
    public int write(int fd, DirectBuffer buffer, int offset, int length) {
        int result = Native.write(fd, buffer.address(offset, length), length);
        reachabilityFence(buffer);
        return result;
    }

    @Override
    public int pipe(DirectBuffer out, int offset, int flags) {
        int result = Native.pipe(out.address(offset, TWO_INTS), flags);
        reachabilityFence(out);
        return result;
    }

    @Override
    public int eventfd(int initial, int flags) {
        return Native.eventfd(initial, flags);
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return Native.timerfdCreate(clock, flags);
    }

    @Override
    public int timerfdSettime(int fd, long firstNanos, long intervalNanos) {
        return Native.timerfdSettime(fd, firstNanos, intervalNanos);
    }

    @Override
    public int spawn(SpawnRequest request) {
        int result = Native.spawn(request.address());
        reachabilityFence(request);
        return result;
    }

    @Override
    public int waitpid(int pid, int options, DirectBuffer status, int offset) {
        int result = Native.waitpid(pid, options, status.address(offset, Integer.BYTES));
        reachabilityFence(status);
        return result;
    }

    @Override
    public int kill(int pid, int signal) {
        return Native.kill(pid, signal);
    }

    @Override
    public int fork() {
        return Native.fork();
    }

    @Override
    public int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) {
        long address = pollfds.address(offset, Math.multiplyExact(count, POLLFD_SIZE));
        int result = Native.poll(address, count, timeoutNanos);
        reachabilityFence(pollfds);
        return result;
    }

    @Override
    public int select(int highest, DirectBuffer sets, int offset, long timeoutNanos) {
        int result = Native.select(highest, sets.address(offset, SETS_SIZE), timeoutNanos);
        reachabilityFence(sets);
        return result;
    }

    @Override
    public int epollCreate() {
        return Native.epollCreate();
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, int events, long data) {
        return Native.epollCtl(epfd, operation, fd, events, data);
    }

    @Override
    public int epollWait(int epfd, DirectBuffer events, int offset, int count, long timeoutNanos) {
        long address = events.address(offset, Math.multiplyExact(count, EPOLL_EVENT_SIZE));
        int result = Native.epollWait(epfd, address, count, timeoutNanos);
        reachabilityFence(events);
        return result;
    }

    @Override
    public int ioUringSetup(int entries, DirectBuffer params) {
        int result = Native.ioUringSetup(entries, params.address(0, params.capacity()));
        reachabilityFence(params);
        return result;
    }

    @Override
    public int ioUringEnter(
            int fd, int submit, int wait, int flags, @Nullable DirectBuffer argument) {
        long address = argument == null ? 0 : argument.address();
        int size = argument == null ? 0 : argument.capacity();
        int result = Native.ioUringEnter(fd, submit, wait, flags, address, size);
        reachabilityFence(argument);
        return result;
    }

    @Override
    public int ioUringRegister(int fd, int operation, @Nullable DirectBuffer argument, int count) {
        long address = argument == null ? 0 : argument.address();
        int result = Native.ioUringRegister(fd, operation, address, count);
        reachabilityFence(argument);
        return result;
    }
}
