package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNSPEC;
import static io.sockeye.socket.Sockets.AI_CANONNAME;
import static io.sockeye.socket.Sockets.AI_NUMERICHOST;
import static io.sockeye.socket.Sockets.AI_PASSIVE;
import static io.sockeye.socket.Sockets.EAI_BADFLAGS;
import static io.sockeye.socket.Sockets.EAI_FAMILY;
import static io.sockeye.socket.Sockets.EAI_NONAME;
import static io.sockeye.socket.Sockets.EAI_SERVICE;
import static io.sockeye.socket.Sockets.EAI_SOCKTYPE;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.getaddrinfo;
import static io.sockeye.socket.Sockets.gethostbyname;
import static io.sockeye.socket.Sockets.gethostname;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Resolver;
import io.sockeye.socket.AddrInfo;
import io.sockeye.socket.Address;
import io.sockeye.socket.GaiException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names: getaddrinfo and its kin of the default engine, and every engine's resolver. */
@Tag("contract")
class NamesTest extends ContractTest {
    private Resolver.Answer ask(
            String host, String service, int family, int type, int proto, int flags) {
        return engine.resolver().getaddrinfo(host, service, family, type, proto, flags);
    }

    @Test
    void aNumberIsResolvedForEachKindOfSocket() {
        Resolver.Answer answer = ask("127.0.0.1", "80", 0, 0, 0, 0);
        assertEquals(0, answer.code());
        assertEquals(
                List.of(1, 2, 3), answer.entries().stream().map(Resolver.Entry::type).toList());
        assertEquals(1, ask("127.0.0.1", "80", 0, SOCK_STREAM, 0, 0).entries().size());
    }

    @Test
    void failuresHaveTheCodesOfTheHost() {
        assertEquals(EAI_NONAME, ask(null, null, 0, 0, 0, 0).code());
        assertEquals(EAI_NONAME, ask("localhost", null, 0, 0, 0, AI_NUMERICHOST).code());
        assertEquals(EAI_SERVICE, ask("127.0.0.1", "no-such-service", 0, SOCK_STREAM, 0, 0).code());
        assertEquals(EAI_FAMILY, ask("127.0.0.1", "80", 9999, 0, 0, 0).code());
        assertEquals(EAI_SOCKTYPE, ask("127.0.0.1", "80", 0, 9999, 0, 0).code());
        assertEquals(EAI_BADFLAGS, ask("127.0.0.1", "80", 0, 0, 0, 0x40000000).code());
        assertFalse(engine.resolver().errorText(EAI_NONAME).isEmpty());
    }

    @Test
    void aServiceHasAName() {
        Resolver.Answer answer = ask("127.0.0.1", "http", AF_INET, SOCK_STREAM, 0, 0);
        assertEquals(0, answer.code());
        byte[] sockaddr = answer.entries().get(0).sockaddr();
        assertEquals(80, (sockaddr[2] & 0xff) << 8 | sockaddr[3] & 0xff);
    }

    @Test
    void withoutAHostItIsTheLoopbackOrEverything() throws IOException {
        Address loopback = getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0, 0).get(0).address();
        assertEquals(Address.inet("127.0.0.1", 80), loopback);
        Address any = getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0, AI_PASSIVE).get(0).address();
        assertEquals(Address.inet("0.0.0.0", 80), any);
        assertEquals(
                Address.inet6("::1", 80, 0, 0),
                getaddrinfo(null, "80", AF_INET6, SOCK_STREAM, 0, 0).get(0).address());
    }

    @Test
    void answersSayHowToUseThem() throws IOException {
        List<AddrInfo> all = getaddrinfo("127.0.0.1", 80);
        assertEquals(
                Set.of(SOCK_STREAM, SOCK_DGRAM, 3),
                all.stream().map(AddrInfo::type).collect(Collectors.toSet()));
        AddrInfo first = all.get(0);
        assertEquals(AF_INET, first.family());
        assertEquals(SOCK_STREAM, first.type());
        assertEquals(6, first.proto());
        assertEquals("", first.canonname());
        assertEquals(Address.inet("127.0.0.1", 80), first.address());
        AddrInfo canonical = getaddrinfo("127.0.0.1", "80", 0, SOCK_STREAM, 0, AI_CANONNAME).get(0);
        assertEquals("127.0.0.1", canonical.canonname());
        AddrInfo six = getaddrinfo("::1", "80", 0, SOCK_STREAM, 0, 0).get(0);
        assertEquals(Address.inet6("::1", 80, 0, 0), six.address());
    }

    @Test
    void aPortIsNotCheckedButCutToItsBits() throws IOException {
        AddrInfo cut = getaddrinfo("127.0.0.1", "70000", 0, SOCK_STREAM, 0, 0).get(0);
        assertEquals(Address.inet("127.0.0.1", 4464), cut.address());
    }

    @Test
    void aGaierrorSaysWhatWasAsked() {
        GaiException failure =
                assertThrows(
                        GaiException.class,
                        () -> getaddrinfo("no number", null, AF_UNSPEC, 0, 0, AI_NUMERICHOST));
        assertEquals(EAI_NONAME, failure.code());
        assertEquals(-1, failure.errno());
        assertTrue(failure.getMessage().contains("no number"), failure.getMessage());
    }

    @Test
    void aHostThatHoldsANulIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("a\0b", 80));
    }

    @Test
    void gethostbynameKnowsTheSpecialHosts() throws IOException {
        assertEquals("0.0.0.0", gethostbyname(""));
        assertEquals("255.255.255.255", gethostbyname("<broadcast>"));
        assertEquals("127.0.0.1", gethostbyname("127.1"));
        assertEquals("127.0.0.1", gethostbyname("localhost"));
        assertThrows(GaiException.class, () -> gethostbyname("::1"));
    }

    @Test
    void thisHostHasAName() throws IOException {
        assertFalse(gethostname().isEmpty());
    }
}
