package io.sockeye.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text. The last cell of a row may be as long as it likes: it widens no column, so that
 * a long reason in a short row does not push the other rows apart.
 */
final class Table {
    private static final String GAP = "  ";
    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... titles) {
        widths = new int[titles.length];
        add(titles);
    }

    void add(String[] row) {
        rows.add(row);
        for (int i = 0; i < row.length - 1; i++) {
            widths[i] = Math.max(widths[i], row[i].length());
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            text.append(line(row)).append(System.lineSeparator());
        }
        return text.toString();
    }

    private String line(String[] row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length - 1; i++) {
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length())).append(GAP);
        }
        return line.append(row[row.length - 1]).toString();
    }
}
