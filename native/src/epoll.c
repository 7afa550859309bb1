#include "sockeye.h"

#include <limits.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "result.h"
#include "timeout.h"

#define NANOS_PER_MILLI INT64_C(1000000)

/*
 * epoll_pwait2 by number, not by name: glibc has it since 2.35 only, and the number is the same on
 * every architecture.
 */
#define SYS_EPOLL_PWAIT2 441

enum { UNKNOWN, WORKS, FAILS };

static atomic_int pwait2_state = UNKNOWN;

static int pwait2(int epfd, struct epoll_event *events, int count, const struct timespec *timeout) {
    return sockeye_result(syscall(SYS_EPOLL_PWAIT2, epfd, events, count, timeout, NULL, 0));
}

/* Kernels before 5.11 answer ENOSYS and sandboxes EPERM; only EBADF shows that the call arrived. */
static int probe_pwait2(void) {
    struct epoll_event event;
    struct timespec zero = {0, 0};
    return pwait2(-1, &event, 1, &zero) == -EBADF ? WORKS : FAILS;
}

static int has_pwait2(void) {
    int state = atomic_load_explicit(&pwait2_state, memory_order_relaxed);
    if (state == UNKNOWN) {
        state = probe_pwait2();
        atomic_store_explicit(&pwait2_state, state, memory_order_relaxed);
    }
    return state == WORKS;
}

static int millis(int64_t nanos) {
    int64_t rounded_up = nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI != 0);
    return rounded_up > INT_MAX ? INT_MAX : (int)rounded_up;
}

int sockeye_epoll_create(void) {
    return sockeye_result(epoll_create1(EPOLL_CLOEXEC));
}

int sockeye_epoll_ctl(int epfd, int operation, int fd, uint32_t events, uint64_t data) {
    struct epoll_event event;
    event.events = events;
    event.data.u64 = data;
    return sockeye_result(epoll_ctl(epfd, operation, fd, &event));
}

int sockeye_epoll_wait(int epfd, struct epoll_event *events, int count, int64_t timeout_nanos) {
    if (timeout_nanos <= 0) {
        return sockeye_result(epoll_wait(epfd, events, count, timeout_nanos == 0 ? 0 : -1));
    }
    if (has_pwait2()) {
        struct timespec timeout = sockeye_timespec(timeout_nanos);
        return pwait2(epfd, events, count, &timeout);
    }
    return sockeye_result(epoll_wait(epfd, events, count, millis(timeout_nanos)));
}
