package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from the machine, and what is said of it. */
class MachineTest {
    @Test
    void theKernelsListsOfCpusAreUnderstood() {
        assertEquals(List.of(0), Cpus.parse("0"));
        assertEquals(List.of(0, 1, 2, 8, 10, 11), Cpus.parse("0-2,8,10-11"));
    }

    @Test
    void theServerHasTheLastCpuForItself() {
        Cpus cpus = new Cpus(List.of(0, 1, 5), true);
        assertEquals(List.of("taskset", "-c", "5", "server"), cpus.pin(List.of("server")));
        assertEquals("each server alone on CPU 5, the load on CPU 0,1", cpus.describe());
    }

    @Test
    void nothingIsPinnedWithoutTasksetOrOnOneCpu() {
        for (Cpus cpus : List.of(new Cpus(List.of(0, 1), false), new Cpus(List.of(0), true))) {
            assertFalse(cpus.arePinned());
            assertEquals(List.of("server"), cpus.pin(List.of("server")));
        }
    }

    @Test
    void theLimitOfOpenFilesIsTheSoftOne() {
        assertEquals(1024, FileLimit.parse("Max open files            1024      4096       files"));
        assertEquals(
                Long.MAX_VALUE, FileLimit.parse("Max open files  unlimited  unlimited  files"));
    }

    @Test
    void theListOfEnginesIsUnderstood() {
        List<EngineList.Entry> entries =
                EngineList.parse(
                        "a warning of the JVM\njni\tavailable\tepoll poll\n"
                                + "jna\tunavailable\tjna.jar is missing\n");
        assertEquals(new EngineList.Entry("jni", List.of("epoll", "poll"), ""), entries.get(0));
        assertEquals(new EngineList.Entry("jna", List.of(), "jna.jar is missing"), entries.get(1));
        assertEquals(2, entries.size());
    }

    @Test
    void jsonIsEscaped() {
        assertEquals("{\"a\": [1,\ntrue,\n\"q\\\"\\\\\\u000a\"]}", Json.of(json()));
    }

    private static Map<String, Object> json() {
        return Map.of("a", List.of(1, true, "q\"\\\n"));
    }
}
