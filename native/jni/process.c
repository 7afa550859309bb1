#include "natives.h"
#include "sockeye.h"

static jint spawn(STATIC, jlong request) {
    return sockeye_spawn(at(request));
}

static jint wait_for(STATIC, jint pid, jint options, jlong status) {
    return sockeye_waitpid(pid, options, at(status));
}

static jint send_signal(STATIC, jint pid, jint signal) {
    return sockeye_kill(pid, signal);
}

static jint fork_process(STATIC) {
    return sockeye_fork();
}

static const JNINativeMethod METHODS[] = {
    NATIVE("spawn", "(J)I", spawn),
    NATIVE("waitpid", "(IIJ)I", wait_for),
    NATIVE("kill", "(II)I", send_signal),
    NATIVE("fork", "()I", fork_process),
};

jint sockeye_register_process(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
