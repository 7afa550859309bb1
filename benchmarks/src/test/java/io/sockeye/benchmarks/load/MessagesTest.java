package io.sockeye.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final int SIZE = 64;
    private final Messages messages = new Messages(SIZE);

    @Test
    void noTwoMessagesAreTheSame() {
        Set<ByteBuffer> seen = new HashSet<>();
        for (int connection = 0; connection < 20; connection++) {
            for (long number = 0; number < 500; number++) {
                assertTrue(seen.add(message(connection, number)));
            }
        }
    }

    @Test
    void piecesAreThoseOfTheWhole() {
        ByteBuffer whole = message(3, 9);
        for (int cut = 0; cut <= SIZE; cut++) {
            ByteBuffer pieces = ByteBuffer.allocateDirect(SIZE);
            messages.write(3, 9, 0, pieces.limit(cut));
            messages.write(3, 9, cut, pieces.limit(SIZE));
            assertEquals(whole, pieces.flip());
        }
    }

    @Test
    void piecesMatch() {
        for (int cut = 0; cut <= SIZE; cut++) {
            ByteBuffer came = message(3, 9);
            assertTrue(messages.matches(3, 9, 0, came.limit(cut)));
            assertTrue(messages.matches(3, 9, cut, came.limit(SIZE)));
            assertEquals(SIZE, came.position());
        }
    }

    @Test
    void everyWrongByteIsFoundWhereItIs() {
        for (int wrong = 0; wrong < SIZE; wrong++) {
            ByteBuffer came = message(3, 9);
            byte right = came.get(wrong);
            came.put(wrong, (byte) ~right);
            assertFalse(messages.matches(3, 9, 0, came));
            assertEquals(wrong, came.position());
            assertEquals(right, messages.expected(3, 9, wrong));
        }
    }

    @Test
    void onlyOneMessageIsCompared() {
        ByteBuffer two = ByteBuffer.allocateDirect(2 * SIZE);
        messages.write(1, 0, 0, two);
        messages.write(1, 1, 0, two);
        two.flip();
        assertTrue(messages.matches(1, 0, 0, two));
        assertEquals(SIZE, two.position());
        assertTrue(messages.matches(1, 1, 0, two));
    }

    private ByteBuffer message(int connection, long number) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        messages.write(connection, number, 0, message);
        return message.flip();
    }
}
