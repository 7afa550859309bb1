#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stddef.h>

#include "check.h"
#include "net.h"
#include "sockeye.h"

union memory {
    struct sockeye_answer header;
    char bytes[4096];
};

/* The item at an offset; the offset moves behind it. */
static struct sockeye_item next(const union memory *m, size_t *at, char *bytes) {
    struct sockeye_item item;
    memcpy(&item, m->bytes + *at, sizeof item);
    memcpy(bytes, m->bytes + *at + sizeof item, (size_t)item.length);
    bytes[item.length] = '\0';
    *at += sizeof item + (((size_t)item.length + 7) & ~(size_t)7);
    return item;
}

TEST(an_address_has_a_host_and_a_service) {
    union memory m;
    char text[NI_MAXHOST];
    size_t at = 16;
    struct sockeye_slot slot = loopback(htons(80));
    int flags = NI_NUMERICHOST | NI_NUMERICSERV;
    int needed = OK(sockeye_getnameinfo(&slot, flags, &m, sizeof m));
    CHECK_EQ(m.header.code, 0);
    CHECK_EQ(m.header.count, 2);
    CHECK_EQ(next(&m, &at, text).kind, SOCKEYE_NAME);
    CHECK_EQ(strcmp(text, "127.0.0.1"), 0);
    CHECK_EQ(next(&m, &at, text).kind, SOCKEYE_SERVICE);
    CHECK_EQ(strcmp(text, "80"), 0);
    CHECK_EQ(at, needed);
}

TEST(an_answer_that_does_not_fit_tells_its_size) {
    union memory m;
    struct sockeye_slot slot = loopback(htons(80));
    int flags = NI_NUMERICHOST | NI_NUMERICSERV;
    int needed = OK(sockeye_getnameinfo(&slot, flags, &m, sizeof m));
    memset(&m, 0x5a, sizeof m);
    CHECK_EQ(sockeye_getnameinfo(&slot, flags, &m, 16), needed);
    CHECK_EQ(m.header.count, 2);
    CHECK_EQ(m.bytes[16], 0x5a);
    CHECK_EQ(sockeye_getnameinfo(&slot, flags, &m, 15), -EINVAL);
}

TEST(a_family_without_names_is_refused_by_code) {
    union memory m;
    struct sockeye_slot slot = loopback(0);
    slot.address.ss_family = AF_NETLINK;
    CHECK_EQ(OK(sockeye_getnameinfo(&slot, 0, &m, sizeof m)), 16);
    CHECK_EQ(m.header.code, EAI_FAMILY);
    CHECK_EQ(m.header.count, 0);
}

TEST(a_host_has_a_name_and_addresses) {
    union memory m;
    char text[NI_MAXHOST];
    size_t at = 16;
    OK(sockeye_gethostbyname("127.0.0.1", &m, sizeof m));
    CHECK_EQ(m.header.code, 0);
    CHECK_EQ(m.header.count, 2);
    CHECK_EQ(next(&m, &at, text).kind, SOCKEYE_NAME);
    CHECK_EQ(strcmp(text, "127.0.0.1"), 0);
    struct sockeye_item item = next(&m, &at, text);
    CHECK_EQ(item.kind, SOCKEYE_ADDRESS);
    CHECK_EQ(item.length, 4);
    CHECK_EQ(memcmp(text, "\177\0\0\1", 4), 0);
}

TEST(a_host_that_is_none_has_the_code_of_its_failure) {
    union memory m;
    CHECK_EQ(OK(sockeye_gethostbyname("", &m, sizeof m)), 16);
    CHECK(m.header.code != 0);
    CHECK_EQ(m.header.count, 0);
    CHECK_EQ(sockeye_gethostbyaddr(AF_INET, "abc", 3, &m, sizeof m), 16);
    CHECK(m.header.code != 0);
}

TEST(services_and_protocols_have_numbers) {
    char name[32];
    CHECK_EQ(sockeye_getservbyname("domain", "udp"), 53);
    CHECK_EQ(sockeye_getservbyname("domain", NULL), 53);
    CHECK_EQ(sockeye_getservbyname("no-such-service", NULL), -ENOENT);
    CHECK_EQ(sockeye_getservbyport(53, "udp", name, sizeof name), 6);
    CHECK_EQ(memcmp(name, "domain", 6), 0);
    CHECK_EQ(sockeye_getservbyport(53, "udp", name, 0), 6);
    CHECK_EQ(sockeye_getservbyport(0, NULL, name, sizeof name), -ENOENT);
    CHECK_EQ(sockeye_getprotobyname("tcp"), 6);
    CHECK_EQ(sockeye_getprotobyname("no-such-protocol"), -ENOENT);
}

TEST(interfaces_have_names_and_indices) {
    union memory m;
    char name[IF_NAMESIZE];
    int index = OK(sockeye_if_nametoindex("lo"));
    CHECK_EQ(sockeye_if_indextoname((unsigned int)index, name, sizeof name), 2);
    CHECK_EQ(memcmp(name, "lo", 2), 0);
    CHECK_EQ(sockeye_if_nametoindex("no-such-if"), -ENODEV);
    CHECK_EQ(sockeye_if_indextoname(0x7fffffff, name, sizeof name), -ENXIO);
    OK(sockeye_if_nameindex(&m, sizeof m));
    CHECK(m.header.count >= 1);
    size_t at = 16;
    int found = 0;
    for (int i = 0; i < m.header.count; i++) {
        struct sockeye_item item = next(&m, &at, name);
        found += item.kind == index && strcmp(name, "lo") == 0;
    }
    CHECK_EQ(found, 1);
}

TEST(this_host_has_a_name) {
    char name[256];
    int length = OK(sockeye_gethostname(name, sizeof name));
    CHECK(length > 0);
    CHECK_EQ(sockeye_gethostname(name, 0), length);
}
