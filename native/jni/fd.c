#include "natives.h"
#include "sockeye.h"

static jint noop(STATIC) {
    return sockeye_noop();
}

static jlong address_of(STATIC, jobject buffer) {
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

static jint open_file(STATIC, jlong path, jint flags) {
    return sockeye_open(at(path), flags);
}

static jint close_fd(STATIC, jint fd) {
    return sockeye_close(fd);
}

static jint duplicate(STATIC, jint fd) {
    return sockeye_dup(fd);
}

static jint control(STATIC, jint fd, jint command, jint argument) {
    return sockeye_fcntl(fd, command, argument);
}

static jint set_nonblocking(STATIC, jint fd, jboolean on) {
    return sockeye_set_nonblocking(fd, on != JNI_FALSE);
}

static jint read_fd(STATIC, jint fd, jlong buffer, jint length) {
    return sockeye_read(fd, at(buffer), (size_t)length);
}

static jint write_fd(STATIC, jint fd, jlong buffer, jint length) {
    return sockeye_write(fd, at(buffer), (size_t)length);
}

static jint make_pipe(STATIC, jlong fds, jint flags) {
    return sockeye_pipe(at(fds), flags);
}

static jint make_eventfd(STATIC, jint initial, jint flags) {
    return sockeye_eventfd((unsigned int)initial, flags);
}

static jint make_timerfd(STATIC, jint clock, jint flags) {
    return sockeye_timerfd_create(clock, flags);
}

static jint set_timerfd(STATIC, jint fd, jlong first_nanos, jlong interval_nanos) {
    return sockeye_timerfd_settime(fd, first_nanos, interval_nanos);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("noop", "()I", noop),
    NATIVE("address", "(Ljava/nio/ByteBuffer;)J", address_of),
    NATIVE("open", "(JI)I", open_file),
    NATIVE("close", "(I)I", close_fd),
    NATIVE("dup", "(I)I", duplicate),
    NATIVE("fcntl", "(III)I", control),
    NATIVE("setNonblocking", "(IZ)I", set_nonblocking),
    NATIVE("read", "(IJI)I", read_fd),
    NATIVE("write", "(IJI)I", write_fd),
    NATIVE("pipe", "(JI)I", make_pipe),
    NATIVE("eventfd", "(II)I", make_eventfd),
    NATIVE("timerfdCreate", "(II)I", make_timerfd),
    NATIVE("timerfdSettime", "(IJJ)I", set_timerfd),
};

jint sockeye_register_fd(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
