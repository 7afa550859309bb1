package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.htonl;
import static io.sockeye.socket.Sockets.htons;
import static io.sockeye.socket.Sockets.inetAton;
import static io.sockeye.socket.Sockets.inetNtoa;
import static io.sockeye.socket.Sockets.inetNtop;
import static io.sockeye.socket.Sockets.inetPton;
import static io.sockeye.socket.Sockets.ntohl;
import static io.sockeye.socket.Sockets.ntohs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Byte order and numeric addresses, compared with Python on many random inputs. */
class ByteOrderTest {
    private static final int MANY = 3000;
    private static final Random RANDOM = new Random(20_111);

    /** Each line is an expression's input; errors are printed by their kind. */
    private static String script(String expression) {
        return """
                import socket, sys
                for line in sys.stdin:
                    x = line.rstrip('\\n')
                    try:
                        print(%s)
                    except (OSError, ValueError) as e:
                        print('refused')
                """
                .formatted(expression);
    }

    /** A function that may refuse. */
    private interface Asked {
        Object of(String question) throws Exception;
    }

    private static void compare(String expression, List<String> questions, Asked ours)
            throws Exception {
        List<String> expected = Python.answers(script(expression), questions);
        assertEquals(questions.size(), expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), answer(ours, questions.get(i)), questions.get(i));
        }
    }

    private static String answer(Asked ours, String question) {
        try {
            return String.valueOf(ours.of(question));
        } catch (Exception e) {
            return e instanceof OsException || e instanceof IllegalArgumentException
                    ? "refused"
                    : e.toString();
        }
    }

    private static List<String> many(Function<Random, String> maker, String... special) {
        List<String> questions = new ArrayList<>(List.of(special));
        for (int i = 0; i < MANY; i++) {
            questions.add(maker.apply(RANDOM));
        }
        return questions;
    }

    @Test
    void shortsAreSwappedAsInPython() throws Exception {
        List<String> numbers =
                many(r -> "" + (r.nextInt(0x10000)), "0", "1", "65535", "20000", "258");
        compare("socket.htons(int(x))", numbers, x -> htons(Integer.parseInt(x)));
        compare("socket.ntohs(int(x))", numbers, x -> ntohs(Integer.parseInt(x)));
        assertThrows(IllegalArgumentException.class, () -> htons(-1));
        assertThrows(IllegalArgumentException.class, () -> htons(0x10000));
    }

    @Test
    void longsAreSwappedAsInPython() throws Exception {
        List<String> numbers =
                many(r -> "" + (r.nextInt() & 0xffffffffL), "0", "1", "4294967295", "20000");
        compare("socket.htonl(int(x))", numbers, x -> htonl(Long.parseLong(x)));
        compare("socket.ntohl(int(x))", numbers, x -> ntohl(Long.parseLong(x)));
        assertThrows(IllegalArgumentException.class, () -> htonl(-1));
        assertThrows(IllegalArgumentException.class, () -> htonl(1L << 32));
    }

    @Test
    void bytesAreTextAsInPython() throws Exception {
        compare(
                "socket.inet_ntoa(bytes.fromhex(x))",
                many(r -> hex(r, r.nextInt(20) == 0 ? 5 : 4), "00000000", "ffffffff", "", "01"),
                x -> inetNtoa(HexFormat.of().parseHex(x)));
        compare(
                "socket.inet_ntop(socket.AF_INET, bytes.fromhex(x))",
                many(r -> hex(r, 4), "00000000", "", "0102030405"),
                x -> inetNtop(AF_INET, HexFormat.of().parseHex(x)));
        compare(
                "socket.inet_ntop(socket.AF_INET6, bytes.fromhex(x))",
                many(
                        ByteOrderTest::sparse,
                        "00000000000000000000000000000000",
                        "00000000000000000000000000000001",
                        "00000000000000000000ffff7f000001",
                        "0000000000000000000000007f000001",
                        "0000000000000000000000000000ffff",
                        "00000000000000000001000000000000",
                        "01020304"),
                x -> inetNtop(AF_INET6, HexFormat.of().parseHex(x)));
    }

    @Test
    void textIsBytesAsInPython() throws Exception {
        compare(
                "socket.inet_aton(x).hex()",
                many(
                        ByteOrderTest::odd4,
                        "127.1",
                        "1",
                        "0x7f.1",
                        "0177.0.0.1",
                        "1.2.3.4 x",
                        "1.2.3.4\tx",
                        "1.2.3.4x",
                        "",
                        " 1.2.3.4",
                        "1..2",
                        "256.1",
                        "1.2.65536",
                        "1.16777216",
                        "4294967296",
                        "08",
                        "0x",
                        "0xg",
                        "1.2.3.4.5",
                        "1.",
                        "-1",
                        "+1"),
                x -> HexFormat.of().formatHex(inetAton(x)));
        compare(
                "socket.inet_pton(socket.AF_INET, x).hex()",
                many(ByteOrderTest::odd4, "127.1", "01.2.3.4", "1.2.3.4 ", "1.2.3.256", "00.1.2.3"),
                x -> HexFormat.of().formatHex(inetPton(AF_INET, x)));
        compare(
                "socket.inet_pton(socket.AF_INET6, x).hex()",
                many(
                        ByteOrderTest::odd6,
                        "::",
                        ":::",
                        "::1",
                        "1::",
                        ":1::",
                        "1:2:3:4:5:6:7:8",
                        "1:2:3:4:5:6:7::",
                        "::2:3:4:5:6:7:8",
                        "1::2:3:4:5:6:7:8",
                        "1:2:3:4:5:6:1.2.3.4",
                        "::1.2.3.4",
                        "1.2.3.4::",
                        "::ffff:1.2.3.04",
                        "12345::",
                        "fe80::1%lo",
                        "g::",
                        "::1 ",
                        ""),
                x -> HexFormat.of().formatHex(inetPton(AF_INET6, x)));
    }

    @Test
    void unknownFamiliesAreRefusedAsInPython() {
        OsException refusal = assertThrows(OsException.class, () -> inetPton(AF_UNIX, "x"));
        assertEquals(Errno.EAFNOSUPPORT, refusal.errno());
        assertThrows(IllegalArgumentException.class, () -> inetNtop(AF_UNIX, new byte[4]));
    }

    private static String hex(Random random, int bytes) {
        byte[] packed = new byte[bytes];
        random.nextBytes(packed);
        return HexFormat.of().formatHex(packed);
    }

    /** Sixteen bytes with many zeros, so that runs of them are of every length. */
    private static String sparse(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            int kind = random.nextInt(6);
            text.append(
                    kind < 3 ? "0000" : kind == 3 ? "ffff" : kind == 4 ? "0001" : hex(random, 2));
        }
        return text.toString();
    }

    private static String odd4(Random random) {
        int parts = 1 + random.nextInt(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            long value =
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(300);
                        case 1 -> random.nextInt(70_000);
                        case 2 -> random.nextInt() & 0xffffffffL;
                        default -> random.nextInt(10);
                    };
            String form =
                    switch (random.nextInt(6)) {
                        case 0 -> "0" + Long.toOctalString(value);
                        case 1 -> "0x" + Long.toHexString(value);
                        case 2 -> "0X" + Long.toHexString(value).toUpperCase();
                        default -> Long.toString(value);
                    };
            text.append(i == 0 ? "" : ".").append(form);
        }
        return random.nextInt(15) == 0 ? text + " junk" : text.toString();
    }

    private static String odd6(Random random) {
        StringBuilder text = new StringBuilder();
        int groups = 1 + random.nextInt(9);
        for (int i = 0; i < groups; i++) {
            text.append(random.nextInt(5) == 0 ? "" : Integer.toHexString(random.nextInt(70_000)));
            text.append(i < groups - 1 || random.nextInt(8) == 0 ? ":" : "");
        }
        return random.nextInt(6) == 0 ? text + ":1.2.3.4" : text.toString();
    }
}
