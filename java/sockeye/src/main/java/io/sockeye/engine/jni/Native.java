package io.sockeye.engine.jni;

import java.nio.ByteBuffer;

/**
 * The C layer. Addresses are plain numbers: whoever calls checks ranges and keeps memory alive. No
 * static initialiser may stand here, because loading the library initialises this class.
 */
final class Native {
    /** What this class and the library must agree on: {@code SOCKEYE_ABI} in sockeye.h. */
    static final int ABI = 5;

    private Native() {}

    // -- Native methods --

    /** Bound by loading; so are the next two. */
    static native int abi();

    static native String buildId();

    /** Binds all others; legal once {@link #abi} and {@link #buildId} were found right. */
    static native void registerAll();

    static native int noop();

    static native long address(ByteBuffer direct);

    static native int socket(int family, int type, int proto);

    static native int socketpair(int family, int type, int proto, long fds);

    static native int bind(int fd, long slot);

    static native int connect(int fd, long slot);

    static native int listen(int fd, int backlog);

    static native int accept(int fd, long slot, int flags);

    static native int recv(int fd, long buffer, int length, int flags);

    static native int send(int fd, long buffer, int length, int flags);

    static native int recvfrom(int fd, long buffer, int length, int flags, long slot);

    static native int sendto(int fd, long buffer, int length, int flags, long slot);

    static native int sendmsg(int fd, long message, int flags);

    static native int recvmsg(int fd, long message, int flags);

    static native int getsockname(int fd, long slot);

    static native int getpeername(int fd, long slot);

    static native int getsockopt(int fd, int level, int option, long value, int length);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int shutdown(int fd, int how);

    static native int sendfile(int fd, int file, long offset, int count);

    static native int open(long path, int flags);

    static native int close(int fd);

    static native int dup(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int setNonblocking(int fd, boolean on);

    static native int read(int fd, long buffer, int length);

    static native int write(int fd, long buffer, int length);

    static native int pipe(long fds, int flags);

    static native int eventfd(int initial, int flags);

    static native int timerfdCreate(int clock, int flags);

    static native int timerfdSettime(int fd, long firstNanos, long intervalNanos);

    static native int spawn(long request);

    static native int waitpid(int pid, int options, long status);

    static native int kill(int pid, int signal);

    static native int fork();

    static native int poll(long pollfds, int count, long timeoutNanos);

    static native int select(int highest, long sets, long timeoutNanos);

    static native int epollCreate();

    static native int epollCtl(int epfd, int operation, int fd, int events, long data);

    static native int epollWait(int epfd, long events, int count, long timeoutNanos);

    static native int ioUringSetup(int entries, long params);

    static native int ioUringEnter(
            int fd, int submit, int wait, int flags, long argument, int size);

    static native int ioUringRegister(int fd, int operation, long argument, int count);

    static native long map(int fd, long offset, long length);

    static native int unmap(long address, long length);

    static native ByteBuffer buffer(long address, long length);

    static native int getaddrinfo(
            long host,
            long service,
            int family,
            int type,
            int proto,
            int flags,
            long answer,
            int size);

    static native int gaiStrerror(int code, long text, int size);

    static native int getnameinfo(long slot, int flags, long answer, int size);

    static native int gethostbyname(long name, long answer, int size);

    static native int gethostbyaddr(int family, long address, int length, long answer, int size);

    static native int getservbyname(long name, long protocol);

    static native int getservbyport(int port, long protocol, long name, int size);

    static native int getprotobyname(long name);

    static native int ifNameindex(long answer, int size);

    static native int ifNametoindex(long name);

    static native int ifIndextoname(int index, long name, int size);

    static native int gethostname(long name, int size);

    static native int sethostname(long name, int length);
}
