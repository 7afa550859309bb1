package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Which engine is the default one, in JVMs of their own. */
class EngineChoiceTest {
    private static String said(ChildJvm child, String... arguments) throws Exception {
        return child.run(EngineChoiceChild.class, arguments);
    }

    private static ChildJvm child() {
        return new ChildJvm();
    }

    @Test
    void thePropertyChooses() throws Exception {
        for (String name : ExpectedEngines.names()) {
            assertEquals("best " + name + "\n", said(child().option("-Dsockeye.engine=" + name)));
        }
    }

    @Test
    void theEnvironmentChooses() throws Exception {
        assertEquals("best nio\n", said(child().environment("SOCKEYE_ENGINE", "nio")));
    }

    @Test
    void thePropertyGoesBeforeTheEnvironment() throws Exception {
        ChildJvm child = child().environment("SOCKEYE_ENGINE", "jna");
        assertEquals("best nio\n", said(child.option("-Dsockeye.engine=nio")));
    }

    @Test
    void emptyMeansNotChosen() throws Exception {
        ChildJvm child = child().environment("SOCKEYE_ENGINE", "").option("-Dsockeye.engine=");
        assertEquals("best " + ExpectedEngines.all().get(0).name() + "\n", said(child));
    }

    @Test
    void theRankChoosesIfNobodyElseDoes() throws Exception {
        assumeTrue(ExpectedEngines.names().contains("jni"), "built without jni");
        assertEquals("best jni\n", said(child()));
    }

    @Test
    void anUnknownNameIsAnErrorThatListsTheKnown() throws Exception {
        String said = said(child().option("-Dsockeye.engine=turbo"));
        assertTrue(said.startsWith("IllegalArgumentException there is no engine 'turbo'"), said);
        assertTrue(said.contains("chosen by -Dsockeye.engine=turbo"), said);
        assertTrue(said.contains("there are jni, ffm, jna, nio"), said);
        String again = said(child().environment("SOCKEYE_ENGINE", "turbo"), "twice");
        assertEquals(2, again.split("there is no engine 'turbo'", -1).length - 1, again);
        assertTrue(again.contains("chosen by SOCKEYE_ENGINE=turbo"), again);
    }

    @Test
    void anEngineThatIsNotAvailableIsAnErrorThatSaysWhy() throws Exception {
        String said =
                said(
                        child().option("-Dsockeye.native.path=/no/such/file")
                                .option("-Dsockeye.engine=jni"));
        assertTrue(said.startsWith("IllegalStateException engine jni (chosen by -D"), said);
        assertTrue(said.contains("is unavailable because"), said);
        assertTrue(said.contains("/no/such/file"), said);
    }

    @Test
    void withoutAChoiceTheNextAvailableOneIsTaken() throws Exception {
        String said = said(child().option("-Dsockeye.native.path=/no/such/file"));
        assertEquals("best jna\n", said);
    }

    @Test
    void theReportHasALineForEachEngine() throws Exception {
        String said = said(child().option("-Dsockeye.native.path=/no/such/file"), "report");
        String[] lines = said.strip().split("\n");
        assertEquals(4, lines.length, said);
        assertTrue(lines[0].startsWith("jni: unavailable because"), said);
        assertTrue(lines[0].contains("/no/such/file"), said);
        // Seen from a folder, where no JVM looks for classes of newer Java.
        assertTrue(lines[1].startsWith("ffm: unavailable because"), said);
        assertTrue(lines[2].matches("jna: available, epoll, poll, select.*\\(JNA .*"), said);
        assertTrue(lines[3].startsWith("nio: available, nio (java.nio, JDK "), said);
    }
}
