#include "natives.h"
#include "sockeye.h"

static jint make(STATIC, jint family, jint kind, jint proto) {
    return sockeye_socket(family, kind, proto);
}

static jint make_pair(STATIC, jint family, jint kind, jint proto, jlong fds) {
    return sockeye_socketpair(family, kind, proto, at(fds));
}

static jint bind_to(STATIC, jint fd, jlong slot) {
    return sockeye_bind(fd, at(slot));
}

static jint connect_to(STATIC, jint fd, jlong slot) {
    return sockeye_connect(fd, at(slot));
}

static jint listen_for(STATIC, jint fd, jint backlog) {
    return sockeye_listen(fd, backlog);
}

static jint accept_from(STATIC, jint fd, jlong slot, jint flags) {
    return sockeye_accept(fd, at(slot), flags);
}

static jint own_name(STATIC, jint fd, jlong slot) {
    return sockeye_getsockname(fd, at(slot));
}

static jint peer_name(STATIC, jint fd, jlong slot) {
    return sockeye_getpeername(fd, at(slot));
}

static jint get_option(STATIC, jint fd, jint level, jint option, jlong value, jint length) {
    return sockeye_getsockopt(fd, level, option, at(value), (size_t)length);
}

static jint set_option(STATIC, jint fd, jint level, jint option, jlong value, jint length) {
    return sockeye_setsockopt(fd, level, option, at(value), (size_t)length);
}

static jint shut_down(STATIC, jint fd, jint how) {
    return sockeye_shutdown(fd, how);
}

static jint receive(STATIC, jint fd, jlong buffer, jint length, jint flags) {
    return sockeye_recv(fd, at(buffer), (size_t)length, flags);
}

static jint transmit(STATIC, jint fd, jlong buffer, jint length, jint flags) {
    return sockeye_send(fd, at(buffer), (size_t)length, flags);
}

static jint receive_from(STATIC, jint fd, jlong buffer, jint length, jint flags, jlong slot) {
    return sockeye_recvfrom(fd, at(buffer), (size_t)length, flags, at(slot));
}

static jint transmit_to(STATIC, jint fd, jlong buffer, jint length, jint flags, jlong slot) {
    return sockeye_sendto(fd, at(buffer), (size_t)length, flags, at(slot));
}

static jint transmit_message(STATIC, jint fd, jlong message, jint flags) {
    return sockeye_sendmsg(fd, at(message), flags);
}

static jint receive_message(STATIC, jint fd, jlong message, jint flags) {
    return sockeye_recvmsg(fd, at(message), flags);
}

static jint transmit_file(STATIC, jint fd, jint file, jlong offset, jint count) {
    return sockeye_sendfile(fd, file, offset, (size_t)count);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("socket", "(III)I", make),
    NATIVE("socketpair", "(IIIJ)I", make_pair),
    NATIVE("bind", "(IJ)I", bind_to),
    NATIVE("connect", "(IJ)I", connect_to),
    NATIVE("listen", "(II)I", listen_for),
    NATIVE("accept", "(IJI)I", accept_from),
    NATIVE("getsockname", "(IJ)I", own_name),
    NATIVE("getpeername", "(IJ)I", peer_name),
    NATIVE("getsockopt", "(IIIJI)I", get_option),
    NATIVE("setsockopt", "(IIIJI)I", set_option),
    NATIVE("shutdown", "(II)I", shut_down),
    NATIVE("recv", "(IJII)I", receive),
    NATIVE("send", "(IJII)I", transmit),
    NATIVE("recvfrom", "(IJIIJ)I", receive_from),
    NATIVE("sendto", "(IJIIJ)I", transmit_to),
    NATIVE("sendmsg", "(IJI)I", transmit_message),
    NATIVE("recvmsg", "(IJI)I", receive_message),
    NATIVE("sendfile", "(IIJI)I", transmit_file),
};

jint sockeye_register_socket(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
