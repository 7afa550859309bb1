package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.buffer;
import static io.sockeye.reactor.Pieces.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The search finds what String.indexOf finds. */
class DelimiterTest {
    @RepeatedTest(20)
    void theFirstOccurrenceIsFoundAcrossPieces() throws Exception {
        ReceiverContract.always(
                random -> {
                    for (int i = 0; i < 200; i++) {
                        String wanted = text(random, 1 + random.nextInt(6));
                        String text = text(random, random.nextInt(60));
                        int cut = random.nextInt(text.length() + 1);
                        int at = text.indexOf(wanted);
                        int expected = at < 0 ? -1 : at + wanted.length();
                        assertEquals(
                                expected,
                                search(wanted, text, cut),
                                () -> wanted + " in " + text + " cut at " + cut);
                    }
                });
    }

    private static int search(String wanted, String text, int cut) {
        Delimiter delimiter = new Delimiter(bytes(wanted));
        ByteBuffer buffer = buffer(text);
        int found = delimiter.search(buffer, 0, cut, 0);
        if (found < 0) {
            found = delimiter.search(buffer, cut, text.length(), ~found);
        }
        return Math.max(found, -1);
    }

    /** Of few different bytes, so that there are many beginnings. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("ab\u00ff".charAt(random.nextInt(random.nextInt(3) + 1)));
        }
        return text.toString();
    }

    @Test
    void allBytesAreToldApart() {
        for (int each = 0; each < 256; each++) {
            StringBuilder others = new StringBuilder();
            for (int other = 0; other < 256; other++) {
                others.append(other == each ? "" : (char) other);
            }
            String wanted = String.valueOf((char) each);
            assertEquals(-1, search(wanted, others.toString(), 0));
            assertEquals(256, search(wanted, others + wanted, 0));
        }
    }

    @Test
    void anEmptyDelimiterIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Delimiter(new byte[0]));
    }
}
