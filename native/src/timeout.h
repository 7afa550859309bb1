#ifndef SOCKEYE_TIMEOUT_H
#define SOCKEYE_TIMEOUT_H

#include <stdint.h>
#include <time.h>

#define SOCKEYE_NANOS_PER_SECOND INT64_C(1000000000)

static inline struct timespec sockeye_timespec(int64_t nanos) {
    struct timespec time;
    time.tv_sec = (time_t)(nanos / SOCKEYE_NANOS_PER_SECOND);
    time.tv_nsec = (long)(nanos % SOCKEYE_NANOS_PER_SECOND);
    return time;
}

#endif
