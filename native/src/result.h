#ifndef SOCKEYE_RESULT_H
#define SOCKEYE_RESULT_H

#include <errno.h>
#include <string.h>
#include <sys/types.h>

/* Linux moves at most 0x7ffff000 bytes in one call, so every count fits an int. */
static inline int sockeye_result(ssize_t result) {
    return result < 0 ? -errno : (int)result;
}

/* Copies as much of a text as fits, without NUL; returns the length of the whole text. */
static inline int sockeye_copy(const char *text, char *to, size_t size) {
    size_t length = strlen(text);
    if (size > 0) {
        memcpy(to, text, length < size ? length : size);
    }
    return (int)length;
}

#endif
