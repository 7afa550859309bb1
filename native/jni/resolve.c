#include "natives.h"
#include "sockeye.h"

static jint resolve(
    STATIC,
    jlong host,
    jlong service,
    jint family,
    jint kind,
    jint proto,
    jint flags,
    jlong answer,
    jint size) {
    return sockeye_getaddrinfo(
        at(host), at(service), family, kind, proto, flags, at(answer), (size_t)size);
}

static jint error_text(STATIC, jint code, jlong text, jint size) {
    return sockeye_gai_strerror(code, at(text), (size_t)size);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("getaddrinfo", "(JJIIIIJI)I", resolve),
    NATIVE("gaiStrerror", "(IJI)I", error_text),
};

jint sockeye_register_resolve(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
