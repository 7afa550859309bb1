package io.sockeye.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;

/**
 * Says what is going on and how long it will take: a bar in one line that is written over on a
 * terminal, whole lines, and fewer of them, elsewhere.
 */
final class Progress {
    private static final int LINE_LENGTH = 79;
    private static final int BAR_LENGTH = 20;
    private static final double LINES_APART_SECONDS = 5;

    private final PrintStream out;
    private final boolean terminal;
    private final double plannedSeconds;
    private final long startNanos = System.nanoTime();
    private double doneSeconds;
    private double lastLineAt = Double.NEGATIVE_INFINITY;

    Progress(PrintStream out, boolean terminal, double plannedSeconds) {
        this.out = out;
        this.terminal = terminal;
        this.plannedSeconds = plannedSeconds;
    }

    /** Whether standard error is a terminal; System.console() tells of standard output only. */
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Proc.file("self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Begins a step. */
    void begin(String step) {
        double now = (System.nanoTime() - startNanos) / 1e9;
        String line = String.format("[%s] %s", left(now), step);
        if (terminal) {
            line = bar() + " " + line;
            String cut = line.substring(0, Math.min(LINE_LENGTH, line.length()));
            out.print("\r" + cut + " ".repeat(LINE_LENGTH - cut.length()));
            out.flush();
        } else if (now - lastLineAt >= LINES_APART_SECONDS) {
            lastLineAt = now;
            out.println(line);
        }
    }

    /** Ends the step, which was planned to take so long. */
    void end(double stepSeconds) {
        doneSeconds += stepSeconds;
    }

    /** Leaves the terminal to whatever is printed next. */
    void clear() {
        if (terminal) {
            out.print("\r" + " ".repeat(LINE_LENGTH) + "\r");
            out.flush();
        }
    }

    private String bar() {
        double share = Math.min(1, doneSeconds / plannedSeconds);
        int full = (int) (share * BAR_LENGTH);
        String marks = "#".repeat(full) + ".".repeat(BAR_LENGTH - full);
        return String.format("%s %3d %%", marks, (int) (share * 100));
    }

    /** As slow as it has gone so far, but not before there is something to judge by. */
    private String left(double now) {
        double pace = doneSeconds < plannedSeconds / 10 ? 1 : now / doneSeconds;
        long seconds = Math.round(Math.max(0, plannedSeconds - doneSeconds) * pace);
        return String.format("%d:%02d left", seconds / 60, seconds % 60);
    }
}
