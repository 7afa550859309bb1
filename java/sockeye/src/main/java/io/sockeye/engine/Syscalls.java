package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * The system calls, one method each, as C has them.
 *
 * <p>Every method returns a value {@code >= 0} or the negated errno of the host ({@code
 * -Errno.EAGAIN}). None throws for what the OS says, allocates, logs, retries, measures time or
 * holds a lock across the kernel; EINTR is returned. Memory is a {@code (buffer, offset, length)}
 * of the engine's own {@link DirectBuffer}. Descriptors are made close-on-exec.
 *
 * <p>A <em>sockaddr slot</em> is {@link #SLOT_SIZE} bytes: an int with the length of the address,
 * four unused bytes, then up to {@link #SOCKADDR_MAX} bytes of {@code struct sockaddr} in the
 * layout of the engine's {@link Abi}. Calls that return an address set the length; 0 means none.
 *
 * <p>Methods with a body are optional: they answer {@code -ENOSYS} where the engine or the OS has
 * no such call. Timeouts are nanoseconds, -1 for no limit; an engine rounds them up, never down.
 */
public interface Syscalls {
    /** Size of the largest {@code struct sockaddr}. */
    int SOCKADDR_MAX = 128;

    /** Where the {@code struct sockaddr} begins inside a sockaddr slot. */
    int SLOT_ADDRESS = 8;

    /** Size of a sockaddr slot in bytes. */
    int SLOT_SIZE = SLOT_ADDRESS + SOCKADDR_MAX;

    /**
     * socket(2), close-on-exec.
     *
     * @param family AF_
     * @param type SOCK_, with flags or-ed in
     * @param proto IPPROTO_ or 0
     * @return the descriptor or -errno
     */
    int socket(int family, int type, int proto);

    /**
     * socketpair(2), close-on-exec.
     *
     * @param family AF_
     * @param type SOCK_, with flags or-ed in
     * @param proto IPPROTO_ or 0
     * @param out where the two descriptors go, as ints
     * @param offset of the first of them
     * @return 0 or -errno
     */
    int socketpair(int family, int type, int proto, DirectBuffer out, int offset);

    /**
     * bind(2).
     *
     * @param fd the socket
     * @param slot holds the address
     * @param offset of the slot
     * @return 0 or -errno
     */
    int bind(int fd, DirectBuffer slot, int offset);

    /**
     * connect(2).
     *
     * @param fd the socket
     * @param slot holds the address
     * @param offset of the slot
     * @return 0 or -errno, EINPROGRESS among them
     */
    int connect(int fd, DirectBuffer slot, int offset);

    /**
     * listen(2).
     *
     * @param fd the socket
     * @param backlog how many connections may wait to be accepted
     * @return 0 or -errno
     */
    int listen(int fd, int backlog);

    /**
     * accept4(2), close-on-exec.
     *
     * @param fd the listening socket
     * @param slot where the peer's address goes, or null if nobody asks
     * @param offset of the slot
     * @param flags 0 or SOCK_NONBLOCK
     * @return the new descriptor or -errno
     */
    int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags);

    /**
     * recv(2).
     *
     * @param fd the socket
     * @param buffer where the bytes go
     * @param offset of the first byte
     * @param length at most
     * @param flags MSG_
     * @return how many bytes came, 0 at the end of a stream, or -errno
     */
    int recv(int fd, DirectBuffer buffer, int offset, int length, int flags);

    /**
     * send(2) with MSG_NOSIGNAL.
     *
     * @param fd the socket
     * @param buffer where the bytes are
     * @param offset of the first byte
     * @param length how many
     * @param flags MSG_
     * @return how many bytes went or -errno
     */
    int send(int fd, DirectBuffer buffer, int offset, int length, int flags);

    /**
     * recvfrom(2).
     *
     * @param fd the socket
     * @param buffer where the bytes go
     * @param offset of the first byte
     * @param length at most
     * @param flags MSG_
     * @param slot where the sender's address goes
     * @param slotOffset of the slot
     * @return how many bytes came or -errno
     */
    int recvfrom(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset);

    /**
     * sendto(2) with MSG_NOSIGNAL.
     *
     * @param fd the socket
     * @param buffer where the bytes are
     * @param offset of the first byte
     * @param length how many
     * @param flags MSG_
     * @param slot holds the receiver's address
     * @param slotOffset of the slot
     * @return how many bytes went or -errno
     */
    int sendto(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset);

    /**
     * sendmsg(2) with MSG_NOSIGNAL.
     *
     * @param fd the socket
     * @param message the bytes, and perhaps an address and control messages
     * @param flags MSG_
     * @return how many bytes went or -errno
     */
    default int sendmsg(int fd, MessageHeader message, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * recvmsg(2) with MSG_CMSG_CLOEXEC where the OS has it.
     *
     * @param fd the socket
     * @param message where the bytes, the address, the control messages and the flags go
     * @param flags MSG_
     * @return how many bytes came or -errno
     */
    default int recvmsg(int fd, MessageHeader message, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * sendfile(2); nothing says for this one call that it must not wait, so the socket has to be
     * non-blocking.
     *
     * @param fd the socket
     * @param file the descriptor of a file; its own position neither matters nor moves
     * @param offset of the first byte in the file
     * @param count at most
     * @return how many bytes went, 0 at the end of the file, or -errno
     */
    default int sendfile(int fd, int file, long offset, int count) {
        return -Errno.ENOSYS;
    }

    /**
     * getsockname(2).
     *
     * @param fd the socket
     * @param slot where the address goes
     * @param offset of the slot
     * @return 0 or -errno
     */
    int getsockname(int fd, DirectBuffer slot, int offset);

    /**
     * getpeername(2).
     *
     * @param fd the socket
     * @param slot where the address goes
     * @param offset of the slot
     * @return 0 or -errno
     */
    int getpeername(int fd, DirectBuffer slot, int offset);

    /**
     * getsockopt(2).
     *
     * @param fd the socket
     * @param level SOL_ or IPPROTO_
     * @param option the option
     * @param buffer where the value goes
     * @param offset of its first byte
     * @param length at most
     * @return how many bytes the value has or -errno
     */
    int getsockopt(int fd, int level, int option, DirectBuffer buffer, int offset, int length);

    /**
     * setsockopt(2).
     *
     * @param fd the socket
     * @param level SOL_ or IPPROTO_
     * @param option the option
     * @param buffer holds the value; null for an option whose value is NULL
     * @param offset of its first byte
     * @param length of the value
     * @return 0 or -errno
     */
    int setsockopt(
            int fd, int level, int option, @Nullable DirectBuffer buffer, int offset, int length);

    /**
     * shutdown(2).
     *
     * @param fd the socket
     * @param how SHUT_
     * @return 0 or -errno
     */
    int shutdown(int fd, int how);

    /**
     * open(2) of a file that exists, close-on-exec.
     *
     * @param path ends with a NUL
     * @param offset of its first byte
     * @param length with the NUL
     * @param flags O_, without O_CREAT
     * @return the descriptor or -errno
     */
    default int open(DirectBuffer path, int offset, int length, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * close(2); never repeated after EINTR, because the descriptor is gone then.
     *
     * @param fd any descriptor
     * @return 0 or -errno
     */
    int close(int fd);

    /**
     * fcntl(F_DUPFD_CLOEXEC).
     *
     * @param fd any descriptor
     * @return the lowest free descriptor, or -errno
     */
    int dup(int fd);

    /**
     * fcntl(2) with an int argument.
     *
     * @param fd any descriptor
     * @param command F_GETFD, F_SETFD, F_GETFL or F_SETFL
     * @param argument of the command, or 0
     * @return the command's value or -errno
     */
    int fcntl(int fd, int command, int argument);

    /**
     * Turns O_NONBLOCK on or off with one system call, ioctl(FIONBIO).
     *
     * @param fd any descriptor
     * @param on true for non-blocking
     * @return 0 or -errno
     */
    int setNonblocking(int fd, boolean on);

    /**
     * poll(2), with nanoseconds (ppoll(2)) where the OS has them.
     *
     * @param pollfds an array of {@code struct pollfd}
     * @param offset of the first
     * @param count how many
     * @param timeoutNanos -1 for no limit
     * @return how many have events or -errno
     */
    int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos);

    /**
     * read(2).
     *
     * @param fd any descriptor
     * @param buffer where the bytes go
     * @param offset of the first byte
     * @param length at most
     * @return how many bytes came, 0 at the end, or -errno
     */
    default int read(int fd, DirectBuffer buffer, int offset, int length) {
        return -Errno.ENOSYS;
    }

    /**
     * write(2).
     *
     * @param fd any descriptor
     * @param buffer where the bytes are
     * @param offset of the first byte
     * @param length how many
     * @return how many bytes went or -errno
     */
    default int write(int fd, DirectBuffer buffer, int offset, int length) {
        return -Errno.ENOSYS;
    }

    /**
     * Starts a program in a new process. Between fork and execve only async-signal-safe calls run;
     * every descriptor above 2 that the request does not name is closed, signals are as in a new
     * process.
     *
     * @param request what to start
     * @return the process id, or -errno of what failed, execve included
     */
    default int spawn(SpawnRequest request) {
        return -Errno.ENOSYS;
    }

    /**
     * waitpid(2). Only for processes of one's own: others have somebody who waits for them.
     *
     * @param pid the process id
     * @param options 0 or WNOHANG
     * @param status where the status goes, as an int
     * @param offset of it
     * @return the process id, 0 with WNOHANG if it still runs, or -errno
     */
    default int waitpid(int pid, int options, DirectBuffer status, int offset) {
        return -Errno.ENOSYS;
    }

    /**
     * kill(2).
     *
     * @param pid the process id
     * @param signal 0 to ask only whether it is there
     * @return 0 or -errno
     */
    default int kill(int pid, int signal) {
        return -Errno.ENOSYS;
    }

    /**
     * fork(2), without any care for what the JVM needs; {@code Processes.unsafeFork} says what the
     * child may do.
     *
     * @return 0 in the child, its process id in the parent, or -errno
     */
    default int fork() {
        return -Errno.ENOSYS;
    }

    /**
     * pipe2(2), close-on-exec.
     *
     * @param out where the reading and the writing descriptor go, as ints
     * @param offset of the first of them
     * @param flags 0 or O_NONBLOCK
     * @return 0 or -errno
     */
    default int pipe(DirectBuffer out, int offset, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * eventfd(2), close-on-exec; Linux.
     *
     * @param initial the counter's first value
     * @param flags 0 or EFD_NONBLOCK
     * @return the descriptor or -errno
     */
    default int eventfd(int initial, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * timerfd_create(2), close-on-exec; Linux.
     *
     * @param clock CLOCK_
     * @param flags 0 or TFD_NONBLOCK
     * @return the descriptor or -errno
     */
    default int timerfdCreate(int clock, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * timerfd_settime(2) with a time from now; Linux.
     *
     * @param fd the timer
     * @param firstNanos until it first expires; 0 disarms it
     * @param intervalNanos between later expirations; 0 for none
     * @return 0 or -errno
     */
    default int timerfdSettime(int fd, long firstNanos, long intervalNanos) {
        return -Errno.ENOSYS;
    }

    /**
     * select(2). The three sets lie behind one another, each {@code FD_SETSIZE / 8} bytes long. The
     * caller has checked that every descriptor is below FD_SETSIZE.
     *
     * @param highest the largest descriptor in any set, plus one
     * @param sets the read, write and exception sets, in and out
     * @param offset of the first
     * @param timeoutNanos -1 for no limit
     * @return how many bits are set or -errno
     */
    default int select(int highest, DirectBuffer sets, int offset, long timeoutNanos) {
        return -Errno.ENOSYS;
    }

    /**
     * epoll_create1(2), close-on-exec; Linux.
     *
     * @return the descriptor or -errno
     */
    default int epollCreate() {
        return -Errno.ENOSYS;
    }

    /**
     * epoll_ctl(2); Linux.
     *
     * @param epfd the epoll descriptor
     * @param operation EPOLL_CTL_
     * @param fd what to watch
     * @param events EPOLL
     * @param data comes back with each event
     * @return 0 or -errno
     */
    default int epollCtl(int epfd, int operation, int fd, int events, long data) {
        return -Errno.ENOSYS;
    }

    /**
     * epoll_wait(2), with nanoseconds (epoll_pwait2(2)) where the kernel has them; Linux.
     *
     * @param epfd the epoll descriptor
     * @param events an array of {@code struct epoll_event} in the layout of the {@link Abi}
     * @param offset of the first
     * @param count how many fit
     * @param timeoutNanos -1 for no limit
     * @return how many events came or -errno
     */
    default int epollWait(int epfd, DirectBuffer events, int offset, int count, long timeoutNanos) {
        return -Errno.ENOSYS;
    }

    /**
     * io_uring_setup(2); Linux.
     *
     * @param entries of the submission queue
     * @param params a {@code struct io_uring_params}, in and out
     * @return the ring's descriptor, close-on-exec, or -errno
     */
    default int ioUringSetup(int entries, DirectBuffer params) {
        return -Errno.ENOSYS;
    }

    /**
     * io_uring_enter(2); Linux.
     *
     * @param fd the ring
     * @param submit how many submissions
     * @param wait for how many completions
     * @param flags IORING_ENTER_
     * @param argument a {@code struct io_uring_getevents_arg}, or null
     * @return how many submissions were taken or -errno
     */
    default int ioUringEnter(
            int fd, int submit, int wait, int flags, @Nullable DirectBuffer argument) {
        return -Errno.ENOSYS;
    }

    /**
     * io_uring_register(2); Linux.
     *
     * @param fd the ring
     * @param operation IORING_REGISTER_
     * @param argument what the operation takes, or null
     * @param count of arguments
     * @return {@code >= 0} or -errno
     */
    default int ioUringRegister(int fd, int operation, @Nullable DirectBuffer argument, int count) {
        return -Errno.ENOSYS;
    }
}
