package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sockeye.engine.libc.LinuxLibc;
import java.nio.ByteBuffer;

/** What Linux adds, through direct mapping. */
final class JnaLinuxLibc implements LinuxLibc {
    private final boolean hasPwait2 = Pwait2Direct.register();

    @Override
    public boolean hasPwait2() {
        return hasPwait2;
    }

    @Override
    public int accept4(int fd, long address, long length, int flags) {
        return Direct.result(LinuxDirect.accept4(fd, address, length, flags));
    }

    @Override
    public int sendfile(int fd, int file, long offsetAddress, long count) {
        return Direct.result(LinuxDirect.sendfile(fd, file, offsetAddress, count));
    }

    @Override
    public int open(long path, int flags) {
        return Direct.result(LinuxDirect.open(path, flags));
    }

    @Override
    public int pipe2(long fds, int flags) {
        return Direct.result(LinuxDirect.pipe2(fds, flags));
    }

    @Override
    public int ppoll(long pollfds, long count, long timespec, long sigmask) {
        return Direct.result(LinuxDirect.ppoll(pollfds, count, timespec, sigmask));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return Direct.result(LinuxDirect.eventfd(initial, flags));
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return Direct.result(LinuxDirect.timerfd_create(clock, flags));
    }

    @Override
    public int timerfdSettime(int fd, int flags, long itimerspec, long old) {
        return Direct.result(LinuxDirect.timerfd_settime(fd, flags, itimerspec, old));
    }

    @Override
    public int epollCreate1(int flags) {
        return Direct.result(LinuxDirect.epoll_create1(flags));
    }

    @Override
    public int epollCtl(int epfd, int operation, int fd, long event) {
        return Direct.result(LinuxDirect.epoll_ctl(epfd, operation, fd, event));
    }

    @Override
    public int epollWait(int epfd, long events, int count, int millis) {
        return Direct.result(LinuxDirect.epoll_wait(epfd, events, count, millis));
    }

    @Override
    public int epollPwait2(int epfd, long events, int count, long timespec, long sigmask) {
        return Direct.result(Pwait2Direct.epoll_pwait2(epfd, events, count, timespec, sigmask));
    }

    @Override
    public int syscall(
            long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        return Direct.result(
                LinuxDirect.syscall(number, first, second, third, fourth, fifth, sixth));
    }

    @Override
    public long mmap(long hint, long length, int protection, int flags, int fd, long offset) {
        long address = LinuxDirect.mmap(hint, length, protection, flags, fd, offset);
        return address != -1 ? address : -Native.getLastError();
    }

    @Override
    public int munmap(long address, long length) {
        return Direct.result(LinuxDirect.munmap(address, length));
    }

    @Override
    public ByteBuffer view(long address, int length) {
        return new Pointer(address).getByteBuffer(0, length);
    }
}
