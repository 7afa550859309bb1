#include <stdio.h>
#include <string.h>

#include "natives.h"
#include "sockeye.h"

/*
 * The loader says by this property what the class is called at run time, so that a shaded jar with
 * renamed packages needs no library of its own.
 */
#define CLASS_PROPERTY "sockeye.jni.class"

#define NAME_SIZE 1024

static jint abi(STATIC) {
    return SOCKEYE_ABI;
}

static jstring build_id(STATIC) {
    return (*env)->NewStringUTF(env, sockeye_build_id());
}

static void register_all(JNIEnv *env, jclass type) {
    if (sockeye_register_socket(env, type) != 0 || sockeye_register_fd(env, type) != 0
        || sockeye_register_multiplexers(env, type) != 0
        || sockeye_register_names(env, type) != 0
        || sockeye_register_process(env, type) != 0
        || sockeye_register_uring(env, type) != 0) {
        return;
    }
    sockeye_register_resolve(env, type);
}

/* Enough to compare versions; the rest is registered once Java has found them equal. */
static const JNINativeMethod METHODS[] = {
    NATIVE("abi", "()I", abi),
    NATIVE("buildId", "()Ljava/lang/String;", build_id),
    NATIVE("registerAll", "()V", register_all),
};

/*
 * HotSpot reports JNI_ERR without an exception as "unsupported JNI version 0xFFFFFFFF", which tells
 * nobody what is wrong.
 */
static jint fail(JNIEnv *env, const char *what, const char *name) {
    char message[NAME_SIZE + 128];
    snprintf(message, sizeof message, "libsockeye cannot be bound to Java: %s%s", what, name);
    (*env)->ExceptionClear(env);
    jclass type = (*env)->FindClass(env, "java/lang/UnsatisfiedLinkError");
    if (type != NULL) {
        (*env)->ThrowNew(env, type, message);
    }
    return JNI_ERR;
}

static jstring read_property(JNIEnv *env) {
    jclass system = (*env)->FindClass(env, "java/lang/System");
    if (system == NULL) {
        return NULL;
    }
    jmethodID get = (*env)->GetStaticMethodID(
        env, system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;");
    jstring key = (*env)->NewStringUTF(env, CLASS_PROPERTY);
    if (get == NULL || key == NULL) {
        return NULL;
    }
    return (*env)->CallStaticObjectMethod(env, system, get, key);
}

/* Writes the name as FindClass wants it; 0 if there is none that fits. */
static int class_name(JNIEnv *env, char *name) {
    jstring value = read_property(env);
    if ((*env)->ExceptionCheck(env) || value == NULL) {
        return 0;
    }
    if ((*env)->GetStringUTFLength(env, value) >= NAME_SIZE) {
        return 0;
    }
    (*env)->GetStringUTFRegion(env, value, 0, (*env)->GetStringLength(env, value), name);
    name[(*env)->GetStringUTFLength(env, value)] = '\0';
    for (char *dot = strchr(name, '.'); dot != NULL; dot = strchr(dot, '.')) {
        *dot = '/';
    }
    return 1;
}

__attribute__((visibility("default"))) jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    char name[NAME_SIZE];
    if (!class_name(env, name)) {
        return fail(
            env,
            "only sockeye itself may load it, not System.load or System.loadLibrary elsewhere;"
            " it found no class name in the system property ",
            CLASS_PROPERTY);
    }
    jclass type = (*env)->FindClass(env, name);
    if (type == NULL) {
        return fail(env, "its class loader has no class ", name);
    }
    if ((*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS)) != 0) {
        return fail(env, "another version's methods are in class ", name);
    }
    return JNI_VERSION_1_8;
}
