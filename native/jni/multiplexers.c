#include "natives.h"
#include "sockeye.h"

static jint poll_fds(STATIC, jlong fds, jint count, jlong timeout_nanos) {
    return sockeye_poll(at(fds), (size_t)count, timeout_nanos);
}

static jint select_fds(STATIC, jint highest, jlong sets, jlong timeout_nanos) {
    return sockeye_select(highest, at(sets), timeout_nanos);
}

static jint epoll_make(STATIC) {
    return sockeye_epoll_create();
}

static jint epoll_change(STATIC, jint epfd, jint operation, jint fd, jint events, jlong data) {
    return sockeye_epoll_ctl(epfd, operation, fd, (uint32_t)events, (uint64_t)data);
}

static jint epoll_fds(STATIC, jint epfd, jlong events, jint count, jlong timeout_nanos) {
    return sockeye_epoll_wait(epfd, at(events), count, timeout_nanos);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("poll", "(JIJ)I", poll_fds),
    NATIVE("select", "(IJJ)I", select_fds),
    NATIVE("epollCreate", "()I", epoll_make),
    NATIVE("epollCtl", "(IIIIJ)I", epoll_change),
    NATIVE("epollWait", "(IJIJ)I", epoll_fds),
};

jint sockeye_register_multiplexers(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
