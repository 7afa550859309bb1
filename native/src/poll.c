#include "sockeye.h"

#include <poll.h>

#include "result.h"
#include "timeout.h"

int sockeye_poll(struct pollfd *fds, size_t count, int64_t timeout_nanos) {
    if (timeout_nanos < 0) {
        return sockeye_result(ppoll(fds, (nfds_t)count, NULL, NULL));
    }
    struct timespec timeout = sockeye_timespec(timeout_nanos);
    return sockeye_result(ppoll(fds, (nfds_t)count, &timeout, NULL));
}
