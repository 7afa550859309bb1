/*
 * The library as a JVM loads it, with the few functions of JNI that it calls, and nothing else of
 * its code in this program. Built for each libc that is there.
 */

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/socket.h>

#include "check.h"
#include "sockeye.h"

#define CLASS_NAME "some.shaded.Native"

struct bound {
    const char *name;
    void *function;
};

static struct bound bound[128];
static size_t bound_count;
static char asked_class[64];

static int handle;
#define SOME_REFERENCE ((void *)&handle)

static jclass JNICALL find_class(JNIEnv *env, const char *name) {
    (void)env;
    snprintf(asked_class, sizeof asked_class, "%s", name);
    return SOME_REFERENCE;
}

static jmethodID JNICALL method(JNIEnv *env, jclass type, const char *name, const char *signature) {
    (void)env, (void)type, (void)name, (void)signature;
    return SOME_REFERENCE;
}

static jstring JNICALL new_string(JNIEnv *env, const char *text) {
    (void)env, (void)text;
    return SOME_REFERENCE;
}

static jobject JNICALL call(JNIEnv *env, jclass type, jmethodID id, ...) {
    (void)env, (void)type, (void)id;
    return SOME_REFERENCE;
}

static jsize JNICALL length_of(JNIEnv *env, jstring text) {
    (void)env, (void)text;
    return sizeof CLASS_NAME - 1;
}

static void JNICALL region(JNIEnv *env, jstring text, jsize start, jsize length, char *to) {
    (void)env, (void)text;
    memcpy(to, CLASS_NAME + start, (size_t)length);
}

static jboolean JNICALL no_exception(JNIEnv *env) {
    (void)env;
    return JNI_FALSE;
}

static jint JNICALL bind_methods(
    JNIEnv *env, jclass type, const JNINativeMethod *methods, jint count) {
    (void)env, (void)type;
    for (jint i = 0; i < count; i++) {
        bound[bound_count].name = methods[i].name;
        bound[bound_count].function = methods[i].fnPtr;
        bound_count++;
    }
    return 0;
}

static const struct JNINativeInterface_ FUNCTIONS = {
    .FindClass = find_class,
    .GetStaticMethodID = method,
    .NewStringUTF = new_string,
    .CallStaticObjectMethod = call,
    .GetStringLength = length_of,
    .GetStringUTFLength = length_of,
    .GetStringUTFRegion = region,
    .ExceptionCheck = no_exception,
    .RegisterNatives = bind_methods,
};
static JNIEnv env = &FUNCTIONS;

static jint JNICALL get_env(JavaVM *vm, void **to, jint version) {
    (void)vm;
    *to = &env;
    return version == JNI_VERSION_1_8 ? JNI_OK : JNI_EVERSION;
}

static const struct JNIInvokeInterface_ INVOCATION = {.GetEnv = get_env};
static JavaVM vm = &INVOCATION;

static void *native(const char *name) {
    for (size_t i = 0; i < bound_count; i++) {
        if (strcmp(bound[i].name, name) == 0) {
            return bound[i].function;
        }
    }
    fprintf(stderr, "the library has bound no %s\n", name);
    exit(1);
}

/* A method without arguments, and what most others take first. */
#define CALL(type, name) ((type)native(name))

static jlong address(void *memory) {
    return (jlong)(intptr_t)memory;
}

/* Once: a second dlopen would find the library loaded, as System.load does. */
static void load(void) {
    if (bound_count > 0) {
        return;
    }
    /* HotSpot says RTLD_LAZY, but the library asks for all its symbols at once. */
    void *library = dlopen(SOCKEYE_LIBRARY, RTLD_LAZY);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    typedef jint (*entry)(JavaVM *, void *);
    entry on_load = (entry)dlsym(library, "JNI_OnLoad");
    CHECK(on_load != NULL);
    CHECK_EQ(on_load(&vm, NULL), JNI_VERSION_1_8);
    CHECK_EQ(strcmp(asked_class, "some/shaded/Native"), 0);
    CALL(void (*)(JNIEnv *, jclass), "registerAll")(&env, NULL);
}

typedef jint (*one_int)(JNIEnv *, jclass, jint);
typedef jint (*transfer)(JNIEnv *, jclass, jint, jlong, jint, jint);

TEST(it_says_which_interface_it_has) {
    load();
    CHECK_EQ(CALL(jint (*)(JNIEnv *, jclass), "abi")(&env, NULL), SOCKEYE_ABI);
}

TEST(bytes_go_through_a_pair_of_sockets) {
    load();
    jint fds[2];
    char text[8] = "";
    typedef jint (*make_pair)(JNIEnv *, jclass, jint, jint, jint, jlong);
    OK(CALL(make_pair, "socketpair")(&env, NULL, AF_UNIX, SOCK_STREAM, 0, address(fds)));
    CHECK_EQ(CALL(transfer, "send")(&env, NULL, fds[0], address("four"), 4, MSG_NOSIGNAL), 4);
    CHECK_EQ(CALL(transfer, "recv")(&env, NULL, fds[1], address(text), 8, 0), 4);
    CHECK_EQ(strcmp(text, "four"), 0);
    /* The errno is this libc's, of this thread. */
    CHECK_EQ(CALL(transfer, "recv")(&env, NULL, fds[1], address(text), 8, MSG_DONTWAIT), -EAGAIN);
    OK(CALL(one_int, "close")(&env, NULL, fds[0]));
    OK(CALL(one_int, "close")(&env, NULL, fds[1]));
    CHECK_EQ(CALL(one_int, "close")(&env, NULL, fds[1]), -EBADF);
}

TEST(names_are_resolved) {
    load();
    union {
        struct sockeye_answer header;
        char bytes[4096];
    } answer;
    typedef jint (*resolve)(JNIEnv *, jclass, jlong, jlong, jint, jint, jint, jint, jlong, jint);
    OK(CALL(resolve, "getaddrinfo")(
        &env, NULL, address("127.0.0.1"), address("80"), AF_INET, SOCK_STREAM, 0, 0,
        address(&answer), sizeof answer));
    CHECK_EQ(answer.header.code, 0);
    CHECK_EQ(answer.header.count, 1);
    typedef jint (*number)(JNIEnv *, jclass, jlong);
    CHECK_EQ(CALL(number, "getprotobyname")(&env, NULL, address("udp")), IPPROTO_UDP);
    CHECK_EQ(CALL(number, "getprotobyname")(&env, NULL, address("no-such-protocol")), -ENOENT);
}
