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
import org.junit.jupiter.api.Test;

/** Messages between a decimal length and a comma. */
class NetstringReceiverTest extends ReceiverContract {
    @Override
    FramedProtocol receiver(Callback callback) {
        return new NetstringReceiver() {
            @Override
            protected void stringReceived(ByteBuffer string) throws Exception {
                callback.received(string);
            }
        };
    }

    @Override
    String encode(String message) {
        return message.length() + ":" + message + ",";
    }

    /** Says after a "!" what was wrong. */
    private static final class Strict extends NetstringReceiver {
        private final List<String> got;

        Strict(int max, List<String> got) {
            maxLength(max);
            this.got = got;
        }

        @Override
        protected void stringReceived(ByteBuffer string) {
            got.add(text(string));
        }

        @Override
        protected void parseFailed(String problem) {
            got.add("!" + problem);
        }
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        feed(recording(got), "0:,1:a,0:,");
        assertEquals(List.of("", "a", ""), got);
    }

    @Test
    void whatIsNoNetstringEndsTheConnectionInAnyPieces() throws Exception {
        assertRefused("01:a,", "a length with a leading zero");
        assertRefused("00:,", "a length with a leading zero");
        assertRefused(":a,", "byte 0x3a in a length");
        assertRefused(",", "byte 0x2c in a length");
        assertRefused("-1:a,", "byte 0x2d in a length");
        assertRefused("+1:a,", "byte 0x2b in a length");
        assertRefused(" 1:a,", "byte 0x20 in a length");
        assertRefused("1 :a,", "byte 0x20 in a length");
        assertRefused("1\u00b2:a,", "byte 0xb2 in a length");
        assertRefused("1:ab,", "no comma but byte 0x62 after 1 bytes");
        assertRefused("2:a,5:", "no comma but byte 0x35 after 2 bytes");
        assertRefused("0:a,", "no comma but byte 0x61 after 0 bytes");
        assertRefused("11:", "a length above 10");
        assertRefused("4294967297:", "a length above 10");
        assertRefused("99999999999999999999999:", "a length above 10");
    }

    private static void assertRefused(String bad, String problem) throws Exception {
        List<String> expected = List.of("good", "!" + problem);
        always(
                random ->
                        Pieces.assertSameInAnyPieces(
                                random,
                                "4:good," + bad + "4:gone,",
                                expected,
                                got -> connected(new Strict(10, got), new RecordingTransport())));
    }

    @Test
    void theConnectionIsLostEvenIfTheHookThrows() throws Exception {
        FramedProtocol receiver =
                connected(
                        new NetstringReceiver() {
                            @Override
                            protected void stringReceived(ByteBuffer string) {}

                            @Override
                            protected void parseFailed(String problem) {
                                throw new IllegalStateException(problem);
                            }
                        });
        assertThrows(IllegalStateException.class, () -> feed(receiver, "x"));
        assertTrue(transport.disconnecting());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void theLongestMessagePassesAndOneByteMoreLosesTheConnection() throws Exception {
        for (int length : new int[] {99998, 99999, 100_000}) {
            List<String> messages = new ArrayList<>();
            RecordingTransport own = new RecordingTransport();
            FramedProtocol receiver =
                    connected(receiver(message -> messages.add(text(message))), own);
            String message = "x".repeat(length);
            String all = encode(message, "next");
            feed(receiver, all.substring(0, 5));
            feed(receiver, all.substring(5));
            boolean fits = length <= 99999;
            assertEquals(fits ? List.of(message, "next") : List.of(), messages);
            assertEquals(!fits, own.disconnecting());
            assertEquals(0, receiver.heldCapacity());
        }
    }

    @Test
    void theLimitIsJudgedFromTheDigits() throws Exception {
        FramedProtocol receiver = connected(receiver(message -> {}));
        feedByteByByte(receiver, "99999");
        assertEquals(0, receiver.heldCapacity());
        assertEquals(false, transport.disconnecting());
        feed(receiver, "0");
        assertTrue(transport.disconnecting());
    }

    @Test
    void memoryIsTakenAsBytesComeAndNotAsTheyAreAnnounced() throws Exception {
        FramedProtocol receiver = recording(got);
        feed(receiver, "99999:");
        assertEquals(0, receiver.heldCapacity());
        feed(receiver, "x");
        assertTrue(receiver.heldCapacity() <= 64);
        feed(receiver, "x".repeat(99998));
        assertTrue(receiver.heldCapacity() <= 100_000);
        feed(receiver, ",");
        assertEquals(99999, got.get(0).length());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void messagesAreSentAsNetstrings() {
        NetstringReceiver receiver = (NetstringReceiver) connected(receiver(message -> {}));
        receiver.sendString(bytes("one"));
        receiver.sendString("\u00fc");
        receiver.sendString(buffer("xyz").position(2));
        receiver.sendString("");
        assertEquals("3:one,2:\u00c3\u00bc,1:z,0:,", transport.written());
    }
}
