#include "sockeye.h"

#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "result.h"

/* As large as CPython's, for which nobody has found a host with too many names. */
#define HOST_BUFFER 16384
#define SERVICE_BUFFER 4096

/* Writes items as long as they fit, and counts them all. */
struct writer {
    struct sockeye_answer header;
    char *answer;
    size_t size;
    size_t needed;
};

static struct writer begin(void *answer, size_t size) {
    struct writer writer = {
        .answer = answer,
        .size = size,
        .needed = sizeof(struct sockeye_answer),
    };
    return writer;
}

static void put(struct writer *writer, int kind, const void *bytes, size_t length) {
    struct sockeye_item item = {.kind = kind, .length = (int32_t)length};
    size_t start = writer->needed;
    size_t rest = SOCKEYE_ANSWER_ALIGN - 1;
    writer->needed += sizeof item + ((length + rest) & ~rest);
    writer->header.count++;
    if (writer->needed <= writer->size) {
        memcpy(writer->answer + start, &item, sizeof item);
        memcpy(writer->answer + start + sizeof item, bytes, length);
    }
}

static void put_text(struct writer *writer, int kind, const char *text) {
    put(writer, kind, text, strlen(text));
}

static int finish(const struct writer *writer) {
    if (writer->size < sizeof writer->header) {
        return -EINVAL;
    }
    memcpy(writer->answer, &writer->header, sizeof writer->header);
    return writer->needed > INT_MAX ? -EOVERFLOW : (int)writer->needed;
}

int sockeye_getnameinfo(
    const struct sockeye_slot *slot, int flags, void *answer, size_t size) {
    char host[NI_MAXHOST];
    char service[NI_MAXSERV];
    struct writer writer = begin(answer, size);
    writer.header.code = getnameinfo(
        (const struct sockaddr *)&slot->address,
        (socklen_t)slot->length,
        host,
        sizeof host,
        service,
        sizeof service,
        flags);
    if (writer.header.code == EAI_SYSTEM) {
        writer.header.error = errno;
    }
    if (writer.header.code == 0) {
        put_text(&writer, SOCKEYE_NAME, host);
        put_text(&writer, SOCKEYE_SERVICE, service);
    }
    return finish(&writer);
}

static int write_host(
    int error, int code, const struct hostent *found, void *answer, size_t size) {
    struct writer writer = begin(answer, size);
    if (found == NULL) {
        writer.header.code = code;
        writer.header.error = error;
        return finish(&writer);
    }
    put_text(&writer, SOCKEYE_NAME, found->h_name);
    for (char **alias = found->h_aliases; *alias != NULL; alias++) {
        put_text(&writer, SOCKEYE_ALIAS, *alias);
    }
    for (char **address = found->h_addr_list; *address != NULL; address++) {
        put(&writer, SOCKEYE_ADDRESS, *address, (size_t)found->h_length);
    }
    return finish(&writer);
}

int sockeye_gethostbyname(const char *name, void *answer, size_t size) {
    char buffer[HOST_BUFFER];
    struct hostent host;
    struct hostent *found = NULL;
    int code = 0;
    int error = gethostbyname_r(name, &host, buffer, sizeof buffer, &found, &code);
    return write_host(error, code, found, answer, size);
}

int sockeye_gethostbyaddr(
    int family, const void *address, size_t length, void *answer, size_t size) {
    char buffer[HOST_BUFFER];
    struct hostent host;
    struct hostent *found = NULL;
    int code = 0;
    int error = gethostbyaddr_r(
        address, (socklen_t)length, family, &host, buffer, sizeof buffer, &found, &code);
    return write_host(error, code, found, answer, size);
}

/* An entry that is not there is no error in C, but leaves no result. */
static int missing(int error) {
    return error != 0 ? -error : -ENOENT;
}

int sockeye_getservbyname(const char *name, const char *protocol) {
    char buffer[SERVICE_BUFFER];
    struct servent service;
    struct servent *found = NULL;
    int error = getservbyname_r(name, protocol, &service, buffer, sizeof buffer, &found);
    return found == NULL ? missing(error) : ntohs((uint16_t)found->s_port);
}

int sockeye_getservbyport(int port, const char *protocol, char *name, size_t size) {
    char buffer[SERVICE_BUFFER];
    struct servent service;
    struct servent *found = NULL;
    int error = getservbyport_r(
        htons((uint16_t)port), protocol, &service, buffer, sizeof buffer, &found);
    return found == NULL ? missing(error) : sockeye_copy(found->s_name, name, size);
}

/* musl lacks it, and a library with a symbol that is nowhere would not load there at all. */
int getprotobyname_r(
    const char *name,
    struct protoent *protocol,
    char *buffer,
    size_t size,
    struct protoent **found) __attribute__((weak));

/* The plain form answers in memory that all threads share. */
static int protocol_under_lock(const char *name) {
    /* All zero, and as large as musl's: it may be given to either libc. */
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    const struct protoent *found = getprotobyname(name);
    int number = found == NULL ? -ENOENT : found->p_proto;
    pthread_mutex_unlock(&lock);
    return number;
}

int sockeye_getprotobyname(const char *name) {
    if (getprotobyname_r == NULL) {
        return protocol_under_lock(name);
    }
    char buffer[SERVICE_BUFFER];
    struct protoent protocol;
    struct protoent *found = NULL;
    int error = getprotobyname_r(name, &protocol, buffer, sizeof buffer, &found);
    return found == NULL ? missing(error) : found->p_proto;
}

int sockeye_if_nameindex(void *answer, size_t size) {
    struct if_nameindex *all = if_nameindex();
    if (all == NULL) {
        return -errno;
    }
    struct writer writer = begin(answer, size);
    for (const struct if_nameindex *each = all; each->if_index != 0; each++) {
        put_text(&writer, (int)each->if_index, each->if_name);
    }
    if_freenameindex(all);
    return finish(&writer);
}

int sockeye_if_nametoindex(const char *name) {
    unsigned int index = if_nametoindex(name);
    return index == 0 ? -errno : (int)index;
}

int sockeye_if_indextoname(unsigned int index, char *name, size_t size) {
    char buffer[IF_NAMESIZE];
    return if_indextoname(index, buffer) == NULL ? -errno : sockeye_copy(buffer, name, size);
}

int sockeye_gethostname(char *name, size_t size) {
    char buffer[HOST_NAME_MAX + 1];
    int result = sockeye_result(gethostname(buffer, sizeof buffer));
    return result < 0 ? result : sockeye_copy(buffer, name, size);
}

int sockeye_sethostname(const char *name, size_t length) {
    return sockeye_result(sethostname(name, length));
}
