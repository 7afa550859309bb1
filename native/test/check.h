#ifndef CHECK_H
#define CHECK_H

/* Tests that register themselves; each file is a program. A failed check ends it at once. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check_test {
    const char *name;
    void (*run)(void);
};

static struct check_test check_tests[64];
static size_t check_count;

static inline void check_register(const char *name, void (*run)(void)) {
    check_tests[check_count].name = name;
    check_tests[check_count].run = run;
    check_count++;
}

#define TEST(name)                                                          \
    static void name(void);                                                 \
    __attribute__((constructor)) static void check_register_##name(void) {  \
        check_register(#name, name);                                        \
    }                                                                       \
    static void name(void)

#define CHECK(condition)                                                          \
    do {                                                                          \
        if (!(condition)) {                                                       \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                              \
        }                                                                         \
    } while (0)

#define CHECK_EQ(actual, expected)                                                     \
    do {                                                                               \
        long long check_actual = (long long)(actual);                                  \
        long long check_expected = (long long)(expected);                              \
        if (check_actual != check_expected) {                                          \
            fprintf(stderr, "%s:%d: %s is %lld, not %s (%lld)\n", __FILE__, __LINE__,  \
                #actual, check_actual, #expected, check_expected);                     \
            exit(1);                                                                   \
        }                                                                              \
    } while (0)

/* Passes a non-negative result through. */
#define OK(call) check_ok((call), #call, __FILE__, __LINE__)

static inline int check_ok(int result, const char *call, const char *file, int line) {
    if (result < 0) {
        fprintf(stderr, "%s:%d: %s failed: %s\n", file, line, call, strerror(-result));
        exit(1);
    }
    return result;
}

static inline int check_open_fds(void) {
    int count = 0;
    DIR *fds = opendir("/proc/self/fd");
    CHECK(fds != NULL);
    while (readdir(fds) != NULL) {
        count++;
    }
    closedir(fds);
    return count;
}

int main(void) {
    for (size_t i = 0; i < check_count; i++) {
        int before = check_open_fds();
        check_tests[i].run();
        int after = check_open_fds();
        printf("ok %s\n", check_tests[i].name);
        fflush(stdout);
        CHECK_EQ(after, before);
    }
    return check_count == 0;
}

#endif
