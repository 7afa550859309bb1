package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program as the handler of connections, as inetd(8) runs one: the connection is its standard
 * input and output. Its standard error is this process's. For servers with a {@link ForkingMixIn}.
 *
 * <pre>{@code
 * new ForkingTCPServer("127.0.0.1", 7, Command.of("cat"))
 * }</pre>
 *
 * <p>The environment has {@code REMOTE_ADDR} and, of Internet clients, {@code REMOTE_PORT}.
 */
public final class Command implements RequestCallback<Socket> {
    private final List<String> argv;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Command(List<String> argv) {
        this.argv = argv;
    }

    /**
     * A program and its arguments.
     *
     * @param argv the program, which is looked for in PATH unless it has a slash, and what it gets
     * @return the handler
     * @throws IllegalArgumentException if there is no program
     */
    public static Command of(String... argv) {
        if (argv.length == 0) {
            throw new IllegalArgumentException("a command needs a program");
        }
        return new Command(List.of(argv));
    }

    /**
     * Sets a variable beside those of this process.
     *
     * @param name of the variable
     * @param value of the variable
     * @return this
     */
    public Command environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    List<String> argv() {
        return argv;
    }

    Map<String, String> environment() {
        return environment;
    }

    /**
     * Is not called: a {@link ForkingMixIn} starts the program instead.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void handle(Socket request, Address clientAddress, BaseServer<Socket> server) {
        throw new IllegalStateException(this + " needs a server with a ForkingMixIn");
    }

    /** Where no process is started a command cannot handle. */
    static void requireProcesses(RequestCallback<?> handler, @Nullable ServerMixIn mixIn) {
        if (handler instanceof Command && !(mixIn instanceof ForkingMixIn)) {
            throw new IllegalArgumentException(
                    handler
                            + " needs a process for each connection: a Forking... server, or the"
                            + " option mixIn(new ForkingMixIn())");
        }
    }

    @Override
    public String toString() {
        return "the command " + argv;
    }
}
