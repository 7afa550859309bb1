#ifndef SOCKEYE_JNI_NATIVES_H
#define SOCKEYE_JNI_NATIVES_H

#include <jni.h>
#include <stdint.h>

/* The first two parameters of a static native method, which hardly any needs. */
#define STATIC JNIEnv *env __attribute__((unused)), jclass type __attribute__((unused))

#define COUNT(array) ((jint)(sizeof(array) / sizeof((array)[0])))

/* The void * of JNINativeMethod is JNI's own. */
#define NATIVE(name, signature, function) {(char *)name, (char *)signature, (void *)function}

static inline void *at(jlong address) {
    return (void *)(intptr_t)address;
}

/* Each returns 0, or has left an exception pending. */
jint sockeye_register_socket(JNIEnv *env, jclass type);
jint sockeye_register_fd(JNIEnv *env, jclass type);
jint sockeye_register_multiplexers(JNIEnv *env, jclass type);
jint sockeye_register_process(JNIEnv *env, jclass type);
jint sockeye_register_resolve(JNIEnv *env, jclass type);
jint sockeye_register_names(JNIEnv *env, jclass type);
jint sockeye_register_uring(JNIEnv *env, jclass type);

#endif
