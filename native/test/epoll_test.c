#include <errno.h>
#include <sys/epoll.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

static int wait_now(int epfd, struct epoll_event *event) {
    return sockeye_epoll_wait(epfd, event, 1, 0);
}

TEST(brings_back_all_64_bits_of_the_token) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN, UINT64_C(0xfedcba9876543210)));
    CHECK_EQ(wait_now(epfd, &event), 0);
    OK(sockeye_send(pair[1], "a", 1, 0));
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, -1), 1);
    CHECK_EQ(event.events, EPOLLIN);
    CHECK(event.data.u64 == UINT64_C(0xfedcba9876543210));
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_MOD, pair[0], EPOLLOUT, 7));
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, 1000000000), 1);
    CHECK_EQ(event.data.u64, 7);
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_DEL, pair[0], 0, 0));
    CHECK_EQ(wait_now(epfd, &event), 0);
    OK(sockeye_close(epfd));
    close_pair(pair);
}

TEST(tells_an_edge_once) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN | (uint32_t)EPOLLET, 1));
    OK(sockeye_send(pair[1], "a", 1, 0));
    CHECK_EQ(wait_now(epfd, &event), 1);
    CHECK_EQ(wait_now(epfd, &event), 0);
    OK(sockeye_send(pair[1], "b", 1, 0));
    CHECK_EQ(wait_now(epfd, &event), 1);
    OK(sockeye_close(epfd));
    close_pair(pair);
}

TEST(tells_a_one_shot_once_until_it_is_armed_again) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLONESHOT, 1));
    OK(sockeye_send(pair[1], "a", 1, 0));
    CHECK_EQ(wait_now(epfd, &event), 1);
    OK(sockeye_send(pair[1], "b", 1, 0));
    CHECK_EQ(wait_now(epfd, &event), 0);
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_MOD, pair[0], EPOLLIN | EPOLLONESHOT, 1));
    CHECK_EQ(wait_now(epfd, &event), 1);
    OK(sockeye_close(epfd));
    close_pair(pair);
}

TEST(refuses_what_epoll_refuses) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    CHECK_EQ(sockeye_epoll_ctl(epfd, EPOLL_CTL_MOD, pair[0], EPOLLIN, 1), -ENOENT);
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN, 1));
    CHECK_EQ(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN, 1), -EEXIST);
    CHECK_EQ(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, -1, EPOLLIN, 1), -EBADF);
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 0, 0), -EINVAL);
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 0, 1), -EINVAL);
    CHECK_EQ(sockeye_epoll_wait(-1, &event, 1, 0), -EBADF);
    CHECK_EQ(sockeye_epoll_wait(-1, &event, 1, 1), -EBADF);
    OK(sockeye_close(epfd));
    close_pair(pair);
}

TEST(does_not_return_early) {
    const int64_t timeouts[] = {1, 1000, 999999, 1000001, 1500000, 20000000};
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    for (size_t i = 0; i < sizeof timeouts / sizeof timeouts[0]; i++) {
        int64_t start = now_nanos();
        CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, timeouts[i]), 0);
        CHECK(now_nanos() - start >= timeouts[i]);
    }
    OK(sockeye_close(epfd));
}

TEST(takes_the_longest_timeout) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int epfd = OK(sockeye_epoll_create());
    struct epoll_event event;
    OK(sockeye_epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], EPOLLOUT, 1));
    CHECK_EQ(sockeye_epoll_wait(epfd, &event, 1, INT64_MAX), 1);
    OK(sockeye_close(epfd));
    close_pair(pair);
}
