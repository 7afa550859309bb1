/* What the calls cost in C, to be read beside the same calls measured by JMH. */

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "sockeye.h"

enum { ROUNDS = 7, MESSAGE = 64 };

static int pair[2];
static char buffer[MESSAGE];

static void noop(void) {
    sockeye_noop();
}

static void get_fd_flags(void) {
    sockeye_fcntl(pair[0], F_GETFD, 0);
}

static void recv_would_block(void) {
    sockeye_recv(pair[1], buffer, MESSAGE, 0);
}

static void send_and_recv(void) {
    sockeye_send(pair[0], buffer, MESSAGE, 0);
    sockeye_recv(pair[1], buffer, MESSAGE, 0);
}

static double now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double measure(void (*call)(void), int count) {
    double start = now_nanos();
    for (int i = 0; i < count; i++) {
        call();
    }
    return (now_nanos() - start) / count;
}

/* The best of some rounds: whatever disturbs only ever adds. */
static void report(const char *name, void (*call)(void), int count) {
    double best = measure(call, count);
    for (int i = 1; i < ROUNDS; i++) {
        double cost = measure(call, count);
        best = cost < best ? cost : best;
    }
    printf("%s %.2f\n", name, best);
}

static void *idle(void *unused) {
    pause();
    return unused;
}

int main(void) {
    /* A JVM has threads, and with more than one the kernel counts references to files. */
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0) {
        fprintf(stderr, "no second thread\n");
        return 1;
    }
    int result = sockeye_socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
    if (result < 0) {
        fprintf(stderr, "socketpair: errno %d\n", -result);
        return 1;
    }
    report("noop", noop, 20000000);
    report("fcntl", get_fd_flags, 2000000);
    report("recv_eagain", recv_would_block, 500000);
    report("send_recv_64", send_and_recv, 200000);
    return 0;
}
