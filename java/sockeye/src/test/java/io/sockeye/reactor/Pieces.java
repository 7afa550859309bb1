package io.sockeye.reactor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Feeds bytes to receivers in pieces; texts have a char for each byte. */
final class Pieces {
    private static final int RANDOM_SPLITS = 50;

    private Pieces() {}

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    /** What is between position and limit, which stay where they are. */
    static String text(ByteBuffer buffer) {
        return ISO_8859_1.decode(buffer.duplicate()).toString();
    }

    /** Feeds a text at once. */
    static void feed(FramedProtocol receiver, String text) throws Exception {
        receiver.dataReceived(buffer(text));
    }

    static void feedByteByByte(FramedProtocol receiver, String text) throws Exception {
        for (char each : text.toCharArray()) {
            feed(receiver, String.valueOf(each));
        }
    }

    /**
     * However the input is cut, the receiver ends with the same messages, and without memory if the
     * input is complete.
     *
     * @param make makes a receiver that adds its messages to the given list
     */
    static void assertSameInAnyPieces(
            Random random,
            String input,
            List<String> expected,
            Function<List<String>, FramedProtocol> make)
            throws Exception {
        assertCut(input, new int[0], expected, make);
        for (int cut = 0; cut <= input.length(); cut++) {
            assertCut(input, new int[] {cut}, expected, make);
        }
        int[] everywhere = new int[input.length()];
        Arrays.setAll(everywhere, i -> i);
        assertCut(input, everywhere, expected, make);
        for (int i = 0; i < RANDOM_SPLITS && !input.isEmpty(); i++) {
            int[] cuts = random.ints(1 + random.nextInt(9), 0, input.length()).sorted().toArray();
            assertCut(input, cuts, expected, make);
        }
    }

    private static void assertCut(
            String input,
            int[] cuts,
            List<String> expected,
            Function<List<String>, FramedProtocol> make)
            throws Exception {
        List<String> got = new ArrayList<>();
        FramedProtocol receiver = make.apply(got);
        int from = 0;
        for (int cut : cuts) {
            feedAndSpoil(receiver, input.substring(from, cut), cut % 2 == 0);
            from = cut;
        }
        feedAndSpoil(receiver, input.substring(from), true);
        assertEquals(expected, got, () -> "cut at " + Arrays.toString(cuts));
        receiver.connectionLost(ConnectionDone.DONE);
        assertEquals(0, receiver.heldCapacity());
    }

    /** As a reactor does: from the middle of a buffer that serves for other bytes afterwards. */
    private static void feedAndSpoil(FramedProtocol receiver, String piece, boolean direct)
            throws Exception {
        int size = piece.length() + 20;
        ByteBuffer data = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        data.order(ByteOrder.LITTLE_ENDIAN);
        spoil(data);
        data.position(7).put(bytes(piece)).flip().position(7);
        receiver.dataReceived(data);
        assertEquals(data.limit(), data.position());
        spoil(data);
    }

    private static void spoil(ByteBuffer data) {
        data.clear();
        while (data.hasRemaining()) {
            data.put((byte) '\n');
        }
        data.clear();
    }
}
