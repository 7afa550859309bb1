package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final List<String> SMAPS =
            List.of(
                    "561305614000-56130563e000 rw-p 00000000 00:00 0          [heap]",
                    "Rss:                 100 kB",
                    "Anonymous:            40 kB",
                    "VmFlags: rd wr mr mw me ac",
                    "687400000-68f210000 rw-p 00000000 00:00 0 ",
                    "Anonymous:          7000 kB",
                    "704d50000-714950000 rw-p 00000000 00:00 0 ",
                    "Anonymous:          8000 kB",
                    "7fac24000000-7fac24021000 r-xp 00001000 fe:01 77 /usr/lib/libc.so.6",
                    "Rss:                 900 kB",
                    "Anonymous:             2 kB");

    @Test
    void aProgramInCHasItsAnonymousMemory() throws Exception {
        assertEquals(new Memory(0, 15_042 * 1024), Memory.parse("", SMAPS));
    }

    @Test
    void theHeapOfAnOldJvmIsCountedByItself() throws Exception {
        String heap =
                """
                11035:
                Command executed successfully
                 def new generation   total 116224K, used 5K [0x0000000687400000, 0x000000068f210000, 0x0000000704d50000)
                  eden space 103360K,   0% used [0x0000000687400000, 0x0000000687400000, 0x000000068d8f0000)
                 tenured generation   total 258048K, used 2240K [0x0000000704d50000, 0x0000000714950000, 0x0000000800000000)
                   the space 258048K,   0% used [0x0000000704d50000, 0x0000000704f80308, 0x0000000704f80400, 0x0000000714950000)
                 Metaspace       used 8912K, committed 9088K, reserved 1114112K
                  class space    used 1062K, committed 1152K, reserved 1048576K
                """;
        assertEquals(new Memory(2245 * 1024, 42 * 1024), Memory.parse(heap, SMAPS));
    }

    @Test
    void theHeapOfANewJvmIsCountedByItself() throws Exception {
        String heap =
                """
                11034:
                DefNew     total 116224K, used 0K [0x0000000687400000, 0x000000068f210000, 0x0000000704d50000)
                 eden space 103360K,   0% used [0x0000000687400000, 0x0000000687400000, 0x000000068d8f0000)
                Tenured    total 258048K, used 3054K [0x0000000704d50000, 0x0000000714950000, 0x0000000800000000)
                 the  space 258048K,   1% used [0x0000000704d50000, 0x000000070504b860, 0x0000000714950000)
                """;
        assertEquals(new Memory(3054 * 1024, 42 * 1024), Memory.parse(heap, SMAPS));
    }

    @Test
    void whatIsNotUnderstoodIsNoFigure() {
        assertThrows(IOException.class, () -> Memory.parse("garbage-first heap", SMAPS));
    }
}
