#ifndef NET_H
#define NET_H

/* Sockets and times that several tests need. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>

#include "check.h"
#include "sockeye.h"

static inline struct sockeye_slot loopback(in_port_t port) {
    struct sockeye_slot slot;
    memset(&slot, 0, sizeof slot);
    struct sockaddr_in *address = (struct sockaddr_in *)&slot.address;
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address->sin_port = port;
    slot.length = sizeof *address;
    return slot;
}

static inline struct sockeye_slot unix_address(const char *path) {
    struct sockeye_slot slot;
    memset(&slot, 0, sizeof slot);
    struct sockaddr_un *address = (struct sockaddr_un *)&slot.address;
    address->sun_family = AF_UNIX;
    strncpy(address->sun_path, path, sizeof address->sun_path - 1);
    slot.length = sizeof *address;
    return slot;
}

/* Bound to a free port of the loopback interface; the slot gets its address. */
static inline int bound(int type, struct sockeye_slot *slot) {
    int fd = OK(sockeye_socket(AF_INET, type, 0));
    *slot = loopback(0);
    OK(sockeye_bind(fd, slot));
    OK(sockeye_getsockname(fd, slot));
    return fd;
}

static inline int listening(struct sockeye_slot *slot) {
    int fd = bound(SOCK_STREAM, slot);
    OK(sockeye_listen(fd, 16));
    return fd;
}

static inline void make_pair(int fds[2], int type) {
    OK(sockeye_socketpair(AF_UNIX, type, 0, fds));
}

static inline void close_pair(const int fds[2]) {
    OK(sockeye_close(fds[0]));
    OK(sockeye_close(fds[1]));
}

static inline int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

#endif
