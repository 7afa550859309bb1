#include "echo_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static const char *program;

_Noreturn void die(const char *what) {
    fprintf(stderr, "%s: %s: %s\n", program, what, strerror(errno));
    exit(2);
}

static struct sockaddr_in parse_address(const char *host, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    char *end;
    long number = strtol(port, &end, 10);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || *end != '\0' || *port == '\0'
        || number < 0 || number > 65535) {
        errno = EINVAL;
        die("--host takes an IPv4 address, --port a number");
    }
    address.sin_port = htons((in_port_t)number);
    return address;
}

static int listen_on(const struct sockaddr_in *address) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (const struct sockaddr *)address, sizeof *address) != 0
        || listen(listener, BACKLOG) != 0) {
        die("cannot listen");
    }
    return listener;
}

static int bind_datagrams(const struct sockaddr_in *address) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(fd, (const struct sockaddr *)address, sizeof *address) != 0) {
        die("cannot bind");
    }
    return fd;
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

static struct sockaddr_in begin(const char *name, int argc, char **argv) {
    program = name;
    if (!has_only_options(argc, argv)) {
        fprintf(stderr, "usage: %s [--host ADDRESS] [--port PORT]\n", name);
        exit(2);
    }
    struct sigaction action = {0};
    action.sa_handler = quit;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    raise_fd_limit();
    return parse_address(
        option(argc, argv, "--host", "127.0.0.1"), option(argc, argv, "--port", "0"));
}

int start_echo_server(const char *name, int argc, char **argv) {
    struct sockaddr_in address = begin(name, argc, argv);
    return listen_on(&address);
}

int start_datagram_server(const char *name, int argc, char **argv) {
    struct sockaddr_in address = begin(name, argc, argv);
    return bind_datagrams(&address);
}

void announce(int listener) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    char host[INET_ADDRSTRLEN];
    if (getsockname(listener, (struct sockaddr *)&address, &length) != 0
        || inet_ntop(AF_INET, &address.sin_addr, host, sizeof host) == NULL) {
        die("cannot listen");
    }
    printf("ready %s:%d\n", host, ntohs(address.sin_port));
    fflush(stdout);
}

void set_nodelay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
