#include "sockeye.h"

#include <sys/sendfile.h>

#include "result.h"

/* MSG_NOSIGNAL always: a program that embeds the JVM need not ignore SIGPIPE. */

int sockeye_recv(int fd, void *buffer, size_t length, int flags) {
    return sockeye_result(recv(fd, buffer, length, flags));
}

int sockeye_send(int fd, const void *buffer, size_t length, int flags) {
    return sockeye_result(send(fd, buffer, length, flags | MSG_NOSIGNAL));
}

int sockeye_recvfrom(int fd, void *buffer, size_t length, int flags, struct sockeye_slot *slot) {
    socklen_t actual = sizeof slot->address;
    int result = sockeye_result(
        recvfrom(fd, buffer, length, flags, (struct sockaddr *)&slot->address, &actual));
    slot->length = result < 0 ? 0 : (int32_t)actual;
    return result;
}

int sockeye_sendto(
    int fd, const void *buffer, size_t length, int flags, const struct sockeye_slot *slot) {
    return sockeye_result(sendto(
        fd,
        buffer,
        length,
        flags | MSG_NOSIGNAL,
        (const struct sockaddr *)&slot->address,
        (socklen_t)slot->length));
}

int sockeye_sendmsg(int fd, const struct msghdr *message, int flags) {
    return sockeye_result(sendmsg(fd, message, flags | MSG_NOSIGNAL));
}

/* Descriptors that come with a message are close-on-exec from the first moment. */
int sockeye_recvmsg(int fd, struct msghdr *message, int flags) {
    return sockeye_result(recvmsg(fd, message, flags | MSG_CMSG_CLOEXEC));
}

/*
 * There is no MSG_NOSIGNAL here. The JVM ignores SIGPIPE in every process that it lives in, because
 * its own channels call the same function.
 */
int sockeye_sendfile(int fd, int file, int64_t offset, size_t count) {
    off_t at = offset;
    return sockeye_result(sendfile(fd, file, &at, count));
}
