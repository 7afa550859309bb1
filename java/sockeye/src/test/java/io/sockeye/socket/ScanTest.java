package io.sockeye.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Eight bytes at a time finds what one byte at a time finds. */
class ScanTest {
    private final Random random = new Random(8);

    private static int slowly(byte[] bytes, int from, int to, boolean plain, boolean returns) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n' || plain && (b < 0 || b == '\r' && returns)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void theFirstIsFound() {
        byte[] near = {'\n', '\r', 9, 11, 12, 14, 0, 1, -1, -128, 127, (byte) 0x8a, (byte) 0x8d};
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                boolean odd = random.nextInt(12) == 0;
                bytes[i] = odd ? near[random.nextInt(near.length)] : (byte) (14 + i);
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertEquals(slowly(bytes, from, to, false, false), Scan.newline(bytes, from, to));
            for (boolean returns : new boolean[] {false, true}) {
                assertEquals(
                        slowly(bytes, from, to, true, returns),
                        Scan.endOfPlain(bytes, from, to, returns));
            }
        }
    }
}
