#include "sockeye.h"

#include <sys/eventfd.h>

#include "result.h"

int sockeye_eventfd(unsigned int initial, int flags) {
    return sockeye_result(eventfd(initial, flags | EFD_CLOEXEC));
}
