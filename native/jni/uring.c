#include "natives.h"
#include "sockeye.h"

static jint setup(STATIC, jint entries, jlong params) {
    return sockeye_io_uring_setup((unsigned int)entries, at(params));
}

static jint enter(
    STATIC, jint fd, jint submit, jint wait, jint flags, jlong argument, jint size) {
    return sockeye_io_uring_enter(
        fd, (unsigned int)submit, (unsigned int)wait, (unsigned int)flags, at(argument),
        (size_t)size);
}

static jint register_ring(STATIC, jint fd, jint operation, jlong argument, jint count) {
    return sockeye_io_uring_register(
        fd, (unsigned int)operation, at(argument), (unsigned int)count);
}

static jlong map_memory(STATIC, jint fd, jlong offset, jlong length) {
    return sockeye_map(fd, offset, (size_t)length);
}

static jint unmap_memory(STATIC, jlong address, jlong length) {
    return sockeye_unmap(at(address), (size_t)length);
}

static jobject buffer_at(STATIC, jlong address, jlong length) {
    return (*env)->NewDirectByteBuffer(env, at(address), length);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("ioUringSetup", "(IJ)I", setup),
    NATIVE("ioUringEnter", "(IIIIJI)I", enter),
    NATIVE("ioUringRegister", "(IIJI)I", register_ring),
    NATIVE("map", "(IJJ)J", map_memory),
    NATIVE("unmap", "(JJ)I", unmap_memory),
    NATIVE("buffer", "(JJ)Ljava/nio/ByteBuffer;", buffer_at),
};

jint sockeye_register_uring(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
