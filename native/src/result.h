#ifndef SOCKEYE_RESULT_H
#define SOCKEYE_RESULT_H

#include <errno.h>
#include <sys/types.h>

/* Linux moves at most 0x7ffff000 bytes in one call, so every count fits an int. */
static inline int sockeye_result(ssize_t result) {
    return result < 0 ? -errno : (int)result;
}

#endif
