package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.HasFileno;
import io.sockeye.engine.OsException;
import io.sockeye.os.Fd;
import io.sockeye.select.Select;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints what clients send and who leaves (S3-15). Teaches that select gives the same objects back,
 * the listener among them, and that who left must be known before: a connection that is gone need
 * not have a peer name any more.
 */
public final class SelectPrinter {
    private final Socket server;
    private final List<HasFileno> inputs = new ArrayList<>();
    private final Map<Socket, Address> peers = new HashMap<>();

    private SelectPrinter(Socket server) {
        this.server = server;
        inputs.add(server);
    }

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 1234);
        try (Socket server = Sockets.createServer(at, o -> o.backlog(5))) {
            Fd ctrlC = CtrlC.readable();
            System.out.println("listening on " + server.getsockname().hostPort());
            new SelectPrinter(server).serveUntil(ctrlC);
        }
    }

    private void serveUntil(Fd ctrlC) throws IOException {
        inputs.add(ctrlC);
        while (true) {
            for (HasFileno r : Select.select(inputs, List.of(), List.of()).readable()) {
                if (r == ctrlC) {
                    return;
                } else if (r == server) {
                    accept();
                } else {
                    print((Socket) r);
                }
            }
        }
    }

    private void accept() throws IOException {
        Accepted c = server.tryAccept(); // null if the client has left already
        if (c != null) {
            System.out.println("Got connection from " + c.address());
            peers.put(c.socket(), c.address());
            inputs.add(c.socket());
        }
    }

    private void print(Socket r) throws IOException {
        byte[] data = receive(r);
        if (data.length > 0) {
            System.out.println(new String(data, UTF_8));
        } else {
            System.out.println(peers.remove(r) + " disconnected");
            inputs.remove(r);
            r.close();
        }
    }

    private static byte[] receive(Socket r) throws IOException {
        try {
            return r.recv(1024);
        } catch (OsException e) {
            return new byte[0]; // a broken connection is an ended one
        }
    }
}
