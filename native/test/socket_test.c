#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

static void echo(int client, int server) {
    char buffer[16] = {0};
    CHECK_EQ(sockeye_send(client, "salmon", 6, 0), 6);
    CHECK_EQ(sockeye_recv(server, buffer, sizeof buffer, 0), 6);
    CHECK_EQ(sockeye_send(server, buffer, 6, 0), 6);
    memset(buffer, 0, sizeof buffer);
    CHECK_EQ(sockeye_recv(client, buffer, sizeof buffer, 0), 6);
    CHECK_EQ(memcmp(buffer, "salmon", 6), 0);
}

TEST(echoes_over_tcp_with_both_addresses) {
    struct sockeye_slot server_address, peer, own;
    int listener = listening(&server_address);
    int client = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    CHECK_EQ(sockeye_connect(client, &server_address), 0);
    int server = OK(sockeye_accept(listener, &peer, 0));
    OK(sockeye_getsockname(client, &own));
    CHECK_EQ(peer.length, sizeof(struct sockaddr_in));
    CHECK_EQ(memcmp(&peer.address, &own.address, (size_t)peer.length), 0);
    OK(sockeye_getpeername(client, &peer));
    CHECK_EQ(memcmp(&peer.address, &server_address.address, (size_t)peer.length), 0);
    echo(client, server);
    OK(sockeye_shutdown(client, SHUT_WR));
    char byte;
    CHECK_EQ(sockeye_recv(server, &byte, 1, 0), 0);
    OK(sockeye_close(client));
    OK(sockeye_close(server));
    OK(sockeye_close(listener));
}

TEST(accepts_without_an_address) {
    struct sockeye_slot address;
    int listener = listening(&address);
    int client = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    OK(sockeye_connect(client, &address));
    int server = OK(sockeye_accept(listener, NULL, SOCK_NONBLOCK));
    char byte;
    CHECK_EQ(sockeye_recv(server, &byte, 1, 0), -EAGAIN);
    OK(sockeye_close(client));
    OK(sockeye_close(server));
    OK(sockeye_close(listener));
}

TEST(exchanges_datagrams_with_addresses) {
    struct sockeye_slot here, there, from;
    int a = bound(SOCK_DGRAM, &here);
    int b = bound(SOCK_DGRAM, &there);
    char buffer[16];
    CHECK_EQ(sockeye_sendto(a, "roe", 3, 0, &there), 3);
    CHECK_EQ(sockeye_recvfrom(b, buffer, sizeof buffer, 0, &from), 3);
    CHECK_EQ(from.length, here.length);
    CHECK_EQ(memcmp(&from.address, &here.address, (size_t)from.length), 0);
    CHECK_EQ(sockeye_sendto(b, "", 0, 0, &from), 0);
    CHECK_EQ(sockeye_recvfrom(a, buffer, sizeof buffer, 0, &from), 0);
    OK(sockeye_close(a));
    OK(sockeye_close(b));
}

TEST(tells_the_whole_length_of_a_truncated_datagram) {
    int pair[2];
    make_pair(pair, SOCK_DGRAM);
    char byte;
    CHECK_EQ(sockeye_send(pair[0], "abc", 3, 0), 3);
    CHECK_EQ(sockeye_recv(pair[1], &byte, 1, MSG_TRUNC), 3);
    close_pair(pair);
}

TEST(reports_an_unnamed_sender_as_no_address) {
    int pair[2];
    make_pair(pair, SOCK_DGRAM);
    struct sockeye_slot from;
    char byte;
    CHECK_EQ(sockeye_send(pair[0], "a", 1, 0), 1);
    CHECK_EQ(sockeye_recvfrom(pair[1], &byte, 1, 0, &from), 1);
    CHECK_EQ(from.length, 0);
    close_pair(pair);
}

TEST(echoes_over_a_unix_path) {
    char path[] = "/tmp/sockeye-test-XXXXXX";
    CHECK(mkdtemp(path) != NULL);
    char name[64];
    snprintf(name, sizeof name, "%s/s", path);
    struct sockeye_slot address = unix_address(name), peer;
    int listener = OK(sockeye_socket(AF_UNIX, SOCK_STREAM, 0));
    OK(sockeye_bind(listener, &address));
    OK(sockeye_listen(listener, 1));
    int client = OK(sockeye_socket(AF_UNIX, SOCK_STREAM, 0));
    OK(sockeye_connect(client, &address));
    int server = OK(sockeye_accept(listener, &peer, 0));
    CHECK_EQ(peer.length, sizeof(sa_family_t));
    echo(client, server);
    OK(sockeye_close(client));
    OK(sockeye_close(server));
    OK(sockeye_close(listener));
    CHECK_EQ(unlink(name), 0);
    CHECK_EQ(rmdir(path), 0);
}

TEST(echoes_over_socketpairs) {
    const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    for (size_t i = 0; i < 3; i++) {
        int pair[2];
        make_pair(pair, types[i]);
        echo(pair[0], pair[1]);
        close_pair(pair);
    }
}

TEST(sends_to_a_closed_peer_without_SIGPIPE) {
    signal(SIGPIPE, SIG_DFL);
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    OK(sockeye_close(pair[1]));
    struct sockeye_slot none;
    memset(&none, 0, sizeof none);
    CHECK_EQ(sockeye_send(pair[0], "a", 1, 0), -EPIPE);
    CHECK_EQ(sockeye_sendto(pair[0], "a", 1, 0, &none), -EPIPE);
    OK(sockeye_close(pair[0]));
}

TEST(would_block_when_empty_or_full) {
    int pair[2];
    OK(sockeye_socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair));
    static char block[65536];
    CHECK_EQ(sockeye_recv(pair[0], block, 1, 0), -EAGAIN);
    int sent;
    do {
        sent = sockeye_send(pair[0], block, sizeof block, 0);
    } while (sent > 0);
    CHECK_EQ(sent, -EAGAIN);
    close_pair(pair);
}

TEST(connects_in_the_background) {
    struct sockeye_slot address;
    int listener = listening(&address);
    int client = OK(sockeye_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    int result = sockeye_connect(client, &address);
    CHECK(result == 0 || result == -EINPROGRESS);
    OK(sockeye_close(client));
    OK(sockeye_close(listener));
}

TEST(refuses_where_nobody_listens) {
    struct sockeye_slot address;
    int holder = bound(SOCK_STREAM, &address);
    int client = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    CHECK_EQ(sockeye_connect(client, &address), -ECONNREFUSED);
    CHECK_EQ(sockeye_bind(client, &address), -EADDRINUSE);
    OK(sockeye_close(client));
    OK(sockeye_close(holder));
}

TEST(tells_the_length_of_an_option) {
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    int value = 1;
    char large[64];
    CHECK_EQ(sockeye_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value), 0);
    CHECK_EQ(sockeye_getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, large, sizeof large), sizeof value);
    value = 0;
    CHECK_EQ(sockeye_getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value), sizeof value);
    CHECK_EQ(value, 1);
    CHECK_EQ(sockeye_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, NULL, 0), -EINVAL);
    CHECK_EQ(sockeye_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, NULL, sizeof value), -EFAULT);
    CHECK_EQ(sockeye_getsockopt(fd, SOL_SOCKET, 9999, &value, sizeof value), -ENOPROTOOPT);
    OK(sockeye_close(fd));
}

TEST(refuses_an_address_of_impossible_length) {
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    struct sockeye_slot slot = loopback(0);
    slot.length = -1;
    CHECK_EQ(sockeye_bind(fd, &slot), -EINVAL);
    slot.length = (int32_t)sizeof slot.address + 1;
    CHECK_EQ(sockeye_connect(fd, &slot), -EINVAL);
    OK(sockeye_close(fd));
}

TEST(leaves_no_address_behind_a_failure) {
    struct sockeye_slot slot = loopback(0);
    CHECK_EQ(sockeye_getsockname(-1, &slot), -EBADF);
    CHECK_EQ(slot.length, 0);
}

TEST(answers_EBADF_for_a_bad_descriptor) {
    struct sockeye_slot slot = loopback(0);
    char byte = 0;
    int value = 0;
    CHECK_EQ(sockeye_bind(-1, &slot), -EBADF);
    CHECK_EQ(sockeye_connect(-1, &slot), -EBADF);
    CHECK_EQ(sockeye_listen(-1, 1), -EBADF);
    CHECK_EQ(sockeye_accept(-1, NULL, 0), -EBADF);
    CHECK_EQ(sockeye_accept(-1, &slot, 0), -EBADF);
    CHECK_EQ(sockeye_recv(-1, &byte, 1, 0), -EBADF);
    CHECK_EQ(sockeye_send(-1, &byte, 1, 0), -EBADF);
    CHECK_EQ(sockeye_recvfrom(-1, &byte, 1, 0, &slot), -EBADF);
    slot = loopback(0);
    CHECK_EQ(sockeye_sendto(-1, &byte, 1, 0, &slot), -EBADF);
    CHECK_EQ(sockeye_getpeername(-1, &slot), -EBADF);
    CHECK_EQ(sockeye_getsockopt(-1, SOL_SOCKET, SO_ERROR, &value, sizeof value), -EBADF);
    CHECK_EQ(sockeye_setsockopt(-1, SOL_SOCKET, SO_DEBUG, &value, sizeof value), -EBADF);
    CHECK_EQ(sockeye_shutdown(-1, SHUT_RD), -EBADF);
}

TEST(refuses_an_unknown_family) {
    CHECK_EQ(sockeye_socket(9999, SOCK_STREAM, 0), -EAFNOSUPPORT);
}
