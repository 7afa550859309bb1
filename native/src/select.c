#include "sockeye.h"

#include <sys/select.h>

#include "result.h"
#include "timeout.h"

int sockeye_select(int highest, void *sets, int64_t timeout_nanos) {
    fd_set *set = sets;
    if (timeout_nanos < 0) {
        return sockeye_result(pselect(highest, &set[0], &set[1], &set[2], NULL, NULL));
    }
    struct timespec timeout = sockeye_timespec(timeout_nanos);
    return sockeye_result(pselect(highest, &set[0], &set[1], &set[2], &timeout, NULL));
}
