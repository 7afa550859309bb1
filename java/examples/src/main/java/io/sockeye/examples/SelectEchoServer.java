package io.sockeye.examples;

import static io.sockeye.socket.Sockets.createServer;

import io.sockeye.engine.HasFileno;
import io.sockeye.engine.OsException;
import io.sockeye.os.Fd;
import io.sockeye.select.Select;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several clients on one thread (S0-4). Teaches both lists of select: who has something to say is
 * read from, and who is owed something is written to when there is room. A client that says nothing
 * or reads nothing keeps nobody waiting.
 */
public final class SelectEchoServer {
    private final Socket server;
    private final Fd ctrlC = CtrlC.readable();
    private final List<HasFileno> talkers = new ArrayList<>();
    private final Map<Socket, ByteBuffer> owed = new HashMap<>();

    private SelectEchoServer(Socket server) throws IOException {
        this.server = server;
        talkers.addAll(List.of(server, ctrlC));
    }

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 8001);
        try (Socket socket = createServer(at, o -> o.backlog(5))) {
            SelectEchoServer server = new SelectEchoServer(socket);
            System.out.println("listening on " + socket.getsockname().hostPort());
            server.serve();
        }
    }

    private void serve() throws IOException {
        while (true) {
            var ready = Select.select(talkers, owed.keySet(), List.of());
            if (ready.readable().contains(ctrlC)) {
                return;
            }
            for (HasFileno talker : ready.readable()) {
                if (talker == server) {
                    accept();
                } else {
                    serve((Socket) talker, this::receive);
                }
            }
            for (Socket debtor : ready.writable()) {
                serve(debtor, this::send);
            }
        }
    }

    private void accept() throws IOException {
        Accepted accepted = server.tryAccept(); // null if the client has left already
        if (accepted != null) {
            talkers.add(accepted.socket());
        }
    }

    private interface Step {
        void run(Socket client) throws IOException;
    }

    private void serve(Socket client, Step step) throws IOException {
        try {
            step.run(client);
        } catch (OsException e) {
            leave(client);
        }
    }

    private void receive(Socket client) throws IOException {
        byte[] data = client.recv(1024);
        if (data.length == 0) {
            leave(client);
        } else {
            talkers.remove(client);
            owed.put(client, ByteBuffer.wrap(data));
        }
    }

    private void send(Socket client) throws IOException {
        ByteBuffer rest = owed.get(client);
        client.trySend(rest);
        if (!rest.hasRemaining()) {
            owed.remove(client);
            talkers.add(client);
        }
    }

    private void leave(Socket client) throws IOException {
        talkers.remove(client);
        owed.remove(client);
        client.close();
    }
}
