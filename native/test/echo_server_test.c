#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

enum { MUCH = 64 << 20 };

struct server {
    pid_t pid;
    struct sockeye_slot address;
};

static struct server start(void) {
    int out[2];
    OK(sockeye_pipe(out, 0));
    struct server server = {.pid = fork()};
    CHECK(server.pid >= 0);
    if (server.pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        execl(ECHO_SERVER, ECHO_SERVER, "--host", "127.0.0.1", "--port", "0", (char *)NULL);
        _exit(127);
    }
    OK(sockeye_close(out[1]));
    char line[64] = {0};
    CHECK(sockeye_read(out[0], line, sizeof line - 1) > 0);
    OK(sockeye_close(out[0]));
    int port = 0;
    CHECK_EQ(sscanf(line, "ready 127.0.0.1:%d\n", &port), 1);
    server.address = loopback(htons((in_port_t)port));
    return server;
}

static void stop(const struct server *server, int signal_number) {
    int status;
    CHECK_EQ(kill(server->pid, signal_number), 0);
    CHECK_EQ(waitpid(server->pid, &status, 0), server->pid);
    CHECK(WIFEXITED(status));
    CHECK_EQ(WEXITSTATUS(status), 0);
}

static int dial(const struct server *server) {
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    OK(sockeye_connect(fd, &server->address));
    return fd;
}

TEST(the_reference_server_echoes_many_connections) {
    struct server server = start();
    int fds[50];
    for (int i = 0; i < 50; i++) {
        fds[i] = dial(&server);
    }
    for (int i = 0; i < 50; i++) {
        char message[64];
        memset(message, 'a' + i % 26, sizeof message);
        CHECK_EQ(sockeye_send(fds[i], message, sizeof message, 0), sizeof message);
    }
    for (int i = 0; i < 50; i++) {
        char message[64];
        CHECK_EQ(sockeye_recv(fds[i], message, sizeof message, MSG_WAITALL), sizeof message);
        CHECK_EQ(message[63], 'a' + i % 26);
        OK(sockeye_close(fds[i]));
    }
    stop(&server, SIGTERM);
}

static unsigned char expected(size_t position) {
    return (unsigned char)(position * 2654435761u >> 13);
}

/* Returns false once the server has taken nothing for a while. */
static int writable(int fd) {
    struct pollfd wanted = {fd, POLLOUT, 0};
    return OK(sockeye_poll(&wanted, 1, INT64_C(100000000))) == 1;
}

static size_t send_from(int fd, size_t position) {
    static unsigned char block[65536];
    size_t length = MUCH - position < sizeof block ? MUCH - position : sizeof block;
    for (size_t i = 0; i < length; i++) {
        block[i] = expected(position + i);
    }
    int count = sockeye_send(fd, block, length, 0);
    CHECK(count >= 0 || count == -EAGAIN);
    return count < 0 ? 0 : (size_t)count;
}

static size_t recv_from(int fd, size_t position) {
    static unsigned char block[65536];
    int count = sockeye_recv(fd, block, sizeof block, 0);
    CHECK(count > 0 || count == -EAGAIN);
    for (int i = 0; i < count; i++) {
        CHECK_EQ(block[i], expected(position + (size_t)i));
    }
    return count < 0 ? 0 : (size_t)count;
}

TEST(the_reference_server_keeps_what_a_slow_reader_does_not_take) {
    struct server server = start();
    int fd = dial(&server);
    OK(sockeye_set_nonblocking(fd, 1));
    size_t sent = 0;
    size_t received = 0;
    while (sent < MUCH && writable(fd)) {
        sent += send_from(fd, sent);
    }
    CHECK(sent < MUCH);
    while (received < MUCH) {
        if (sent < MUCH) {
            sent += send_from(fd, sent);
        }
        received += recv_from(fd, received);
    }
    OK(sockeye_close(fd));
    stop(&server, SIGINT);
}
