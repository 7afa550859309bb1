package io.sockeye.engine.libc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Resolver;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

@Tag("contract")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(LibcEngines.class)
class LibcResolverTest {
    private static final int AF_INET = constant("AF_INET");
    private static final int AF_INET6 = constant("AF_INET6");
    private static final int SOCK_STREAM = constant("SOCK_STREAM");
    private static final int NUMERIC = constant("AI_NUMERICHOST");

    private final Resolver resolver;

    LibcResolverTest(Engine engine) {
        resolver = engine.resolver();
    }

    @Test
    void answersANumericAddressWithItsSockaddr() {
        var answer = resolver.getaddrinfo("127.0.0.1", "258", 0, SOCK_STREAM, 0, NUMERIC);
        assertEquals(0, answer.code());
        assertEquals(1, answer.entries().size());
        Resolver.Entry entry = answer.entries().get(0);
        assertEquals(AF_INET, entry.family());
        assertEquals(SOCK_STREAM, entry.type());
        assertEquals(constant("IPPROTO_TCP"), entry.proto());
        assertEquals("", entry.canonname());
        byte[] portAndHost = Arrays.copyOfRange(entry.sockaddr(), 2, 8);
        assertEquals(16, entry.sockaddr().length);
        assertArrayEquals(new byte[] {1, 2, 127, 0, 0, 1}, portAndHost);
    }

    @Test
    void answersEverySocketTypeWhenNoneIsAsked() {
        var answer = resolver.getaddrinfo("::1", "80", AF_INET6, 0, 0, NUMERIC);
        assertTrue(answer.entries().size() > 1, answer.toString());
        for (Resolver.Entry entry : answer.entries()) {
            assertEquals(AF_INET6, entry.family());
            assertEquals(28, entry.sockaddr().length);
        }
    }

    @Test
    void givesTheCanonicalNameWhenItIsAsked() {
        int flags = NUMERIC | constant("AI_CANONNAME");
        var answer = resolver.getaddrinfo("127.0.0.1", null, AF_INET, SOCK_STREAM, 0, flags);
        assertEquals("127.0.0.1", answer.entries().get(0).canonname());
    }

    @Test
    void answersAPassiveAddressWithoutAHost() {
        int flags = constant("AI_PASSIVE");
        var answer = resolver.getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0, flags);
        byte[] host = Arrays.copyOfRange(answer.entries().get(0).sockaddr(), 4, 8);
        assertArrayEquals(new byte[4], host);
    }

    @Test
    void failsWithACodeThatHasWords() {
        var answer = resolver.getaddrinfo("no.numeric", null, 0, 0, 0, NUMERIC);
        assertEquals(constant("EAI_NONAME"), answer.code());
        assertTrue(answer.entries().isEmpty());
        assertFalse(resolver.errorText(answer.code()).isEmpty());
    }

    @Test
    void aNulInTheNameIsNotTheNameBeforeIt() {
        var answer = resolver.getaddrinfo("127.0.0.1\0.evil", null, 0, 0, 0, NUMERIC);
        assertEquals(constant("EAI_NONAME"), answer.code());
    }

    private static int constant(String name) {
        return Abi.host().constant(name);
    }
}
