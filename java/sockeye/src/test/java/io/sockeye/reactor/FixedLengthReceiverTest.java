package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.feed;
import static io.sockeye.reactor.Pieces.feedByteByByte;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records of the same length. */
class FixedLengthReceiverTest extends ReceiverContract {
    @Override
    FramedProtocol receiver(Callback callback) {
        return receiver(3, callback);
    }

    private static FixedLengthReceiver receiver(int length, Callback callback) {
        return new FixedLengthReceiver(length) {
            @Override
            protected void recordReceived(ByteBuffer record) throws Exception {
                callback.received(record);
            }
        };
    }

    @Override
    String encode(String message) {
        return message;
    }

    @Override
    String randomMessage(Random random) {
        return "" + (char) random.nextInt(256) + (char) random.nextInt(256) + "\n";
    }

    @Override
    FramedProtocol outer(String inner) {
        return null; // it would never end
    }

    @Test
    void recordsAreReadAsNumbers() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        FramedProtocol receiver =
                connected(receiver(Integer.BYTES, record -> numbers.add(record.getInt())));
        feedByteByByte(receiver, "\0\0\1\2");
        feed(receiver, "\u00ff\u00ff\u00ff\u00fe\0");
        assertEquals(List.of(258, -2), numbers);
        assertEquals(4, ((FixedLengthReceiver) receiver).recordLength());
    }

    @Test
    void recordsOfOneByteNeedNoMemory() throws Exception {
        int[] count = {0};
        FramedProtocol receiver = connected(receiver(1, record -> count[0]++));
        feed(receiver, "abc");
        assertEquals(3, count[0]);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void memoryIsTakenAsBytesCome() throws Exception {
        FramedProtocol receiver = connected(receiver(Integer.MAX_VALUE, record -> {}));
        feed(receiver, "x");
        assertTrue(receiver.heldCapacity() <= 64);
        feed(receiver, "x".repeat(1000));
        assertTrue(receiver.heldCapacity() <= 2002);
    }

    @Test
    void aLengthIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> receiver(0, record -> {}));
        assertThrows(IllegalArgumentException.class, () -> receiver(-1, record -> {}));
    }
}
