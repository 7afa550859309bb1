package io.sockeye.examples;

import io.sockeye.socket.Socket;
import io.sockeye.socketserver.BaseRequestHandler;

/**
 * The telephone robot 10086 as a handler, of {@link ThreadingRobot} and {@link ForkingRobot}.
 * Teaches what belongs where: setup prepares, handle talks until it returns, and finish comes then,
 * even if the line broke. The server closes the connection.
 */
public final class RobotHandler extends BaseRequestHandler<Socket> {
    @Override
    protected void setup() {
        System.out.println("call from " + clientAddress());
    }

    @Override
    protected void handle() throws Exception {
        Robot10086.converse(request());
    }

    @Override
    protected void finish() {
        System.out.println("end of " + clientAddress());
    }
}
