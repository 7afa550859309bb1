package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Resolver;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NioResolverTest {
    private final NioResolver resolver = new NioResolver();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,7f000001",
        "127.1,7f000001",
        "127.0.1,7f000001",
        "0x7f.1,7f000001",
        "017700000001,7f000001",
        "1,00000001",
        "4294967295,ffffffff"
    })
    void inet4LiteralsHaveManyForms(String text, String address) {
        assertEquals(address, addressOf(text).substring(8, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "::,00000000000000000000000000000000",
        "::1,00000000000000000000000000000001",
        "1:2:3:4:5:6:7::,00010002000300040005000600070000",
        "2001:DB8::ff:0,20010db8000000000000000000ff0000",
        "::ffff:1.2.3.4,00000000000000000000ffff01020304",
        "1:2:3:4:5:6:1.2.3.4,00010002000300040005000601020304"
    })
    void inet6LiteralsAreThoseOfTheRfc(String text, String address) {
        assertEquals(address, addressOf(text).substring(16, 48));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "256.1.1.1",
                "1.2.3.4.5",
                "1.2.3.4 ",
                "1..2",
                "0x",
                "08",
                "1::2::3",
                ":::",
                "1:2:3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "::1.2.3",
                "::1.2.3.04",
                "1.2.3.4::",
                "[::1]",
                "::1%lo",
                "fe80::1%nosuchif",
                "fe80::1%",
                "a b",
                "-1"
            })
    void whatIsNeitherNumberNorNameIsNotLookedUp(String text) {
        assertEquals(code("EAI_NONAME"), resolve(text, "80", 0, 0).code());
    }

    @Test
    void aScopeIsANumberToo() {
        byte[] sockaddr = resolve("fe80::1%7", "80", 0, Calls.STREAM).entries().get(0).sockaddr();
        assertEquals(28, sockaddr.length);
        int scope = sockaddr[24] + sockaddr[27];
        assertEquals(7, scope);
    }

    @Test
    void anyTypeMeansThree() {
        var entries = resolve("127.0.0.1", "80", 0, 0).entries();
        assertEquals("[1, 2, 3]", entries.stream().map(Resolver.Entry::type).toList().toString());
        assertEquals("[6, 17, 0]", entries.stream().map(Resolver.Entry::proto).toList().toString());
    }

    @Test
    void aServiceNarrowsTheTypes() {
        assertEquals(1, resolve("127.0.0.1", "http", 0, 0).entries().size());
        assertEquals(2, resolve("127.0.0.1", "domain", 0, 0).entries().size());
        assertEquals(code("EAI_SERVICE"), resolve("127.0.0.1", "http", 0, Calls.DGRAM).code());
        assertEquals(code("EAI_SERVICE"), resolve("127.0.0.1", "nosuch", 0, 0).code());
        int numeric = Calls.constant("AI_NUMERICSERV");
        var answer = resolver.getaddrinfo("127.0.0.1", "http", 0, 0, 0, numeric);
        assertEquals(code("EAI_NONAME"), answer.code());
    }

    @Test
    void typesFamiliesAndFlagsAreChecked() {
        int udp = Calls.constant("IPPROTO_UDP");
        assertEquals(
                code("EAI_SOCKTYPE"),
                resolver.getaddrinfo("127.0.0.1", "80", 0, Calls.STREAM, udp, 0).code());
        assertEquals(code("EAI_FAMILY"), resolve("127.0.0.1", "80", Calls.AF_UNIX, 0).code());
        assertEquals(code("EAI_ADDRFAMILY"), resolve("::1", "80", Calls.AF_INET, 0).code());
        assertEquals(
                code("EAI_BADFLAGS"),
                resolver.getaddrinfo("127.0.0.1", "80", 0, 0, 0, 1 << 15).code());
        assertEquals(code("EAI_NONAME"), resolver.getaddrinfo(null, null, 0, 0, 0, 0).code());
    }

    @Test
    void anInet4AddressIsMappedIfAsked() {
        int mapped = Calls.constant("AI_V4MAPPED");
        var answer =
                resolver.getaddrinfo("127.0.0.1", "80", Calls.AF_INET6, Calls.STREAM, 0, mapped);
        String hex = HexFormat.of().formatHex(answer.entries().get(0).sockaddr());
        assertEquals("00000000000000000000ffff7f000001", hex.substring(16, 48));
    }

    @Test
    void noHostIsThisOne() {
        var loopback = resolver.getaddrinfo(null, "80", Calls.AF_INET, Calls.STREAM, 0, 0);
        assertTrue(hex(loopback).contains("7f000001"));
        int passive = Calls.constant("AI_PASSIVE");
        var any = resolver.getaddrinfo(null, "80", Calls.AF_INET, Calls.STREAM, 0, passive);
        assertTrue(hex(any).contains("0050" + "00000000"));
    }

    @Test
    void namesAreLookedUp() {
        int canonname = Calls.constant("AI_CANONNAME");
        var answer =
                resolver.getaddrinfo("localhost", "80", Calls.AF_INET, Calls.STREAM, 0, canonname);
        assertEquals(0, answer.code());
        assertEquals("localhost", answer.entries().get(0).canonname());
        int numeric = Calls.constant("AI_NUMERICHOST");
        var refused = resolver.getaddrinfo("localhost", "80", 0, 0, 0, numeric);
        assertEquals(code("EAI_NONAME"), refused.code());
    }

    @Test
    void codesHaveTheWordsOfGlibc() {
        assertEquals("Name or service not known", resolver.errorText(code("EAI_NONAME")));
        assertEquals("Unknown error", resolver.errorText(4711));
    }

    private Resolver.Answer resolve(String host, String service, int family, int type) {
        return resolver.getaddrinfo(host, service, family, type, 0, 0);
    }

    /** The first address with its family and port, in hexadecimal. */
    private String addressOf(String host) {
        var answer = resolve(host, "80", 0, Calls.STREAM);
        assertEquals(0, answer.code(), host);
        return hex(answer);
    }

    private static String hex(Resolver.Answer answer) {
        return HexFormat.of().formatHex(answer.entries().get(0).sockaddr());
    }

    private static int code(String name) {
        return Calls.constant(name);
    }
}
