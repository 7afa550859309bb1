/* The library on a kernel or in a sandbox without epoll_pwait2. */

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

enum { EPOLL_PWAIT2 = 441 };

static void deny_epoll_pwait2(unsigned int error) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, EPOLL_PWAIT2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    CHECK_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    CHECK_EQ(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static int is_missing(void) {
    return syscall(EPOLL_PWAIT2, -1, NULL, 1, NULL, NULL, 0) == -1
        && (errno == ENOSYS || errno == EPERM);
}

TEST(rounds_up_to_milliseconds_where_epoll_pwait2_is_denied) {
    if (!is_missing()) {
        deny_epoll_pwait2(EPERM);
    }
    CHECK(is_missing());
    const int64_t timeouts[] = {1, 999999, 1000001, 5500000};
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    for (size_t i = 0; i < sizeof timeouts / sizeof timeouts[0]; i++) {
        int64_t start = now_nanos();
        CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, timeouts[i]), 0);
        CHECK(now_nanos() - start >= timeouts[i]);
    }
    OK(sockeye_close(epfd));
}

TEST(takes_the_longest_timeout_in_milliseconds) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLOUT, 1));
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, INT64_MAX), 1);
    OK(sockeye_close(epfd));
    close_pair(pair);
}
