package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.buffer;
import static io.sockeye.reactor.Pieces.feed;
import static io.sockeye.reactor.Pieces.feedByteByByte;
import static io.sockeye.reactor.Pieces.text;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.contract.Allocations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What all receivers have in common, shown with messages of three bytes. */
abstract class ReceiverContract {
    final List<String> got = new ArrayList<>();
    final RecordingTransport transport = new RecordingTransport();

    /** What the receiver under test does with a message; some tests replace it. */
    Callback callback = message -> got.add(text(message));

    private FramedProtocol receiver;

    interface Callback {
        void received(ByteBuffer message) throws Exception;
    }

    /** A receiver that gives its messages to the callback. */
    abstract FramedProtocol receiver(Callback callback);

    /** What a peer sends for a message. */
    abstract String encode(String message);

    /** A message with which the random ones are made; three bytes if they all have to have that. */
    String randomMessage(Random random) {
        StringBuilder message = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            message.append((char) random.nextInt(256));
        }
        return message.toString();
    }

    final String encode(String... messages) {
        StringBuilder encoded = new StringBuilder();
        for (String message : messages) {
            encoded.append(encode(message));
        }
        return encoded.toString();
    }

    final FramedProtocol connected(FramedProtocol made) {
        return connected(made, transport);
    }

    static FramedProtocol connected(FramedProtocol made, Transport transport) {
        assertDoesNotThrow(() -> made.makeConnection(transport));
        return made;
    }

    /** A receiver for one of many feedings, with a transport of its own. */
    final FramedProtocol recording(List<String> messages) {
        return connected(
                receiver(message -> messages.add(text(message))), new RecordingTransport());
    }

    interface Property {
        void holdFor(Random random) throws Exception;
    }

    /** Draws other cases each time, and says how to draw a failing one again. */
    static void always(Property property) throws Exception {
        long seed = Long.getLong("sockeye.test.seed", new Random().nextLong());
        try {
            property.holdFor(new Random(seed));
        } catch (AssertionError | Exception e) {
            throw new AssertionError("with -Dsockeye.test.seed=" + seed, e);
        }
    }

    @BeforeEach
    void connect() {
        receiver = connected(receiver(message -> callback.received(message)));
    }

    @Test
    void messagesAreTheSameInAnyPieces() throws Exception {
        List<String> messages = List.of("one", "two", "\r\n\r", "ten", "\0\0\0", ",3:");
        List<String> possible = messages.stream().filter(this::isPossible).toList();
        always(
                random ->
                        Pieces.assertSameInAnyPieces(
                                random,
                                encode(possible.toArray(String[]::new)),
                                possible,
                                this::recording));
    }

    @RepeatedTest(20)
    void randomMessagesAreTheSameInAnyPieces() throws Exception {
        always(
                random -> {
                    List<String> messages = new ArrayList<>();
                    for (int count = random.nextInt(12); count > 0; count--) {
                        String message = randomMessage(random);
                        if (isPossible(message)) {
                            messages.add(message);
                        }
                    }
                    Pieces.assertSameInAnyPieces(
                            random,
                            encode(messages.toArray(String[]::new)),
                            messages,
                            this::recording);
                });
    }

    /** Whether the format can carry it. */
    boolean isPossible(String message) {
        return true;
    }

    @Test
    void wholeMessagesAreDeliveredFromTheBufferTheyCameIn() throws Exception {
        ByteBuffer data = buffer(encode("one", "two"));
        callback =
                message -> {
                    assertSame(data, message);
                    got.add(text(message));
                };
        receiver.dataReceived(data);
        assertEquals(List.of("one", "two"), got);
    }

    @Test
    void onlyTheMessageThatWasCutIsCopied() throws Exception {
        String all = encode("one", "two", "six");
        int cut = encode("one").length() - 1;
        feed(receiver, all.substring(0, cut));
        ByteBuffer data = buffer(all.substring(cut));
        callback =
                message -> {
                    got.add(text(message));
                    if (got.size() == 1) {
                        assertNotSame(data, message);
                    } else {
                        assertSame(data, message);
                    }
                };
        receiver.dataReceived(data);
        assertEquals(List.of("one", "two", "six"), got);
    }

    @Test
    void wholeMessagesCostNoMemory() throws Exception {
        ByteBuffer data = buffer(encode("one", "two", "six"));
        int[] count = {0};
        callback = message -> count[0]++;
        Allocations.expectNone(
                () -> {
                    receiver.dataReceived(data.rewind());
                    return null;
                });
        assertEquals(0, count[0] % 3);
    }

    @Test
    void memoryIsHeldOnlyForWhatIsIncomplete() throws Exception {
        String all = encode("one", "two");
        feed(receiver, all);
        assertEquals(0, receiver.heldCapacity());
        int cut = all.length() - 1;
        feed(receiver, all.substring(0, cut));
        assertTrue(receiver.heldCapacity() > 0);
        assertTrue(receiver.heldCapacity() <= 64);
        feed(receiver, all.substring(cut));
        assertEquals(0, receiver.heldCapacity());
        assertEquals(List.of("one", "two", "one", "two"), got);
    }

    @Test
    void receiversMayMoveAnything() throws Exception {
        String all = encode("one", "two", "six", "ten");
        Callback careless =
                message -> {
                    assertEquals(ByteOrder.BIG_ENDIAN, message.order());
                    got.add(text(message));
                    message.order(ByteOrder.LITTLE_ENDIAN).clear().mark();
                    message.position(got.size() % 2 * message.limit());
                    if (got.size() % 3 == 0) {
                        message.position(0).limit(0);
                    }
                };
        callback = careless;
        feed(receiver, all.substring(0, 3));
        feed(receiver, all.substring(3));
        receiver.pauseProducing();
        feed(receiver, all);
        receiver.resumeProducing();
        assertEquals(List.of("one", "two", "six", "ten", "one", "two", "six", "ten"), got);
    }

    @Test
    void bytesFedMeanwhileComeBehindAllOthers() throws Exception {
        callback = this::feedingMore;
        feed(receiver, encode("one", "two", "six"));
        assertEquals(List.of("one", "two", "six", "new", "ten"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void bytesFedMeanwhileLeaveTheMessageAlone() throws Exception {
        callback = this::feedingMore;
        feedByteByByte(receiver, encode("one"));
        assertEquals(List.of("one", "new", "ten"), got);
    }

    private void feedingMore(ByteBuffer message) throws Exception {
        if (text(message).equals("one")) {
            String more = encode("new", "ten");
            feed(receiver, more.substring(0, 4));
            feed(receiver, more.substring(4));
        }
        got.add(text(message));
    }

    @Test
    void aMessageMayBeFedItself() throws Exception {
        String inner = encode("one");
        FramedProtocol outer = outer(inner);
        if (outer != null) {
            feed(outer, encode(inner) + encode("two"));
            assertEquals(List.of(inner, "two", "one"), got);
        }
    }

    /** A receiver that feeds the given message to itself, or null if none can carry it. */
    FramedProtocol outer(String inner) {
        FramedProtocol[] self = {null};
        self[0] =
                connected(
                        receiver(
                                message -> {
                                    got.add(text(message));
                                    if (text(message).equals(inner)) {
                                        self[0].dataReceived(message);
                                    }
                                }));
        return self[0];
    }

    @Test
    void pausingKeepsTheRestForLater() throws Exception {
        callback =
                message -> {
                    got.add(text(message));
                    receiver.pauseProducing();
                };
        String all = encode("one", "two", "six", "ten");
        feed(receiver, all.substring(0, all.length() - 2));
        assertEquals(List.of("one"), got);
        assertTrue(transport.paused);
        feed(receiver, all.substring(all.length() - 2));
        assertEquals(List.of("one"), got);
        receiver.resumeProducing();
        assertEquals(List.of("one", "two"), got);
        callback = message -> got.add(text(message));
        receiver.resumeProducing();
        assertEquals(List.of("one", "two", "six", "ten"), got);
        assertFalse(transport.paused);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void resumingAtOnceChangesNothing() throws Exception {
        ByteBuffer data = buffer(encode("one", "two", "six"));
        callback =
                message -> {
                    receiver.pauseProducing();
                    receiver.resumeProducing();
                    assertSame(data, message);
                    got.add(text(message));
                };
        receiver.dataReceived(data);
        assertEquals(List.of("one", "two", "six"), got);
    }

    @Test
    void whatIsKeptShrinksWhileItIsConsumed() throws Exception {
        receiver.pauseProducing();
        String all = encode("one").repeat(10_000);
        feed(receiver, all);
        assertTrue(receiver.heldCapacity() <= all.length());
        int[] left = {9_990};
        callback =
                message -> {
                    if (--left[0] == 0) {
                        receiver.pauseProducing();
                    }
                };
        receiver.resumeProducing();
        assertTrue(receiver.heldCapacity() < 1000, receiver.heldCapacity() + " bytes");
    }

    @Test
    void piecesThatComeWhilePausedAreKeptInLinearTime() throws Exception {
        receiver.pauseProducing();
        int reallocations = 0;
        for (int i = 0; i < 3_000; i++) {
            int before = receiver.heldCapacity();
            feed(receiver, encode("one"));
            reallocations += receiver.heldCapacity() == before ? 0 : 1;
        }
        assertTrue(reallocations < 50, reallocations + " reallocations");
        receiver.resumeProducing();
        assertEquals(3_000, got.size());
    }

    @Test
    void nothingIsDeliveredWhileTooMuchWaitsToBeSent() throws Exception {
        callback =
                message -> {
                    got.add(text(message));
                    receiver.pauseWriting();
                };
        feed(receiver, encode("one", "two"));
        assertEquals(List.of("one"), got);
        assertTrue(transport.readingHeld);
        receiver.pauseProducing();
        receiver.resumeProducing();
        assertEquals(List.of("one"), got);
        receiver.resumeWriting();
        assertEquals(List.of("one", "two"), got);
        receiver.resumeWriting();
        assertFalse(transport.readingHeld);
    }

    @Test
    void nothingIsDeliveredAfterLosingTheConnection() throws Exception {
        callback =
                message -> {
                    got.add(text(message));
                    transport.loseConnection();
                };
        feed(receiver, encode("one", "two") + "xy");
        feed(receiver, encode("ten"));
        assertEquals(List.of("one"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void losingTheConnectionWhilePausedDropsWhatWasKept() throws Exception {
        receiver.pauseProducing();
        feed(receiver, encode("one", "two"));
        transport.loseConnection();
        receiver.resumeProducing();
        assertEquals(List.of(), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void stoppingLosesTheConnection() throws Exception {
        callback =
                message -> {
                    got.add(text(message));
                    receiver.stopProducing();
                };
        feed(receiver, encode("one", "two"));
        assertEquals(List.of("one"), got);
        assertTrue(transport.disconnecting());
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void stoppingDropsWhatWasKept() throws Exception {
        receiver.pauseProducing();
        feed(receiver, encode("one", "two"));
        receiver.stopProducing();
        assertEquals(0, receiver.heldCapacity());
        assertEquals(List.of(), got);
    }

    @Test
    void whatIsIncompleteIsDroppedWithTheConnection() throws Exception {
        String message = encode("one");
        feed(receiver, message.substring(0, message.length() - 1));
        receiver.connectionLost(ConnectionDone.DONE);
        assertEquals(List.of(), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void theConnectionMayGetLostInACallback() throws Exception {
        callback =
                message -> {
                    transport.abortConnection();
                    receiver.connectionLost(ConnectionDone.DONE);
                    got.add(text(message));
                };
        feedByteByByte(receiver, encode("one", "two"));
        feed(receiver, encode("two"));
        assertEquals(List.of("one"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void whatAReceiverThrowsComesOut() throws Exception {
        callback = failingAt("two");
        IOException thrown =
                assertThrows(IOException.class, () -> feed(receiver, encode("one", "two", "six")));
        assertEquals("two", thrown.getMessage());
        assertFalse(transport.aborted); // the reactor does that, and knows the cause
        callback = message -> got.add(text(message));
        feed(receiver, encode("ten"));
        assertEquals(List.of("one", "six", "ten"), got);
    }

    @Test
    void aFailureWhileResumingAbortsTheConnection() throws Exception {
        receiver.pauseProducing();
        feed(receiver, encode("one", "two", "six"));
        callback = failingAt("two");
        assertThrows(IOException.class, receiver::resumeProducing);
        assertTrue(transport.aborted);
        feed(receiver, encode("ten"));
        assertEquals(List.of("one"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    private Callback failingAt(String bad) {
        return message -> {
            if (text(message).equals(bad)) {
                throw new IOException(bad);
            }
            got.add(text(message));
        };
    }

    @Test
    void anEmptyPieceChangesNothing() throws Exception {
        feed(receiver, "");
        String all = encode("one");
        feed(receiver, all.substring(0, 2));
        feed(receiver, "");
        feed(receiver, all.substring(2));
        assertEquals(List.of("one"), got);
    }
}
