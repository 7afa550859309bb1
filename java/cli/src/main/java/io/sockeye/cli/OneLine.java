package io.sockeye.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What the user or the OS refuses is one line on standard error and exit code 2. Anything else is a
 * mistake of ours and keeps its stack trace.
 */
final class OneLine implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int REFUSED = 2;

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        return refuse(e.getCommandLine(), e);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
            throws Exception {
        if (e instanceof IOException) {
            return refuse(command, e);
        }
        throw e;
    }

    private static int refuse(CommandLine command, Exception e) {
        String line = e.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ");
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + line);
        return REFUSED;
    }
}
