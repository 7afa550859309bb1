package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createServer;

import io.sockeye.engine.ClosedException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * The telephone robot 10086 with one line (S0-3). Teaches what listen's backlog is for: who calls
 * during a call is connected by the kernel, and waits there for accept. {@link Robot10086} has a
 * thread for each.
 */
public final class SmartRobot {
    private SmartRobot() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 8888);
        try (Socket server = createServer(at, o -> o.backlog(5))) {
            System.out.println("listening on " + server.getsockname().hostPort());
            CtrlC.closes(server);
            while (true) {
                Accepted call = server.accept();
                System.out.println("call from " + call.address());
                Robot10086.talk(call.socket());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }
}
