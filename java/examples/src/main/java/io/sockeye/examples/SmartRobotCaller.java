package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createConnection;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Calls {@link SmartRobot} and says what is typed, until "exit" (S0-3). Teaches a dialogue: both
 * ends know whose turn it is, and the timeout is for a robot that has forgotten. As in the seed one
 * recv is taken for one message.
 */
public final class SmartRobotCaller {
    private SmartRobotCaller() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 8888);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Socket line = createConnection(to, o -> o.timeout(5.0))) {
            byte[] heard;
            while ((heard = line.recv(1024)).length > 0) {
                System.out.println("receive: " + new String(heard, UTF_8));
                String answer = typed(input);
                line.sendall(answer, UTF_8);
                if (answer.equals("exit")) {
                    return;
                }
            }
            System.out.println("the robot has hung up");
        }
    }

    /** Something at least, because no bytes tell the robot nothing. */
    private static String typed(BufferedReader input) throws IOException {
        String line;
        do {
            line = input.readLine();
        } while (line != null && line.isBlank());
        return line == null ? "exit" : line.strip();
    }
}
