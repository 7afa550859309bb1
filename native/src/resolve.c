#include "sockeye.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <string.h>

#include "result.h"

static size_t padded(size_t length) {
    return (length + SOCKEYE_ANSWER_ALIGN - 1) & ~(size_t)(SOCKEYE_ANSWER_ALIGN - 1);
}

static size_t name_length(const struct addrinfo *info) {
    return info->ai_canonname == NULL ? 0 : strlen(info->ai_canonname);
}

static size_t entry_size(const struct addrinfo *info) {
    return sizeof(struct sockeye_answer_entry) + padded(info->ai_addrlen)
        + padded(name_length(info));
}

static char *append(char *at, const void *bytes, size_t length) {
    if (length > 0) {
        memcpy(at, bytes, length);
    }
    return at + padded(length);
}

static char *append_entry(char *at, const struct addrinfo *info) {
    struct sockeye_answer_entry entry = {
        .family = info->ai_family,
        .type = info->ai_socktype,
        .proto = info->ai_protocol,
        .address_length = (int32_t)info->ai_addrlen,
        .name_length = (int32_t)name_length(info),
    };
    at = append(at, &entry, sizeof entry);
    at = append(at, info->ai_addr, info->ai_addrlen);
    return append(at, info->ai_canonname, name_length(info));
}

static int write_answer(
    struct sockeye_answer header, const struct addrinfo *list, void *answer, size_t size) {
    size_t needed = sizeof header;
    for (const struct addrinfo *info = list; info != NULL; info = info->ai_next) {
        needed += entry_size(info);
        header.count++;
    }
    char *at = append(answer, &header, sizeof header);
    if (needed > INT_MAX) {
        return -EOVERFLOW;
    }
    for (const struct addrinfo *info = list; needed <= size && info != NULL; info = info->ai_next) {
        at = append_entry(at, info);
    }
    return (int)needed;
}

int sockeye_getaddrinfo(
    const char *host,
    const char *service,
    int family,
    int type,
    int proto,
    int flags,
    void *answer,
    size_t size) {
    struct sockeye_answer header = {0};
    if (size < sizeof header) {
        return -EINVAL;
    }
    struct addrinfo wanted = {
        .ai_family = family,
        .ai_socktype = type,
        .ai_protocol = proto,
        .ai_flags = flags,
    };
    struct addrinfo *list = NULL;
    header.code = getaddrinfo(host, service, &wanted, &list);
    header.error = header.code == EAI_SYSTEM ? errno : 0;
    if (header.code != 0) {
        return write_answer(header, NULL, answer, size);
    }
    int needed = write_answer(header, list, answer, size);
    freeaddrinfo(list);
    return needed;
}

int sockeye_gai_strerror(int code, char *text, size_t size) {
    return sockeye_copy(gai_strerror(code), text, size);
}
