/*
 * A load for echo servers that shares nothing with the one of `compare`: another language, another
 * loop, another clock and another source of CPU time. `agree` measures the same server with both.
 *
 * A closed loop: each connection sends a message when the last one has come back. CPU time is that
 * of /proc/PID/stat, in ticks.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256, LARGEST = 65536, ARGUMENTS = 7, FIELDS_BEFORE_UTIME = 11 };

struct connection {
    int fd;
    size_t received;
};

static char message[LARGEST];
static char answer[LARGEST];
static size_t size;
static long long answered;

_Noreturn static void fail(const char *what) {
    fprintf(stderr, "sockeye-echo-load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* User and system time of all threads, behind the name in brackets, which may hold anything. */
static double cpu_seconds(const char *pid) {
    char path[64];
    char text[1024] = {0};
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL || fread(text, 1, sizeof text - 1, file) == 0) {
        fail(path);
    }
    fclose(file);
    char *at = strrchr(text, ')');
    if (at == NULL) {
        fail(path);
    }
    at += 1;
    for (int i = 0; i < FIELDS_BEFORE_UTIME; i++) {
        at += strspn(at, " ");
        at += strcspn(at, " ");
    }
    unsigned long long user = strtoull(at, &at, 10);
    unsigned long long kernel = strtoull(at, &at, 10);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

static int dial(const char *host, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((in_port_t)strtol(port, NULL, 10));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1
        || connect(fd, (struct sockaddr *)&address, sizeof address) != 0
        || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0
        || fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        fail("cannot connect");
    }
    return fd;
}

/* Messages are small enough to fit into an empty buffer. */
static void ask(const struct connection *connection) {
    if (send(connection->fd, message, size, MSG_NOSIGNAL) != (ssize_t)size) {
        fail("send");
    }
}

static void receive(struct connection *connection) {
    size_t left = size - connection->received;
    ssize_t count = recv(connection->fd, answer, left, 0);
    if (count < 0 && errno == EAGAIN) {
        return;
    }
    if (count <= 0) {
        fail("recv");
    }
    if (memcmp(answer, message + connection->received, (size_t)count) != 0) {
        errno = EBADMSG;
        fail("wrong bytes");
    }
    connection->received += (size_t)count;
    if (connection->received == size) {
        connection->received = 0;
        answered++;
        ask(connection);
    }
}

static void run_until(int epfd, double end) {
    struct epoll_event events[BATCH];
    while (now_seconds() < end) {
        int count = epoll_wait(epfd, events, BATCH, 100);
        if (count < 0 && errno != EINTR) {
            fail("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            receive(events[i].data.ptr);
        }
    }
}

static void open_all(int epfd, long count, const char *host, const char *port) {
    struct connection *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) {
        fail("calloc");
    }
    for (long i = 0; i < count; i++) {
        all[i].fd = dial(host, port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        if (epoll_ctl(epfd, EPOLL_CTL_ADD, all[i].fd, &event) != 0) {
            fail("epoll_ctl");
        }
        ask(&all[i]);
    }
}

int main(int argc, char **argv) {
    if (argc != ARGUMENTS) {
        fprintf(stderr, "usage: sockeye-echo-load HOST PORT CONNECTIONS SIZE SECONDS PID\n");
        return 2;
    }
    size = (size_t)strtol(argv[4], NULL, 10);
    double seconds = strtod(argv[5], NULL);
    if (size < 1 || size > LARGEST / 4 || seconds <= 0) {
        fprintf(stderr, "sockeye-echo-load: SIZE is 1 to 16384, SECONDS above 0\n");
        return 2;
    }
    for (size_t i = 0; i < size; i++) {
        message[i] = (char)(i * 31 + 7);
    }
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    int epfd = epoll_create1(EPOLL_CLOEXEC);
    open_all(epfd, strtol(argv[3], NULL, 10), argv[1], argv[2]);
    run_until(epfd, now_seconds() + 0.1);
    answered = 0;
    double cpu = cpu_seconds(argv[6]);
    double start = now_seconds();
    run_until(epfd, start + seconds);
    double took = now_seconds() - start;
    printf("%lld requests %.6f seconds %.6f cpu\n", answered, took, cpu_seconds(argv[6]) - cpu);
    return 0;
}
