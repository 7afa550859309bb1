package io.sockeye.engine.libc;

import java.nio.ByteBuffer;

/** The functions that Linux adds; -errno where C has -1. */
public interface LinuxLibc {
    /** Whether there is {@link #epollPwait2}: glibc has it since 2.35. */
    boolean hasPwait2();

    int accept4(int fd, long address, long length, int flags);

    int sendfile(int fd, int file, long offsetAddress, long count);

    int open(long path, int flags);

    int pipe2(long fds, int flags);

    int ppoll(long pollfds, long count, long timespec, long sigmask);

    int eventfd(int initial, int flags);

    int timerfdCreate(int clock, int flags);

    int timerfdSettime(int fd, int flags, long itimerspec, long old);

    int epollCreate1(int flags);

    int epollCtl(int epfd, int operation, int fd, long event);

    int epollWait(int epfd, long events, int count, int millis);

    int epollPwait2(int epfd, long events, int count, long timespec, long sigmask);

    /** Any system call, by its number. */
    int syscall(
            long number, long first, long second, long third, long fourth, long fifth, long sixth);

    /** The address or -errno. */
    long mmap(long hint, long length, int protection, int flags, int fd, long offset);

    int munmap(long address, long length);

    /** Memory that somebody else owns. */
    ByteBuffer view(long address, int length);
}
