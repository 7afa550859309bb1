package io.sockeye.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code sockeye} command. */
@Command(
        name = "sockeye",
        mixinStandardHelpOptions = true,
        description = "Sockets, select and selectors for Java.")
public final class Main implements Runnable {
    private Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}
