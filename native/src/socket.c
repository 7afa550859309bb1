#include "sockeye.h"

#include "result.h"

int sockeye_socket(int family, int type, int proto) {
    return sockeye_result(socket(family, type | SOCK_CLOEXEC, proto));
}

int sockeye_socketpair(int family, int type, int proto, int fds[2]) {
    return sockeye_result(socketpair(family, type | SOCK_CLOEXEC, proto, fds));
}

int sockeye_bind(int fd, const struct sockeye_slot *slot) {
    return sockeye_result(
        bind(fd, (const struct sockaddr *)&slot->address, (socklen_t)slot->length));
}

int sockeye_connect(int fd, const struct sockeye_slot *slot) {
    return sockeye_result(
        connect(fd, (const struct sockaddr *)&slot->address, (socklen_t)slot->length));
}

int sockeye_listen(int fd, int backlog) {
    return sockeye_result(listen(fd, backlog));
}

static int accept_with_address(int fd, struct sockeye_slot *slot, int flags) {
    socklen_t length = sizeof slot->address;
    int result =
        sockeye_result(accept4(fd, (struct sockaddr *)&slot->address, &length, flags));
    slot->length = result < 0 ? 0 : (int32_t)length;
    return result;
}

int sockeye_accept(int fd, struct sockeye_slot *slot, int flags) {
    if (slot == NULL) {
        return sockeye_result(accept4(fd, NULL, NULL, flags | SOCK_CLOEXEC));
    }
    return accept_with_address(fd, slot, flags | SOCK_CLOEXEC);
}

int sockeye_getsockname(int fd, struct sockeye_slot *slot) {
    socklen_t length = sizeof slot->address;
    int result = sockeye_result(getsockname(fd, (struct sockaddr *)&slot->address, &length));
    slot->length = result < 0 ? 0 : (int32_t)length;
    return result;
}

int sockeye_getpeername(int fd, struct sockeye_slot *slot) {
    socklen_t length = sizeof slot->address;
    int result = sockeye_result(getpeername(fd, (struct sockaddr *)&slot->address, &length));
    slot->length = result < 0 ? 0 : (int32_t)length;
    return result;
}

int sockeye_getsockopt(int fd, int level, int option, void *value, size_t length) {
    socklen_t actual = (socklen_t)length;
    int result = sockeye_result(getsockopt(fd, level, option, value, &actual));
    return result < 0 ? result : (int)actual;
}

int sockeye_setsockopt(int fd, int level, int option, const void *value, size_t length) {
    return sockeye_result(setsockopt(fd, level, option, value, (socklen_t)length));
}

int sockeye_shutdown(int fd, int how) {
    return sockeye_result(shutdown(fd, how));
}
