#include "sockeye.h"

#include <sys/timerfd.h>

#include "result.h"
#include "timeout.h"

int sockeye_timerfd_create(int clock, int flags) {
    return sockeye_result(timerfd_create(clock, flags | TFD_CLOEXEC));
}

int sockeye_timerfd_settime(int fd, int64_t first_nanos, int64_t interval_nanos) {
    struct itimerspec times;
    times.it_value = sockeye_timespec(first_nanos);
    times.it_interval = sockeye_timespec(interval_nanos);
    return sockeye_result(timerfd_settime(fd, 0, &times, NULL));
}
