package io.sockeye.engine.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What the engine adds to C; what the calls do is tested in C and by the contract tests. */
@Tag("contract")
class JniEngineTest {
    private final JniEngine engine = new JniEngine();

    @BeforeEach
    void needsTheLibrary() {
        boolean expected = System.getProperty("sockeye.test.engines", "").contains("jni");
        assumeTrue(expected, "jni is not among the engines of this run");
        assertTrue(engine.isAvailable(), () -> engine.unavailabilityCause().toString());
    }

    /** RegisterNatives notices what Java lacks, but not what C lacks. */
    @Test
    void everyNativeMethodIsBoundInC() throws IOException {
        Set<String> declared = new TreeSet<>();
        for (Method method : Native.class.getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers())) {
                MethodType type =
                        MethodType.methodType(method.getReturnType(), method.getParameterTypes());
                declared.add(method.getName() + type.toMethodDescriptorString());
            }
        }
        assertEquals(declared, bound());
    }

    private static Set<String> bound() throws IOException {
        Pattern entry = Pattern.compile("NATIVE\\(\"(\\w+)\", \"([^\"]+)\"");
        Set<String> bound = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("..", "..", "native", "jni"))) {
            for (Path file : files.toList()) {
                Matcher found = entry.matcher(Files.readString(file));
                while (found.find()) {
                    bound.add(found.group(1) + found.group(2));
                }
            }
        }
        return bound;
    }

    @Test
    void offersTheBestMultiplexerFirst() throws OsException {
        assertEquals(
                List.of(Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT),
                engine.multiplexers().stream().filter(Multiplexer::hasPoller).toList());
        for (Multiplexer kind : engine.multiplexers()) {
            if (!kind.hasPoller()) {
                continue;
            }
            try (Poller poller = engine.poller(kind)) {
                assertEquals(0, poller.waitFor(0));
            }
        }
    }

    @Test
    void refusesAMultiplexerThatItLacks() {
        OsException refusal =
                assertThrows(OsException.class, () -> engine.poller(Multiplexer.KQUEUE));
        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
        assertTrue(refusal.getMessage().contains("epoll, poll, select"), refusal.getMessage());
    }

    @Test
    void refusesRangesOutsideTheBufferBeforeCallingC() {
        Syscalls calls = engine.syscalls();
        DirectBuffer buffer = engine.allocate(16);
        assertThrows(IndexOutOfBoundsException.class, () -> calls.recv(-1, buffer, 1, 16, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> calls.send(-1, buffer, 0, -1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> calls.accept(-1, buffer, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> calls.poll(buffer, 0, 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> calls.select(0, buffer, 0, 0));
        assertThrows(ArithmeticException.class, () -> calls.poll(buffer, 0, 1 << 29, 0));
    }

    @Test
    void refusesMemoryWithoutAnAddress() {
        DirectBuffer foreign = new DirectBuffer(ByteBuffer.allocateDirect(16), 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> engine.syscalls().recv(-1, foreign, 0, 16, 0));
        assertThrows(IllegalArgumentException.class, () -> engine.wrap(ByteBuffer.allocate(16)));
    }

    @Test
    void wrapsTheWholeMemoryOfABuffer() {
        ByteBuffer direct = ByteBuffer.allocateDirect(16);
        DirectBuffer whole = engine.wrap(direct.position(4).limit(8));
        assertEquals(16, whole.capacity());
        whole.put(15, (byte) 7);
        assertEquals(7, direct.limit(16).get(15));
        DirectBuffer part = engine.wrap(direct.slice(4, 12));
        assertEquals(whole.address() + 4, part.address());
    }

    @Test
    @DisabledIfSystemProperty(
            named = "sockeye.test.emulated",
            matches = "true",
            disabledReason = "qemu looks at the memory before the descriptor")
    void nullMeansNoAddressAndNoValue() {
        Syscalls calls = engine.syscalls();
        assertEquals(-Errno.EBADF, calls.accept(-1, null, 0, 0));
        assertEquals(-Errno.EBADF, calls.setsockopt(-1, 1, 2, null, 0, 4));
    }

    @Test
    void resolvesNumbersIntoTheLayoutOfTheHost() {
        Resolver.Answer answer =
                engine.resolver().getaddrinfo("127.0.0.1", "80", 0, 1, 0, constant("AI_CANONNAME"));
        assertEquals(0, answer.code());
        Resolver.Entry entry = answer.entries().get(0);
        assertEquals(constant("AF_INET"), entry.family());
        assertEquals(constant("SOCK_STREAM"), entry.type());
        assertEquals("127.0.0.1", entry.canonname());
        byte[] port = {entry.sockaddr()[2], entry.sockaddr()[3]};
        assertArrayEquals(new byte[] {0, 80}, port);
    }

    @Test
    void answersWithTheCodeOfAFailureAndItsWords() {
        int numeric = constant("AI_NUMERICHOST");
        Resolver.Answer answer = engine.resolver().getaddrinfo("no number", null, 0, 0, 0, numeric);
        assertEquals(constant("EAI_NONAME"), answer.code());
        assertEquals(List.of(), answer.entries());
        assertFalse(engine.resolver().errorText(answer.code()).isEmpty());
        assertThrows(
                IllegalArgumentException.class,
                () -> engine.resolver().getaddrinfo("a\0b", null, 0, 0, 0, 0));
    }

    private static int constant(String name) {
        return Abi.host().constant(name);
    }
}
