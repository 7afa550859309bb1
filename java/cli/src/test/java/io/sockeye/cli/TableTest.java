package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsColumnsButNotByLastCells() {
        Table table = new Table("a", "b");
        table.add(new String[] {"wide", "x"});
        table.add(new String[] {"a long reason that stands alone"});
        String[] lines = table.toString().split("\\R");
        assertEquals("a     b", lines[0]);
        assertEquals("wide  x", lines[1]);
        assertEquals("a long reason that stands alone", lines[2]);
    }
}
