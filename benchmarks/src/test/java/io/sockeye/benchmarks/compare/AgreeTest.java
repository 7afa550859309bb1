package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(120)
class AgreeTest {
    /** Whether they agree on a busy machine within a second is no matter for a test. */
    @Test
    void bothGeneratorsMeasureTheSameServer() {
        assumeTrue(
                Checkout.program("sockeye-echo-load").isPresent(), "the native build is missing");
        assumeTrue(CpuTime.isKnown(), "there is no /proc here");
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new Agree()).setOut(new PrintWriter(out));
        int code =
                command.execute(
                        "--connections=3",
                        "--size=1000",
                        "--rounds=2",
                        "--seconds=0.2",
                        "--servers=^java.nio$");
        String text = out.toString();
        assertTrue(text.startsWith("3 connections, messages of 1000 bytes; "), text);
        String row =
                text.lines().filter(line -> line.startsWith("java.nio ")).findFirst().orElseThrow();
        String[] cells = row.strip().split("  +");
        double ours = Double.parseDouble(cells[3]);
        double theirs = Double.parseDouble(cells[4]);
        assertTrue(ours > 0 && theirs > 0, row);
        // Not the same unit, not the same count: that would be off by a thousand.
        assertTrue(theirs < 20 * ours && ours < 20 * theirs, row);
        boolean agree = text.contains("The two generators agree: ");
        assertEquals(agree ? 0 : 1, code, text);
    }
}
