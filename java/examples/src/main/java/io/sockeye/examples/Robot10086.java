package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createServer;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.os.Fd;
import io.sockeye.select.Select;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;

/**
 * The telephone robot 10086 (S0-6): select waits for callers, at most a second at a time, and each
 * caller gets a thread. Teaches what socketserver's threading server does inside. As in the seed
 * one recv is taken for one message, which suits people who type, but TCP does not promise it.
 */
public final class Robot10086 {
    private Robot10086() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 8002);
        try (Socket server = createServer(at, o -> o.backlog(5))) {
            Fd ctrlC = CtrlC.readable();
            System.out.println("listening on " + server.getsockname().hostPort());
            while (true) {
                var ready = Select.select(List.of(server, ctrlC), List.of(), List.of(), 1.0);
                System.out.println("looping");
                if (ready.readable().contains(ctrlC)) {
                    return;
                }
                if (ready.readable().contains(server)) {
                    pickUp(server);
                }
            }
        }
    }

    private static void pickUp(Socket server) throws IOException {
        Accepted call = server.tryAccept(); // null if the caller has hung up already
        if (call != null) {
            System.out.println("get request " + call.address());
            Thread thread = new Thread(() -> talk(call.socket()));
            thread.setDaemon(true); // a call does not keep the program from ending
            thread.start();
        }
    }

    /** One call, whatever becomes of it; {@link SmartRobot} takes its calls the same way. */
    static void talk(Socket caller) {
        try (caller) {
            converse(caller);
        } catch (IOException e) {
            System.out.println("the line broke: " + e.getMessage());
        }
    }

    /** What the robot says; {@link RobotHandler} says the same. */
    static void converse(Socket caller) throws IOException {
        caller.sendall("欢迎致电 10086,请输入1xxx,0转人工服务.", UTF_8);
        byte[] data;
        while ((data = caller.recv(1024)).length > 0) {
            String text = new String(data, UTF_8).strip();
            if (text.equals("exit")) {
                return;
            }
            caller.sendall(text.equals("0") ? "通过可能会被录音.balabala一大推" : "请重新输入.", UTF_8);
        }
    }
}
