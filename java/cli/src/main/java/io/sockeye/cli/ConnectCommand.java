package io.sockeye.cli;

import io.sockeye.engine.Engine;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code connect HOST PORT}: lines from standard input go out, what comes is printed. */
@Command(
        name = "connect",
        description = {
            "Connects over TCP, sends lines from standard input and prints what comes.",
            "At the end of the input it says so to the server and prints the rest."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConnectCommand implements Callable<Integer> {
    @Mixin private EngineChoice choice;

    @Parameters(index = "0", paramLabel = "HOST", description = "A name or a numeric address.")
    private String host;

    @Parameters(index = "1", paramLabel = "PORT", description = "1 to 65535.")
    private int port;

    @Override
    public Integer call() throws IOException {
        Engine engine = choice.engine();
        try (Socket socket = connect(engine)) {
            if (engine.hasRealFds()) {
                new Conversation(socket).run();
            } else {
                ThreadedConversation.run(socket);
            }
        }
        return 0;
    }

    private Socket connect(Engine engine) throws IOException {
        // Not Endpoint: createConnection asks the resolver about names of either family.
        Address to = choice.valid(() -> Address.inet(host, port));
        try {
            return Sockets.createConnection(to, o -> o.engine(engine));
        } catch (IOException e) {
            throw new IOException("cannot connect to " + to.hostPort() + ": " + e.getMessage(), e);
        }
    }
}
