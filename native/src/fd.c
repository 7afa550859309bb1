#include "sockeye.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "result.h"

int sockeye_open(const char *path, int flags) {
    return sockeye_result(open(path, flags | O_CLOEXEC));
}

int sockeye_close(int fd) {
    return sockeye_result(close(fd));
}

int sockeye_dup(int fd) {
    return sockeye_result(fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

int sockeye_fcntl(int fd, int command, int argument) {
    return sockeye_result(fcntl(fd, command, argument));
}

int sockeye_set_nonblocking(int fd, int on) {
    return sockeye_result(ioctl(fd, FIONBIO, &on));
}

int sockeye_read(int fd, void *buffer, size_t length) {
    return sockeye_result(read(fd, buffer, length));
}

int sockeye_write(int fd, const void *buffer, size_t length) {
    return sockeye_result(write(fd, buffer, length));
}

int sockeye_pipe(int fds[2], int flags) {
    return sockeye_result(pipe2(fds, flags | O_CLOEXEC));
}
