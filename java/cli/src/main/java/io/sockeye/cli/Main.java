package io.sockeye.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code sockeye} command: what works on this host, an echo server, a server for your own
 * handler, and a small client.
 */
@Command(
        name = "sockeye",
        description =
                "Python's socket, select, selectors and socketserver for Java: engines, echo, serve, connect.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            EnginesCommand.class,
            EchoCommand.class,
            ServeCommand.class,
            ConnectCommand.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        OneLine oneLine = new OneLine();
        return new CommandLine(new Main())
                .setParameterExceptionHandler(oneLine)
                .setExecutionExceptionHandler(oneLine);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
