/*
 * The server that `compare` measures everything against: what one thread with epoll can do in C. It
 * uses no code of sockeye. Level triggered; a connection is registered once, written to first, and
 * waits for writability only after EAGAIN; a short read means that there is no more.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SLAB_SIZE = 65536, BATCH = 1024, BACKLOG = 4096 };

/* What the kernel did not take; while there is any, nothing more is read from that connection. */
struct pending {
    char *bytes;
    size_t length;
};

static char slab[SLAB_SIZE];
static struct epoll_event events[BATCH];
static struct pending *connections;
static size_t connections_size;
static int epfd;
static int listener;

_Noreturn static void die(const char *what) {
    fprintf(stderr, "sockeye-epoll-echo: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void watch(int operation, int fd, uint32_t interest) {
    struct epoll_event event = {.events = interest, .data.fd = fd};
    if (epoll_ctl(epfd, operation, fd, &event) != 0) {
        die("epoll_ctl");
    }
}

static void drop(int fd) {
    free(connections[fd].bytes);
    connections[fd] = (struct pending){0};
    close(fd);
}

static void make_room(int fd) {
    if ((size_t)fd < connections_size) {
        return;
    }
    size_t size = 2 * (size_t)fd + 64;
    struct pending *larger = realloc(connections, size * sizeof *larger);
    if (larger == NULL) {
        die("realloc");
    }
    memset(larger + connections_size, 0, (size - connections_size) * sizeof *larger);
    connections = larger;
    connections_size = size;
}

static void accept_all(void) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == ECONNABORTED || errno == EINTR)) {
            continue;
        }
        if (fd < 0 && errno != EAGAIN) {
            die("accept4");
        }
        if (fd < 0) {
            return;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        make_room(fd);
        watch(EPOLL_CTL_ADD, fd, EPOLLIN);
    }
}

static void keep(int fd, const char *bytes, size_t length) {
    char *copy = malloc(length);
    if (copy == NULL) {
        die("malloc");
    }
    memcpy(copy, bytes, length);
    free(connections[fd].bytes);
    connections[fd] = (struct pending){copy, length};
}

/* Returns how many bytes went, or -1 if the connection is dead. */
static ssize_t send_some(int fd, const char *bytes, size_t length) {
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent < 0) {
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    return sent;
}

/* Returns whether there may be more to read. */
static int echo_once(int fd) {
    ssize_t count = recv(fd, slab, SLAB_SIZE, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    ssize_t sent = count <= 0 ? -1 : send_some(fd, slab, (size_t)count);
    if (sent < 0) {
        drop(fd);
        return 0;
    }
    if (sent < count) {
        keep(fd, slab + sent, (size_t)(count - sent));
        watch(EPOLL_CTL_MOD, fd, EPOLLOUT);
        return 0;
    }
    return count == SLAB_SIZE;
}

static void flush_pending(int fd) {
    struct pending rest = connections[fd];
    ssize_t sent = send_some(fd, rest.bytes, rest.length);
    if (sent < 0) {
        drop(fd);
    } else if ((size_t)sent < rest.length) {
        memmove(rest.bytes, rest.bytes + sent, rest.length - (size_t)sent);
        connections[fd].length = rest.length - (size_t)sent;
    } else {
        free(rest.bytes);
        connections[fd] = (struct pending){0};
        watch(EPOLL_CTL_MOD, fd, EPOLLIN);
    }
}

static void serve(int fd) {
    if (connections[fd].length > 0) {
        flush_pending(fd);
        return;
    }
    while (echo_once(fd)) {
    }
}

_Noreturn static void run(void) {
    for (;;) {
        int count = epoll_wait(epfd, events, BATCH, -1);
        if (count < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener) {
                accept_all();
            } else {
                serve(events[i].data.fd);
            }
        }
    }
}

static void listen_on(const char *host, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    char *end;
    long number = strtol(port, &end, 10);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || *end != '\0' || *port == '\0'
        || number < 0 || number > 65535) {
        errno = EINVAL;
        die("--host takes an IPv4 address, --port a number");
    }
    address.sin_port = htons((in_port_t)number);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, length) != 0
        || listen(listener, BACKLOG) != 0
        || getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        die("cannot listen");
    }
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    printf("ready %s:%d\n", host, ntohs(address.sin_port));
    fflush(stdout);
}

/* Here and not in the loop: a flag set just before epoll_wait would be seen only after it. */
static void quit(int number) {
    (void)number;
    _exit(0);
}

/* The soft limit is 1024 nearly everywhere, the hard one is not. */
static void raise_fd_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static const char *option(int argc, char **argv, const char *name, const char *absent) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], name) == 0) {
            return argv[i + 1];
        }
    }
    return absent;
}

static int has_only_options(int argc, char **argv) {
    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--host") != 0 && strcmp(argv[i], "--port") != 0) {
            return 0;
        }
    }
    return argc % 2 == 1;
}

int main(int argc, char **argv) {
    if (!has_only_options(argc, argv)) {
        fprintf(stderr, "usage: sockeye-epoll-echo [--host ADDRESS] [--port PORT]\n");
        return 2;
    }
    struct sigaction action = {0};
    action.sa_handler = quit;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    raise_fd_limit();
    epfd = epoll_create1(EPOLL_CLOEXEC);
    if (epfd < 0) {
        die("epoll_create1");
    }
    listen_on(option(argc, argv, "--host", "127.0.0.1"), option(argc, argv, "--port", "0"));
    run();
}
