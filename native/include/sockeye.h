#ifndef SOCKEYE_H
#define SOCKEYE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * The system calls of sockeye, without Java. Every function returns a value >= 0 or the negated
 * errno, makes one system call, and returns EINTR; the policy is the caller's. Every descriptor
 * is made close-on-exec. Timeouts are nanoseconds, rounded up; a negative one means no limit.
 */

/* What the Java classes and this library must agree on; raised when a native method changes. */
#define SOCKEYE_ABI 5

/* An address with its length; a length of 0 means that there is none. */
struct sockeye_slot {
    int32_t length;
    int32_t unused;
    struct sockaddr_storage address;
};

struct epoll_event;
struct pollfd;

/* version.c */
int sockeye_noop(void);
const char *sockeye_build_id(void);

/* socket.c */
int sockeye_socket(int family, int type, int proto);
int sockeye_socketpair(int family, int type, int proto, int fds[2]);
int sockeye_bind(int fd, const struct sockeye_slot *slot);
int sockeye_connect(int fd, const struct sockeye_slot *slot);
int sockeye_listen(int fd, int backlog);
int sockeye_accept(int fd, struct sockeye_slot *slot, int flags);
int sockeye_getsockname(int fd, struct sockeye_slot *slot);
int sockeye_getpeername(int fd, struct sockeye_slot *slot);
int sockeye_getsockopt(int fd, int level, int option, void *value, size_t length);
int sockeye_setsockopt(int fd, int level, int option, const void *value, size_t length);
int sockeye_shutdown(int fd, int how);

/* transfer.c */
int sockeye_recv(int fd, void *buffer, size_t length, int flags);
int sockeye_send(int fd, const void *buffer, size_t length, int flags);
int sockeye_recvfrom(int fd, void *buffer, size_t length, int flags, struct sockeye_slot *slot);
int sockeye_sendto(
    int fd, const void *buffer, size_t length, int flags, const struct sockeye_slot *slot);

int sockeye_sendmsg(int fd, const struct msghdr *message, int flags);
int sockeye_recvmsg(int fd, struct msghdr *message, int flags);
int sockeye_sendfile(int fd, int file, int64_t offset, size_t count);

/* fd.c */
int sockeye_open(const char *path, int flags);
int sockeye_close(int fd);
int sockeye_dup(int fd);
int sockeye_fcntl(int fd, int command, int argument);
int sockeye_set_nonblocking(int fd, int on);
int sockeye_read(int fd, void *buffer, size_t length);
int sockeye_write(int fd, const void *buffer, size_t length);
int sockeye_pipe(int fds[2], int flags);

/*
 * process.c: what a new process gets. The arrays of texts end with NULL; `fds` are pairs: a
 * descriptor here and its number there. Every other descriptor above 2 is closed.
 */
struct sockeye_spawn {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *directory; /* NULL: this one */
    const int32_t *fds;
    int32_t fd_pairs;
    int32_t flags;
};

#define SOCKEYE_SPAWN_SETSID 1
#define SOCKEYE_SPAWN_MOST_FDS 256

int sockeye_spawn(const struct sockeye_spawn *request);
int sockeye_waitpid(int pid, int options, int32_t *status);
int sockeye_kill(int pid, int signal);
int sockeye_fork(void);

/* eventfd.c, timerfd.c */
int sockeye_eventfd(unsigned int initial, int flags);
int sockeye_timerfd_create(int clock, int flags);
int sockeye_timerfd_settime(int fd, int64_t first_nanos, int64_t interval_nanos);

/* poll.c */
int sockeye_poll(struct pollfd *fds, size_t count, int64_t timeout_nanos);

/* select.c: three sets of FD_SETSIZE bits behind one another. */
int sockeye_select(int highest, void *sets, int64_t timeout_nanos);

/* epoll.c */
int sockeye_epoll_create(void);
int sockeye_epoll_ctl(int epfd, int operation, int fd, uint32_t events, uint64_t data);
int sockeye_epoll_wait(int epfd, struct epoll_event *events, int count, int64_t timeout_nanos);

/* uring.c: io_uring, as io_uring_setup(2) and its kin tell; `params` is a struct of 120 bytes. */
int sockeye_io_uring_setup(unsigned int entries, void *params);
int sockeye_io_uring_enter(
    int fd, unsigned int submit, unsigned int wait, unsigned int flags, const void *argument,
    size_t size);
int sockeye_io_uring_register(
    int fd, unsigned int operation, void *argument, unsigned int count);

/* Memory shared with the kernel, readable and writable; the result is its address or -errno. */
int64_t sockeye_map(int fd, int64_t offset, size_t length);
int sockeye_unmap(void *address, size_t length);

/*
 * resolve.c: the answer is a header and `count` entries. After each entry come its address and its
 * canonical name (no NUL), each padded to a multiple of SOCKEYE_ANSWER_ALIGN.
 */
#define SOCKEYE_ANSWER_ALIGN 8

struct sockeye_answer {
    int32_t code; /* 0 or EAI_ */
    int32_t error; /* errno if the code is EAI_SYSTEM, else 0 */
    int32_t count;
    int32_t unused;
};

struct sockeye_answer_entry {
    int32_t family;
    int32_t type;
    int32_t proto;
    int32_t address_length;
    int32_t name_length;
    int32_t unused;
};

/*
 * Returns how many bytes the whole answer needs. If that is more than `size`, only the header was
 * written; -EINVAL if not even that fits.
 */
int sockeye_getaddrinfo(
    const char *host,
    const char *service,
    int family,
    int type,
    int proto,
    int flags,
    void *answer,
    size_t size);

/* Copies as much as fits, without NUL; returns the length of the whole text. */
int sockeye_gai_strerror(int code, char *text, size_t size);

/*
 * names.c: the answer is a header and `count` items. After each item come its bytes (no NUL),
 * padded as in resolve.c; the result is how many bytes the whole answer needs. The code is EAI_ or
 * h_errno.
 */
struct sockeye_item {
    int32_t kind; /* one of these, or the index of a network interface */
    int32_t length;
};

#define SOCKEYE_NAME 0
#define SOCKEYE_ALIAS 1
#define SOCKEYE_ADDRESS 2
#define SOCKEYE_SERVICE 3

int sockeye_getnameinfo(const struct sockeye_slot *slot, int flags, void *answer, size_t size);
int sockeye_gethostbyname(const char *name, void *answer, size_t size);
int sockeye_gethostbyaddr(
    int family, const void *address, size_t length, void *answer, size_t size);
int sockeye_if_nameindex(void *answer, size_t size);

/* -ENOENT if there is no such entry; a null protocol means any. */
int sockeye_getservbyname(const char *name, const char *protocol);
int sockeye_getprotobyname(const char *name);
int sockeye_if_nametoindex(const char *name);
int sockeye_sethostname(const char *name, size_t length);

/* Each copies as much as fits, without NUL, and returns the length of the whole name. */
int sockeye_getservbyport(int port, const char *protocol, char *name, size_t size);
int sockeye_if_indextoname(unsigned int index, char *name, size_t size);
int sockeye_gethostname(char *name, size_t size);

#endif
