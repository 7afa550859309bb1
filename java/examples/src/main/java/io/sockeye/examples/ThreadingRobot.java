package io.sockeye.examples;

import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;

/**
 * The telephone robot 10086 for many callers at once (S0-5): what {@link Robot10086} does by hand
 * with select and threads is a server and a handler here. {@link SmartRobotCaller} calls it.
 */
public final class ThreadingRobot {
    private ThreadingRobot() {}

    public static void main(String[] args) throws IOException {
        var at = Arguments.address(args, "127.0.0.1", 8009);
        try (var server = new ThreadingTCPServer(at.host(), at.port(), RobotHandler::new)) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}
