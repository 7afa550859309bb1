package io.sockeye.engine.libc;

import io.sockeye.engine.DirectBuffer;
import java.nio.ByteBuffer;

/**
 * The functions that every POSIX libc has, as a bridge to C binds them. What returns -1 in C
 * returns the negated errno here. Addresses and size_t are longs, so no call makes an object.
 */
public interface Libc {
    DirectBuffer allocate(int capacity);

    /** A view of the whole of it, wherever its position is; refuses what has no address. */
    DirectBuffer wrap(ByteBuffer direct);

    int socket(int family, int type, int proto);

    int socketpair(int family, int type, int proto, long fds);

    int pipe(long fds);

    int bind(int fd, long address, int length);

    int connect(int fd, long address, int length);

    int listen(int fd, int backlog);

    int accept(int fd, long address, long length);

    int recv(int fd, long buffer, long length, int flags);

    int send(int fd, long buffer, long length, int flags);

    int recvfrom(int fd, long buffer, long length, int flags, long address, long addressLength);

    int sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

    int sendmsg(int fd, long message, int flags);

    int recvmsg(int fd, long message, int flags);

    int getsockname(int fd, long address, long length);

    int getpeername(int fd, long address, long length);

    int getsockopt(int fd, int level, int option, long value, long length);

    int setsockopt(int fd, int level, int option, long value, int length);

    int shutdown(int fd, int how);

    int close(int fd);

    int fcntl(int fd, int command, long argument);

    int ioctl(int fd, long request, long argument);

    int poll(long pollfds, long count, int millis);

    int pselect(int highest, long reads, long writes, long exceptions, long timespec, long sigmask);

    int read(int fd, long buffer, long length);

    int write(int fd, long buffer, long length);

    int waitpid(int pid, long status, int options);

    int kill(int pid, int signal);
}
