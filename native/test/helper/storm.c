#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "helper.h"

/* Real-time signals that neither HotSpot nor glibc uses. */
#define STORM_SIGNAL (SIGRTMIN + 5)

static pthread_t sender;
static int target;
static long interval;
static atomic_int running;
static atomic_long sent;
static atomic_long handled;

static void on_signal(int number) {
    (void)number;
    atomic_fetch_add(&handled, 1);
}

static void *send_signals(void *unused) {
    (void)unused;
    struct timespec pause = {interval / 1000000, interval % 1000000 * 1000};
    while (atomic_load(&running)) {
        if (syscall(SYS_tgkill, getpid(), target, STORM_SIGNAL) == 0) {
            atomic_fetch_add(&sent, 1);
        }
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* Without SA_RESTART, so that blocking calls end with EINTR. */
static int install_handler(void) {
    struct sigaction action = {0};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    return sigaction(STORM_SIGNAL, &action, NULL);
}

int storm_start(int tid, long interval_micros) {
    if (atomic_exchange(&running, 1)) {
        return -EBUSY;
    }
    target = tid;
    interval = interval_micros;
    atomic_store(&sent, 0);
    int error = install_handler() == 0 ? 0 : errno;
    if (error == 0) {
        error = pthread_create(&sender, NULL, send_signals, NULL);
    }
    if (error != 0) {
        atomic_store(&running, 0);
    }
    /* The storm rages when this returns, however busy the machine is. */
    while (error == 0 && atomic_load(&sent) == 0) {
        sched_yield();
    }
    return -error;
}

long storm_stop(void) {
    if (!atomic_exchange(&running, 0)) {
        return 0;
    }
    pthread_join(sender, NULL);
    return atomic_load(&sent);
}

long storm_handled(void) {
    return atomic_load(&handled);
}
