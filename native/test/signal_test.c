#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "check.h"
#include "helper/helper.h"
#include "net.h"
#include "sockeye.h"

static const int64_t NEVER = -1;
static const int64_t LONG = INT64_C(60000000000);

static void start_storm(void) {
    CHECK_EQ(storm_start(helper_gettid(), 200), 0);
}

TEST(poll_returns_EINTR) {
    struct pollfd none = {-1, 0, 0};
    start_storm();
    for (int i = 0; i < 20; i++) {
        CHECK_EQ(sockeye_poll(&none, 1, i % 2 == 0 ? NEVER : LONG), -EINTR);
    }
    CHECK(storm_stop() >= 20);
}

TEST(select_returns_EINTR) {
    fd_set sets[3];
    memset(sets, 0, sizeof sets);
    start_storm();
    for (int i = 0; i < 20; i++) {
        CHECK_EQ(sockeye_select(0, sets, i % 2 == 0 ? NEVER : LONG), -EINTR);
    }
    CHECK(storm_stop() >= 20);
}

TEST(epoll_wait_returns_EINTR) {
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    start_storm();
    for (int i = 0; i < 20; i++) {
        CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, i % 2 == 0 ? NEVER : LONG), -EINTR);
    }
    CHECK(storm_stop() >= 20);
    OK(sockeye_close(epfd));
}

TEST(blocking_calls_return_EINTR) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    struct sockeye_slot address;
    int listener = listening(&address);
    char byte;
    start_storm();
    CHECK_EQ(sockeye_recv(pair[0], &byte, 1, 0), -EINTR);
    CHECK_EQ(sockeye_read(pair[0], &byte, 1), -EINTR);
    CHECK_EQ(sockeye_recvfrom(pair[0], &byte, 1, 0, &address), -EINTR);
    CHECK_EQ(sockeye_accept(listener, NULL, 0), -EINTR);
    storm_stop();
    OK(sockeye_close(listener));
    close_pair(pair);
}

TEST(data_wins_over_the_storm) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    OK(sockeye_send(pair[1], "a", 1, 0));
    char byte;
    start_storm();
    CHECK_EQ(sockeye_recv(pair[0], &byte, 1, 0), 1);
    storm_stop();
    close_pair(pair);
}
