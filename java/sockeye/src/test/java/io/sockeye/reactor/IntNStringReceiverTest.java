package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.buffer;
import static io.sockeye.reactor.Pieces.bytes;
import static io.sockeye.reactor.Pieces.feed;
import static io.sockeye.reactor.Pieces.feedByteByByte;
import static io.sockeye.reactor.Pieces.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Messages behind a length of one, two, three or four bytes. */
class IntNStringReceiverTest extends ReceiverContract {
    @Override
    FramedProtocol receiver(Callback callback) {
        return new Int16StringReceiver() {
            @Override
            protected void stringReceived(ByteBuffer string) throws Exception {
                callback.received(string);
            }
        };
    }

    @Override
    String encode(String message) {
        return encode(2, message);
    }

    private static String encode(int prefixLength, String message) {
        return prefix(prefixLength, message.length()) + message;
    }

    private static String prefix(int prefixLength, long length) {
        StringBuilder prefix = new StringBuilder();
        for (int i = prefixLength - 1; i >= 0; i--) {
            prefix.append((char) (length >> 8 * i & 0xff));
        }
        return prefix.toString();
    }

    /** Says after a "!" how long a message that was too long is, and goes on. */
    private static final class Tolerant extends IntNStringReceiver {
        private final List<String> got;

        Tolerant(int prefixLength, int max, List<String> got) {
            super(prefixLength);
            maxLength(max);
            this.got = got;
        }

        @Override
        protected void stringReceived(ByteBuffer string) {
            got.add(text(string));
        }

        @Override
        protected void lengthLimitExceeded(long announced) {
            got.add("!" + announced);
        }
    }

    private static final class Int32 extends Int32StringReceiver {
        private final List<String> got;

        Int32(List<String> got) {
            this.got = got;
        }

        @Override
        protected void stringReceived(ByteBuffer string) {
            got.add(text(string));
        }
    }

    @RepeatedTest(20)
    void anyPrefixAndAnyLimitWorkInAnyPieces() throws Exception {
        always(
                random -> {
                    int prefixLength = 1 + random.nextInt(4);
                    int max = random.nextInt(12);
                    StringBuilder input = new StringBuilder();
                    List<String> expected = new ArrayList<>();
                    for (int count = random.nextInt(10); count > 0; count--) {
                        String message = "x".repeat(random.nextInt(20));
                        input.append(encode(prefixLength, message));
                        boolean fits = message.length() <= max;
                        expected.add(fits ? message : "!" + message.length());
                    }
                    Pieces.assertSameInAnyPieces(
                            random,
                            input.toString(),
                            expected,
                            got ->
                                    connected(
                                            new Tolerant(prefixLength, max, got),
                                            new RecordingTransport()));
                });
    }

    @Test
    void theLongestMessagePassesAndOneByteMoreLosesTheConnection() throws Exception {
        for (int length : new int[] {99998, 99999, 100_000}) {
            got.clear();
            FramedProtocol receiver = connected(new Int32(got));
            String message = "x".repeat(length);
            String all = encode(4, message) + encode(4, "next");
            feed(receiver, all.substring(0, 5));
            feed(receiver, all.substring(5));
            boolean fits = length <= 99999;
            assertEquals(fits ? List.of(message, "next") : List.of(), got);
            assertEquals(!fits, transport.disconnecting());
            assertEquals(0, receiver.heldCapacity());
        }
    }

    @Test
    void fourGigabytesAreRefusedWithoutTakingMemory() throws Exception {
        FramedProtocol receiver = connected(new Int32(got));
        feedByteByByte(receiver, "\u00ff\u00ff\u00ff");
        assertEquals(0, receiver.heldCapacity());
        feed(receiver, "\u00ff");
        assertTrue(transport.disconnecting());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void fourGigabytesAreToldAsSuchAndSkippedWithoutTakingMemory() throws Exception {
        FramedProtocol receiver = connected(new Tolerant(4, 10, got));
        feed(receiver, prefix(4, 0xffffffffL));
        feed(receiver, "x".repeat(1 << 20));
        assertEquals(List.of("!4294967295"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void memoryIsTakenAsBytesComeAndNotAsTheyAreAnnounced() throws Exception {
        FramedProtocol receiver = connected(new Int32(got));
        feed(receiver, prefix(4, 99999));
        assertEquals(0, receiver.heldCapacity());
        int fed = 0;
        for (; fed < 99998; fed += 100) {
            int piece = Math.min(100, 99998 - fed);
            feed(receiver, "x".repeat(piece));
            int most = Math.max(64, 2 * (fed + piece));
            assertTrue(receiver.heldCapacity() <= Math.min(most, 99999));
        }
        feed(receiver, "y");
        assertEquals(99999, got.get(0).length());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        feedByteByByte(connected(new Int32(got)), encode(4, "") + encode(4, "a") + encode(4, ""));
        assertEquals(List.of("", "a", ""), got);
    }

    @Test
    void messagesAreSentBehindTheirLength() {
        for (int prefixLength = 1; prefixLength <= 4; prefixLength++) {
            IntNStringReceiver receiver = new Tolerant(prefixLength, 1, got);
            connected(receiver);
            receiver.sendString(bytes("one"));
            receiver.sendString("\u00fc");
            receiver.sendString(buffer("xyz").position(2));
            String expected =
                    encode(prefixLength, "one")
                            + encode(prefixLength, "\u00c3\u00bc")
                            + encode(prefixLength, "z");
            assertEquals(expected, transport.written());
        }
    }

    @Test
    void theClassesHaveTheLengthsInTheirNames() {
        Int8StringReceiver one =
                new Int8StringReceiver() {
                    @Override
                    protected void stringReceived(ByteBuffer string) {}
                };
        connected(one);
        one.sendString("a");
        ((IntNStringReceiver) connected(receiver(string -> {}))).sendString("a");
        ((IntNStringReceiver) connected(new Int32(got))).sendString("a");
        assertEquals("\1a\0\1a\0\0\0\1a", transport.written());
    }

    @Test
    void whatIsTooLongForThePrefixIsRefusedBeforeAnythingIsSent() {
        int most = 255;
        for (int prefixLength = 1; prefixLength <= 2; prefixLength++) {
            IntNStringReceiver receiver = new Tolerant(prefixLength, 1, got);
            connected(receiver);
            byte[] tooLong = new byte[most + 1];
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class, () -> receiver.sendString(tooLong));
            assertTrue(thrown.getMessage().contains(String.valueOf(tooLong.length)));
            assertEquals("", transport.written());
            receiver.sendString(new byte[most]);
            assertEquals(prefixLength + most, transport.written().length());
            most = 65535;
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Tolerant(0, 1, got));
        assertThrows(IllegalArgumentException.class, () -> new Tolerant(5, 1, got));
        assertThrows(IllegalArgumentException.class, () -> new Tolerant(1, -1, got));
        assertEquals(99999, new Int32(got).maxLength());
    }
}
