/*
 * The server that `compare` measures everything against: what one thread with epoll can do in C. It
 * uses no code of sockeye. Level triggered; a connection is registered once, written to first, and
 * waits for writability only after EAGAIN; a short read means that there is no more.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "echo_server.h"

enum { SLAB_SIZE = 65536, BATCH = 1024 };

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
        set_nodelay(fd);
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

int main(int argc, char **argv) {
    listener = start_echo_server("sockeye-epoll-echo", argc, argv);
    epfd = epoll_create1(EPOLL_CLOEXEC);
    if (epfd < 0) {
        die("epoll_create1");
    }
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    announce(listener);
    run();
}
