#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

static void check_cloexec_and_close(int fd) {
    OK(fd);
    CHECK_EQ(sockeye_fcntl(fd, F_GETFD, 0), FD_CLOEXEC);
    OK(sockeye_close(fd));
}

TEST(every_descriptor_is_close_on_exec) {
    int fds[2];
    check_cloexec_and_close(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    make_pair(fds, SOCK_STREAM);
    check_cloexec_and_close(sockeye_dup(fds[0]));
    check_cloexec_and_close(fds[0]);
    check_cloexec_and_close(fds[1]);
    OK(sockeye_pipe(fds, 0));
    check_cloexec_and_close(fds[0]);
    check_cloexec_and_close(fds[1]);
    check_cloexec_and_close(sockeye_eventfd(0, 0));
    check_cloexec_and_close(sockeye_timerfd_create(CLOCK_MONOTONIC, 0));
    check_cloexec_and_close(sockeye_epoll_create());
}

TEST(accepted_descriptors_are_close_on_exec) {
    struct sockeye_slot address, peer;
    int listener = listening(&address);
    int client = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    OK(sockeye_connect(client, &address));
    check_cloexec_and_close(sockeye_accept(listener, &peer, 0));
    OK(sockeye_close(client));
    client = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    OK(sockeye_connect(client, &address));
    check_cloexec_and_close(sockeye_accept(listener, NULL, SOCK_NONBLOCK));
    OK(sockeye_close(client));
    OK(sockeye_close(listener));
}

TEST(turns_nonblocking_on_and_off_and_leaves_other_flags) {
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    int before = OK(sockeye_fcntl(fd, F_GETFL, 0));
    OK(sockeye_fcntl(fd, F_SETFL, before | O_APPEND));
    OK(sockeye_set_nonblocking(fd, 1));
    CHECK_EQ(sockeye_fcntl(fd, F_GETFL, 0), before | O_APPEND | O_NONBLOCK);
    OK(sockeye_set_nonblocking(fd, 0));
    CHECK_EQ(sockeye_fcntl(fd, F_GETFL, 0), before | O_APPEND);
    OK(sockeye_close(fd));
}

TEST(duplicates_share_the_description) {
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    int copy = OK(sockeye_dup(pair[0]));
    CHECK(copy != pair[0]);
    OK(sockeye_close(pair[0]));
    CHECK_EQ(sockeye_write(copy, "a", 1), 1);
    char byte;
    CHECK_EQ(sockeye_read(pair[1], &byte, 1), 1);
    OK(sockeye_close(copy));
    OK(sockeye_close(pair[1]));
}

TEST(pipes_carry_bytes_and_end) {
    int fds[2];
    char buffer[8];
    OK(sockeye_pipe(fds, O_NONBLOCK));
    CHECK_EQ(sockeye_read(fds[0], buffer, sizeof buffer), -EAGAIN);
    CHECK_EQ(sockeye_write(fds[1], "abc", 3), 3);
    CHECK_EQ(sockeye_read(fds[0], buffer, sizeof buffer), 3);
    OK(sockeye_close(fds[1]));
    CHECK_EQ(sockeye_read(fds[0], buffer, sizeof buffer), 0);
    OK(sockeye_close(fds[0]));
}

TEST(eventfds_count) {
    int fd = OK(sockeye_eventfd(3, EFD_NONBLOCK));
    uint64_t value = 4;
    CHECK_EQ(sockeye_write(fd, &value, sizeof value), sizeof value);
    CHECK_EQ(sockeye_read(fd, &value, sizeof value), sizeof value);
    CHECK_EQ(value, 7);
    CHECK_EQ(sockeye_read(fd, &value, sizeof value), -EAGAIN);
    OK(sockeye_close(fd));
}

TEST(timerfds_expire_not_early_and_disarm) {
    int fd = OK(sockeye_timerfd_create(CLOCK_MONOTONIC, 0));
    int64_t start = now_nanos();
    uint64_t count;
    OK(sockeye_timerfd_settime(fd, 3000000, 0));
    CHECK_EQ(sockeye_read(fd, &count, sizeof count), sizeof count);
    CHECK(now_nanos() - start >= 3000000);
    CHECK_EQ(count, 1);
    OK(sockeye_timerfd_settime(fd, 1000000, 1000000));
    OK(sockeye_timerfd_settime(fd, 0, 0));
    OK(sockeye_set_nonblocking(fd, 1));
    CHECK_EQ(sockeye_read(fd, &count, sizeof count), -EAGAIN);
    OK(sockeye_close(fd));
}

TEST(files_are_opened_and_sent_from_an_offset) {
    int pair[2];
    char buffer[16];
    char path[] = "/tmp/sockeye-fd-test-XXXXXX";
    int made = OK(mkstemp(path));
    CHECK_EQ(sockeye_write(made, "0123456789", 10), 10);
    check_cloexec_and_close(sockeye_open(path, O_RDONLY));
    int file = OK(sockeye_open(path, O_RDONLY));
    OK(unlink(path));
    make_pair(pair, SOCK_STREAM);
    CHECK_EQ(sockeye_sendfile(pair[0], file, 3, 4), 4);
    CHECK_EQ(sockeye_read(pair[1], buffer, sizeof buffer), 4);
    CHECK(memcmp(buffer, "3456", 4) == 0);
    CHECK_EQ(sockeye_sendfile(pair[0], file, 8, 100), 2);
    CHECK_EQ(sockeye_sendfile(pair[0], file, 10, 100), 0);
    CHECK_EQ(sockeye_sendfile(pair[0], pair[1], 0, 1), -EINVAL);
    CHECK_EQ(sockeye_open(path, O_RDONLY), -ENOENT);
    OK(sockeye_close(made));
    OK(sockeye_close(file));
    OK(sockeye_close(pair[0]));
    OK(sockeye_close(pair[1]));
}

TEST(answers_EBADF_for_a_bad_descriptor) {
    char byte = 0;
    CHECK_EQ(sockeye_close(-1), -EBADF);
    CHECK_EQ(sockeye_dup(-1), -EBADF);
    CHECK_EQ(sockeye_fcntl(-1, F_GETFD, 0), -EBADF);
    CHECK_EQ(sockeye_set_nonblocking(-1, 1), -EBADF);
    CHECK_EQ(sockeye_read(-1, &byte, 1), -EBADF);
    CHECK_EQ(sockeye_write(-1, &byte, 1), -EBADF);
    CHECK_EQ(sockeye_timerfd_settime(-1, 1, 0), -EBADF);
}

TEST(the_build_id_is_a_name) {
    CHECK(strlen(sockeye_build_id()) > 0);
    CHECK_EQ(sockeye_noop(), 0);
}
