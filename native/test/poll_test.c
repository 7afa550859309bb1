#include <errno.h>
#include <poll.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

TEST(reports_readable_and_writable) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    struct pollfd fds[2] = {{pair[0], POLLIN, 0}, {pair[1], POLLIN | POLLOUT, 0}};
    CHECK_EQ(sockeye_poll(fds, 2, 0), 1);
    CHECK_EQ(fds[0].revents, 0);
    CHECK_EQ(fds[1].revents, POLLOUT);
    OK(sockeye_send(pair[1], "a", 1, 0));
    CHECK_EQ(sockeye_poll(fds, 2, -1), 2);
    CHECK_EQ(fds[0].revents, POLLIN);
    close_pair(pair);
}

TEST(ignores_negative_and_names_closed_descriptors) {
    struct pollfd fds[2] = {{-1, POLLIN, 0}, {1 << 20, POLLIN, 0}};
    CHECK_EQ(sockeye_poll(fds, 2, 0), 1);
    CHECK_EQ(fds[0].revents, 0);
    CHECK_EQ(fds[1].revents, POLLNVAL);
}

TEST(does_not_return_early) {
    const int64_t timeouts[] = {1, 1000, 999999, 1000001, 1500000, 20000000};
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    struct pollfd fd = {pair[0], POLLIN, 0};
    for (size_t i = 0; i < sizeof timeouts / sizeof timeouts[0]; i++) {
        int64_t start = now_nanos();
        CHECK_EQ(sockeye_poll(&fd, 1, timeouts[i]), 0);
        CHECK(now_nanos() - start >= timeouts[i]);
    }
    close_pair(pair);
}

TEST(takes_the_longest_timeout) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    struct pollfd fd = {pair[0], POLLOUT, 0};
    CHECK_EQ(sockeye_poll(&fd, 1, INT64_MAX), 1);
    close_pair(pair);
}
