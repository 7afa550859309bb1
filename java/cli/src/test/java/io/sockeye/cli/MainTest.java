package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void usageNamesTheCommand() {
        assertTrue(Main.commandLine().getUsageMessage().startsWith("Usage: sockeye"));
    }
}
