package io.sockeye.examples;

import io.sockeye.socketserver.ForkingTCPServer;
import java.io.IOException;

/**
 * {@link ThreadingRobot} with a process for each caller (S0-7): the same program, but the name of
 * the server's class is another, and the handler is given as a class, because other processes must
 * find it. Teaches what processes are for: whatever happens in one, the other calls go on.
 */
public final class ForkingRobot {
    private ForkingRobot() {}

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 8009);
        try (var server = new ForkingTCPServer(at.host(), at.port(), RobotHandler.class)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}
