#include <errno.h>
#include <netdb.h>
#include <stddef.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

union memory {
    struct sockeye_answer header;
    char bytes[4096];
};

static int resolve(const char *host, const char *service, int flags, union memory *m, size_t size) {
    memset(m, 0x5a, sizeof *m);
    return sockeye_getaddrinfo(host, service, AF_UNSPEC, SOCK_STREAM, 0, flags, m, size);
}

TEST(writes_entries_behind_a_header) {
    union memory m;
    int needed = OK(resolve("127.0.0.1", "80", AI_NUMERICHOST, &m, sizeof m));
    CHECK_EQ(needed, 16 + 24 + 16);
    CHECK_EQ(m.header.code, 0);
    CHECK_EQ(m.header.error, 0);
    CHECK_EQ(m.header.count, 1);
    struct sockeye_answer_entry entry;
    memcpy(&entry, m.bytes + 16, sizeof entry);
    CHECK_EQ(entry.family, AF_INET);
    CHECK_EQ(entry.type, SOCK_STREAM);
    CHECK_EQ(entry.proto, IPPROTO_TCP);
    CHECK_EQ(entry.address_length, sizeof(struct sockaddr_in));
    CHECK_EQ(entry.name_length, 0);
    struct sockaddr_in address;
    memcpy(&address, m.bytes + 40, sizeof address);
    CHECK_EQ(ntohs(address.sin_port), 80);
    CHECK_EQ(ntohl(address.sin_addr.s_addr), INADDR_LOOPBACK);
}

TEST(pads_addresses_and_names) {
    union memory m;
    int needed = OK(resolve("::1", "80", AI_NUMERICHOST | AI_CANONNAME, &m, sizeof m));
    CHECK_EQ(needed, 16 + 24 + 32 + 8);
    struct sockeye_answer_entry entry;
    memcpy(&entry, m.bytes + 16, sizeof entry);
    CHECK_EQ(entry.address_length, sizeof(struct sockaddr_in6));
    CHECK_EQ(entry.name_length, 3);
    CHECK_EQ(memcmp(m.bytes + 16 + 24 + 32, "::1", 3), 0);
}

TEST(tells_how_much_memory_it_needs_and_writes_no_more_than_the_header) {
    union memory m;
    int needed = OK(resolve("127.0.0.1", "80", AI_NUMERICHOST, &m, 16));
    CHECK_EQ(needed, 16 + 24 + 16);
    CHECK_EQ(m.header.count, 1);
    CHECK_EQ(m.bytes[16], 0x5a);
    CHECK_EQ(resolve("127.0.0.1", "80", AI_NUMERICHOST, &m, (size_t)needed - 1), needed);
    CHECK_EQ(m.bytes[16], 0x5a);
    CHECK_EQ(resolve("127.0.0.1", "80", AI_NUMERICHOST, &m, (size_t)needed), needed);
    CHECK_EQ(m.bytes[needed], 0x5a);
}

TEST(refuses_memory_without_room_for_the_header) {
    union memory m;
    CHECK_EQ(resolve("127.0.0.1", "80", AI_NUMERICHOST, &m, 15), -EINVAL);
    CHECK_EQ(m.bytes[0], 0x5a);
}

TEST(answers_with_the_code_of_a_failure) {
    union memory m;
    CHECK_EQ(resolve("not numeric", "80", AI_NUMERICHOST, &m, sizeof m), 16);
    CHECK_EQ(m.header.code, EAI_NONAME);
    CHECK_EQ(m.header.error, 0);
    CHECK_EQ(m.header.count, 0);
    CHECK_EQ(resolve(NULL, NULL, 0, &m, sizeof m), 16);
    CHECK_EQ(m.header.code, EAI_NONAME);
    CHECK_EQ(resolve("127.0.0.1", "no-such-service", 0, &m, sizeof m), 16);
    CHECK_EQ(m.header.code, EAI_SERVICE);
}

TEST(resolves_a_null_host_to_loopback_or_any) {
    union memory m;
    OK(resolve(NULL, "80", 0, &m, sizeof m));
    CHECK_EQ(m.header.code, 0);
    CHECK(m.header.count >= 1);
    OK(resolve(NULL, "80", AI_PASSIVE, &m, sizeof m));
    CHECK_EQ(m.header.code, 0);
}

TEST(words_for_a_code_are_cut_to_fit) {
    char text[64];
    memset(text, 0x5a, sizeof text);
    int length = OK(sockeye_gai_strerror(EAI_NONAME, text, sizeof text));
    CHECK_EQ(length, strlen(gai_strerror(EAI_NONAME)));
    CHECK_EQ(memcmp(text, gai_strerror(EAI_NONAME), (size_t)length), 0);
    memset(text, 0x5a, sizeof text);
    CHECK_EQ(sockeye_gai_strerror(EAI_NONAME, text, 4), length);
    CHECK_EQ(text[4], 0x5a);
    CHECK_EQ(sockeye_gai_strerror(EAI_NONAME, text, 0), length);
}
