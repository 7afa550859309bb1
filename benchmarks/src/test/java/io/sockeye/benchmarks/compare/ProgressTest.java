package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true);

    @Test
    void aTerminalHasOneLineThatIsWrittenOver() {
        Progress progress = new Progress(out, true, 90);
        progress.begin("first");
        progress.end(45);
        progress.begin("a step with a name that is much too long for the eighty columns of it all");
        progress.clear();
        String text = bytes.toString();
        assertTrue(text.startsWith("\r....................   0 % [1:30 left] first "), text);
        assertTrue(text.contains("\r##########..........  50 % [0:00 left] a step with"), text);
        assertTrue(text.endsWith(" \r"), text);
        for (String line : text.split("\r")) {
            assertTrue(line.length() <= 79, line);
        }
        assertEquals(-1, text.indexOf(10));
    }

    @Test
    void elsewhereThereAreFewLines() {
        Progress progress = new Progress(out, false, 90);
        progress.begin("first");
        progress.begin("second");
        progress.clear();
        assertEquals("[1:30 left] first" + System.lineSeparator(), bytes.toString());
    }
}
