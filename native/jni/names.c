#include "natives.h"
#include "sockeye.h"

static jint name_info(STATIC, jlong slot, jint flags, jlong answer, jint size) {
    return sockeye_getnameinfo(at(slot), flags, at(answer), (size_t)size);
}

static jint host_by_name(STATIC, jlong name, jlong answer, jint size) {
    return sockeye_gethostbyname(at(name), at(answer), (size_t)size);
}

static jint host_by_address(
    STATIC, jint family, jlong address, jint length, jlong answer, jint size) {
    return sockeye_gethostbyaddr(
        family, at(address), (size_t)length, at(answer), (size_t)size);
}

static jint service_by_name(STATIC, jlong name, jlong protocol) {
    return sockeye_getservbyname(at(name), at(protocol));
}

static jint service_by_port(STATIC, jint port, jlong protocol, jlong name, jint size) {
    return sockeye_getservbyport(port, at(protocol), at(name), (size_t)size);
}

static jint protocol_by_name(STATIC, jlong name) {
    return sockeye_getprotobyname(at(name));
}

static jint interfaces(STATIC, jlong answer, jint size) {
    return sockeye_if_nameindex(at(answer), (size_t)size);
}

static jint interface_index(STATIC, jlong name) {
    return sockeye_if_nametoindex(at(name));
}

static jint interface_name(STATIC, jint index, jlong name, jint size) {
    return sockeye_if_indextoname((unsigned int)index, at(name), (size_t)size);
}

static jint host_name(STATIC, jlong name, jint size) {
    return sockeye_gethostname(at(name), (size_t)size);
}

static jint set_host_name(STATIC, jlong name, jint length) {
    return sockeye_sethostname(at(name), (size_t)length);
}

static const JNINativeMethod METHODS[] = {
    NATIVE("getnameinfo", "(JIJI)I", name_info),
    NATIVE("gethostbyname", "(JJI)I", host_by_name),
    NATIVE("gethostbyaddr", "(IJIJI)I", host_by_address),
    NATIVE("getservbyname", "(JJ)I", service_by_name),
    NATIVE("getservbyport", "(IJJI)I", service_by_port),
    NATIVE("getprotobyname", "(J)I", protocol_by_name),
    NATIVE("ifNameindex", "(JI)I", interfaces),
    NATIVE("ifNametoindex", "(J)I", interface_index),
    NATIVE("ifIndextoname", "(IJI)I", interface_name),
    NATIVE("gethostname", "(JI)I", host_name),
    NATIVE("sethostname", "(JI)I", set_host_name),
};

jint sockeye_register_names(JNIEnv *env, jclass type) {
    return (*env)->RegisterNatives(env, type, METHODS, COUNT(METHODS));
}
