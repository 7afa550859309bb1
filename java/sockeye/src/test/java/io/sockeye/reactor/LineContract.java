package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.buffer;
import static io.sockeye.reactor.Pieces.bytes;
import static io.sockeye.reactor.Pieces.feed;
import static io.sockeye.reactor.Pieces.feedByteByByte;
import static io.sockeye.reactor.Pieces.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What both receivers of lines have in common. */
abstract class LineContract extends ReceiverContract {
    /** A receiver that also says in the list, after a "!", what was too long, and goes on. */
    abstract LineProtocol tolerant(List<String> lines);

    /** A receiver that counts the bytes it searches. */
    abstract LineProtocol counting(long[] count, List<String> lines);

    @Override
    String encode(String message) {
        return message + "\r\n";
    }

    @Override
    boolean isPossible(String message) {
        return !message.contains("\r\n");
    }

    @Override
    String randomMessage(Random random) {
        return random(random, "ab\r\n", random.nextInt(30));
    }

    @Override
    FramedProtocol outer(String inner) {
        return null; // no line can have a line in it
    }

    static String random(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @RepeatedTest(20)
    void anyDelimiterAndAnyLimitWorkInAnyPieces() throws Exception {
        always(
                random -> {
                    String delimiter = random(random, "ab\n", 1 + random.nextInt(4));
                    int max = random.nextInt(12);
                    String input = random(random, "ab\nc", random.nextInt(150));
                    Pieces.assertSameInAnyPieces(
                            random,
                            input,
                            linesOf(input, delimiter, max),
                            lines -> tolerant(lines, delimiter, max));
                });
    }

    private LineProtocol tolerant(List<String> lines, String delimiter, int max) {
        LineProtocol receiver = tolerant(lines);
        connected(receiver, new RecordingTransport());
        receiver.delimiter(delimiter);
        receiver.maxLength(max);
        return receiver;
    }

    private static List<String> linesOf(String input, String delimiter, int max) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int end;
        while ((end = input.indexOf(delimiter, start)) >= 0) {
            String line = input.substring(start, end);
            lines.add(line.length() <= max ? line : "!" + line.substring(0, max + 1));
            start = end + delimiter.length();
        }
        if (input.length() - start >= max + delimiter.length()) {
            lines.add("!" + input.substring(start, start + max + 1));
        }
        return lines;
    }

    @Test
    void emptyLinesAreLines() throws Exception {
        FramedProtocol receiver = recording(got);
        feed(receiver, "\r\n\r\na\r\n\r\n");
        assertEquals(List.of("", "", "a", ""), got);
    }

    @Test
    void aLoneLineFeedEndsNoLine() throws Exception {
        FramedProtocol receiver = recording(got);
        feed(receiver, "a\nb\rc\r\r\n");
        assertEquals(List.of("a\nb\rc\r"), got);
    }

    @Test
    void theLongestLinePassesAndOneByteMoreLosesTheConnection() throws Exception {
        for (int length : new int[] {16383, 16384, 16385}) {
            String line = "x".repeat(length);
            for (boolean atOnce : new boolean[] {true, false}) {
                List<String> lines = new ArrayList<>();
                RecordingTransport own = new RecordingTransport();
                FramedProtocol receiver =
                        connected(receiver(message -> lines.add(text(message))), own);
                if (atOnce) {
                    feed(receiver, line + "\r\nnext\r\n");
                } else {
                    feedByteByByte(receiver, line + "\r\nnext\r\n");
                }
                boolean fits = length <= 16384;
                assertEquals(fits ? List.of(line, "next") : List.of(), lines);
                assertEquals(!fits, own.disconnecting());
                assertEquals(0, receiver.heldCapacity());
            }
        }
    }

    @Test
    void aLineWithoutEndIsNotHeldBeyondTheLimit() throws Exception {
        FramedProtocol receiver = connected(receiver(message -> got.add(text(message))));
        for (int fed = 1; fed < 16386; fed++) {
            feed(receiver, "x");
            assertTrue(receiver.heldCapacity() >= fed);
            assertTrue(receiver.heldCapacity() <= Math.min(Math.max(64, 2 * fed), 16386));
        }
        assertFalse(transport.disconnecting());
        feed(receiver, "x");
        assertTrue(transport.disconnecting());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void aLongLineInOnePieceIsRefusedWithoutTakingMemory() throws Exception {
        List<Integer> held = new ArrayList<>();
        LineProtocol[] receiver = {null};
        receiver[0] =
                tolerant(
                        new ArrayList<>() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public boolean add(String line) {
                                return held.add(receiver[0].heldCapacity());
                            }
                        });
        connected(receiver[0]);
        feed(receiver[0], "x".repeat(1 << 20));
        feed(receiver[0], "x".repeat(1 << 20) + "\r");
        feed(receiver[0], "\nab\r\n");
        assertEquals(List.of(0, 0), held);
        assertEquals(0, receiver[0].heldCapacity());
    }

    @Test
    void eachByteIsSearchedOnce() throws Exception {
        long[] count = {0};
        LineProtocol receiver = counting(count, got);
        connected(receiver);
        String line = "\r".repeat(8_000) + "x".repeat(8_000);
        feedByteByByte(receiver, line);
        assertEquals(16_000, count[0]);
        feedByteByByte(receiver, "\r\n");
        assertEquals(16_002, count[0]);
        assertEquals(List.of(line), got);
        feed(receiver, "a\r\nb\r\nc");
        feed(receiver, "d\r\n");
        assertEquals(16_012, count[0]);
    }

    @Test
    void eachByteOfALineThatIsTooLongIsSearchedOnce() throws Exception {
        long[] count = {0};
        LineProtocol receiver = counting(count, got);
        connected(receiver);
        receiver.maxLength(10);
        feedByteByByte(receiver, "x".repeat(1000) + "\r");
        assertEquals(1001, count[0]);
        feedByteByByte(receiver, "\nab\r\n");
        assertEquals(1006, count[0]);
        assertEquals(List.of("ab"), got);
    }

    @Test
    void theDelimiterMayChangeBetweenLines() throws Exception {
        LineProtocol[] receiver = {null};
        receiver[0] =
                (LineProtocol)
                        receiver(
                                message -> {
                                    got.add(text(message));
                                    receiver[0].delimiter(got.size() % 2 == 0 ? "\r\n" : "\0");
                                });
        connected(receiver[0]);
        String input = "one\r\ntwo\r\n\0ten\r\n";
        feed(receiver[0], input);
        assertEquals(List.of("one", "two\r\n", "ten"), got);
    }

    @Test
    void theDelimiterMayChangeWhileALineArrives() throws Exception {
        LineProtocol receiver = tolerant(got);
        connected(receiver);
        feed(receiver, "a;b\r");
        receiver.delimiter(";");
        feed(receiver, "\n;c;");
        assertEquals(List.of("a", "b\r\n", "c"), got);
    }

    @Test
    void theLimitMayShrinkWhileALineArrives() throws Exception {
        List<String> lines = new ArrayList<>();
        LineProtocol receiver = tolerant(lines);
        connected(receiver);
        feed(receiver, "0123456789");
        receiver.maxLength(3);
        feed(receiver, "\r\nab\r\n");
        assertEquals(List.of("!0123", "ab"), lines);
    }

    @Test
    void linesAreSentWithTheDelimiter() {
        LineProtocol receiver = tolerant(got);
        connected(receiver);
        receiver.sendLine("gr\u00fc\u00df");
        receiver.sendLine(bytes("bytes"));
        receiver.sendLine(buffer("xbuffer").position(1));
        assertEquals("gr\u00c3\u00bc\u00c3\u009f\r\nbytes\r\nbuffer\r\n", transport.written());
        receiver.delimiter(";");
        receiver.sendLine("");
        assertEquals(";", transport.written());
    }

    @Test
    void wrongSettingsAreRefused() {
        LineProtocol receiver = tolerant(got);
        assertThrows(IllegalArgumentException.class, () -> receiver.delimiter(""));
        assertThrows(IllegalArgumentException.class, () -> receiver.maxLength(-1));
        assertEquals(16384, receiver.maxLength());
        byte[] delimiter = receiver.delimiter();
        delimiter[0] = 'x';
        assertArrayEquals(bytes("\r\n"), receiver.delimiter());
    }
}
