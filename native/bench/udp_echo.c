/*
 * The server that `compare --scenario udp` measures everything against: what one thread with epoll
 * can do in C with one socket for all clients. It uses no code of sockeye. Level triggered; what
 * waits in the socket is answered until there is nothing more, or until a batch is full.
 */

#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "echo_server.h"

enum { LARGEST = 65536, BATCH = 64 };

static char datagram[LARGEST];

/* Returns whether there may be more to receive. */
static int echo_once(int fd) {
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    ssize_t count = recvfrom(fd, datagram, LARGEST, 0, (struct sockaddr *)&from, &length);
    if (count < 0 && errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED) {
        die("recvfrom");
    }
    if (count < 0) {
        return errno != EAGAIN;
    }
    /* One that has no room is lost, as on any network. */
    ssize_t sent =
        sendto(fd, datagram, (size_t)count, 0, (const struct sockaddr *)&from, length);
    if (sent < 0 && errno != EAGAIN && errno != ENOBUFS && errno != ECONNREFUSED) {
        die("sendto");
    }
    return 1;
}

_Noreturn static void run(int epfd, int fd) {
    for (;;) {
        struct epoll_event event;
        if (epoll_wait(epfd, &event, 1, -1) < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < BATCH && echo_once(fd); i++) {
        }
    }
}

int main(int argc, char **argv) {
    int fd = start_datagram_server("sockeye-udp-echo", argc, argv);
    int epfd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epfd < 0 || epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) != 0) {
        die("epoll");
    }
    announce(fd);
    run(epfd, fd);
}
