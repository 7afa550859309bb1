/*
 * Arguments that nobody would think of, into everything that fills memory of its caller's. The
 * sanitizers watch; what comes back must be a value or an errno. SOCKEYE_TEST_SEED repeats a run.
 */

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/un.h>
#include <time.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

enum { ROUNDS = 3000, GUARD = 32 };

static uint64_t state;

static uint32_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

static uint32_t below(uint32_t limit) {
    return next_random() % limit;
}

static void seed(void) {
    const char *given = getenv("SOCKEYE_TEST_SEED");
    state = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("SOCKEYE_TEST_SEED=%llu\n", (unsigned long long)state);
    state = state * 2654435761u + 1;
}

static void fill(void *memory, size_t length) {
    unsigned char *bytes = memory;
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (unsigned char)next_random();
    }
}

/* Numeric hosts and flags only: no name may leave this machine. */
static const char *host(char *text, size_t size) {
    static const char alphabet[] = "0123456789abcdef.:%x";
    size_t length = below((uint32_t)size - 1);
    for (size_t i = 0; i < length; i++) {
        text[i] = alphabet[below(sizeof alphabet - 1)];
    }
    text[length] = '\0';
    return below(8) == 0 ? NULL : text;
}

/* What the function writes must end before the guard. */
struct guarded {
    char memory[512];
    unsigned char guard[GUARD];
};

static void *arm(struct guarded *g, size_t size) {
    memset(g, 0, sizeof *g);
    memset(g->guard, 0x5a, sizeof g->guard);
    return g->memory + sizeof g->memory - size;
}

static void check_guard(const struct guarded *g) {
    for (size_t i = 0; i < sizeof g->guard; i++) {
        CHECK_EQ(g->guard[i], 0x5a);
    }
}

TEST(answers_of_the_resolver_stay_in_their_memory) {
    seed();
    for (int i = 0; i < ROUNDS; i++) {
        struct guarded g;
        char name[40];
        char service[6];
        size_t size = below(sizeof g.memory / 8) * 8;
        void *answer = arm(&g, size);
        snprintf(service, sizeof service, "%u", below(65536));
        int result = sockeye_getaddrinfo(
            host(name, sizeof name),
            below(4) == 0 ? NULL : service,
            (int)below(12),
            (int)below(6),
            0,
            AI_NUMERICHOST | AI_NUMERICSERV | (int)(next_random() & AI_PASSIVE),
            answer,
            size);
        CHECK(result >= 16 || result == -EINVAL);
        check_guard(&g);
    }
}

TEST(names_of_any_address_stay_in_their_memory) {
    seed();
    for (int i = 0; i < ROUNDS; i++) {
        struct guarded g;
        struct sockeye_slot slot;
        size_t size = below(sizeof g.memory / 8) * 8;
        void *answer = arm(&g, size);
        fill(&slot, sizeof slot);
        slot.length = (int32_t)below(sizeof slot.address + 1);
        slot.address.ss_family = (sa_family_t)below(12);
        int flags = NI_NUMERICHOST | NI_NUMERICSERV;
        int result = sockeye_getnameinfo(&slot, flags, answer, size);
        CHECK(result >= 16 || result == -EINVAL);
        check_guard(&g);
    }
}

TEST(texts_are_cut_to_their_memory) {
    seed();
    for (int i = 0; i < ROUNDS; i++) {
        struct guarded g;
        size_t size = below(40);
        char *text = arm(&g, size);
        CHECK(sockeye_gai_strerror((int)next_random(), text, size) >= 0);
        sockeye_if_indextoname(below(4), text, size);
        sockeye_getservbyport((int)below(65536), NULL, text, size);
        sockeye_gethostname(text, size);
        check_guard(&g);
    }
}

TEST(options_of_any_kind_and_size_are_answered) {
    seed();
    int fd = OK(sockeye_socket(AF_INET, SOCK_STREAM, 0));
    for (int i = 0; i < ROUNDS; i++) {
        struct guarded g;
        size_t size = below(256);
        void *value = arm(&g, size);
        int level = below(2) == 0 ? SOL_SOCKET : (int)below(300);
        int got = sockeye_getsockopt(fd, level, (int)below(80), value, size);
        CHECK(got < 0 || (size_t)got <= size);
        check_guard(&g);
        fill(value, size);
        sockeye_setsockopt(fd, IPPROTO_TCP, (int)below(40), value, size);
    }
    OK(sockeye_close(fd));
}

static void close_received(const struct msghdr *message) {
    struct cmsghdr *each = CMSG_FIRSTHDR((struct msghdr *)(uintptr_t)message);
    for (; each != NULL; each = CMSG_NXTHDR((struct msghdr *)(uintptr_t)message, each)) {
        if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        for (size_t at = CMSG_LEN(0); at + sizeof(int) <= each->cmsg_len; at += sizeof(int)) {
            int fd;
            memcpy(&fd, (char *)each + at, sizeof fd);
            OK(sockeye_close(fd));
        }
    }
}

TEST(control_messages_of_any_bytes_are_refused_or_received) {
    seed();
    int pair[2];
    make_pair(pair, SOCK_STREAM);
    for (int i = 0; i < ROUNDS; i++) {
        union {
            struct cmsghdr header;
            char bytes[256];
        } control;
        char byte = 'x';
        struct iovec piece = {&byte, 1};
        fill(&control, sizeof control);
        control.header.cmsg_len = below(2) == 0 ? CMSG_LEN(4 * below(4)) : below(300);
        control.header.cmsg_level = below(4) == 0 ? (int)next_random() : SOL_SOCKET;
        control.header.cmsg_type = (int)below(4);
        if (below(2) == 0) {
            memcpy(control.bytes + CMSG_LEN(0), &pair[below(2)], sizeof(int));
        }
        struct msghdr out = {
            .msg_iov = &piece,
            .msg_iovlen = 1,
            .msg_control = &control,
            .msg_controllen = below(sizeof control)};
        if (sockeye_sendmsg(pair[0], &out, MSG_DONTWAIT) != 1) {
            continue;
        }
        struct guarded g;
        size_t room = below(256);
        struct msghdr in = {
            .msg_iov = &piece,
            .msg_iovlen = 1,
            .msg_control = arm(&g, (room + 7) & ~(size_t)7),
            .msg_controllen = room};
        CHECK_EQ(sockeye_recvmsg(pair[1], &in, MSG_DONTWAIT), 1);
        CHECK(in.msg_controllen <= room);
        check_guard(&g);
        close_received(&in);
    }
    OK(sockeye_close(pair[0]));
    OK(sockeye_close(pair[1]));
}
