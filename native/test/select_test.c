#include <errno.h>
#include <sys/select.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

TEST(reports_in_three_sets) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    fd_set sets[3];
    memset(sets, 0, sizeof sets);
    OK(sockeye_send(pair[1], "a", 1, 0));
    int highest = pair[0] > pair[1] ? pair[0] : pair[1];
    FD_SET(pair[0], &sets[0]);
    FD_SET(pair[1], &sets[0]);
    FD_SET(pair[1], &sets[1]);
    FD_SET(pair[1], &sets[2]);
    CHECK_EQ(sockeye_select(highest + 1, sets, -1), 2);
    CHECK(FD_ISSET(pair[0], &sets[0]));
    CHECK(!FD_ISSET(pair[1], &sets[0]));
    CHECK(FD_ISSET(pair[1], &sets[1]));
    CHECK(!FD_ISSET(pair[1], &sets[2]));
    close_pair(pair);
}

TEST(answers_EBADF_for_a_closed_descriptor) {
    /* A low one: Linux looks at no descriptor above the process's table. */
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    OK(sockeye_close(fd));
    fd_set sets[3];
    memset(sets, 0, sizeof sets);
    FD_SET(fd, &sets[0]);
    CHECK_EQ(sockeye_select(fd + 1, sets, 0), -EBADF);
}

TEST(does_not_return_early) {
    const int64_t timeouts[] = {0, 1, 1000, 999999, 1000001, 1500000, 20000000};
    fd_set sets[3];
    for (size_t i = 0; i < sizeof timeouts / sizeof timeouts[0]; i++) {
        memset(sets, 0, sizeof sets);
        int64_t start = now_nanos();
        CHECK_EQ(sockeye_select(0, sets, timeouts[i]), 0);
        CHECK(now_nanos() - start >= timeouts[i]);
    }
}
