package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The functions that Linux adds. Apart, because registering fails as a whole. */
final class LinuxDirect {
    private LinuxDirect() {}

    static native int accept4(int fd, long address, long length, int flags);

    static native long sendfile(int fd, int file, long offsetAddress, long count);

    // Variadic in C; without O_CREAT nothing follows.
    static native int open(long path, int flags);

    static native int pipe2(long fds, int flags);

    static native int ppoll(long pollfds, long count, long timespec, long sigmask);

    static native int eventfd(int initial, int flags);

    static native int timerfd_create(int clock, int flags);

    static native int timerfd_settime(int fd, int flags, long itimerspec, long old);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epfd, int operation, int fd, long event);

    static native int epoll_wait(int epfd, long events, int count, int millis);

    // Variadic in C, and a long in every place is the same to the kernel.
    static native long syscall(
            long number, long first, long second, long third, long fourth, long fifth, long sixth);

    static native long mmap(long hint, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int gethostbyname_r(
            long name, long host, long buffer, long size, long result, long code);

    static native int gethostbyaddr_r(
            long address,
            int length,
            int family,
            long host,
            long buffer,
            long size,
            long result,
            long code);

    static void register() {
        Native.register(LinuxDirect.class, NativeLibrary.getProcess());
    }
}
