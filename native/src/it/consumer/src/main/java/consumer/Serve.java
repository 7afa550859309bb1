package consumer;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import io.sockeye.socketserver.BaseServer;
import io.sockeye.socketserver.ForkingMixIn;
import io.sockeye.socketserver.ForkingTCPServer;
import io.sockeye.socketserver.StreamRequestHandler;
import io.sockeye.socketserver.TCPServer;
import java.util.List;

/** Serves a connection, in this process or in one of its workers, and says with what. */
public final class Serve {
    private Serve() {}

    /** Sends a line back. */
    public static class Echo extends StreamRequestHandler {
        @Override
        protected void handle() throws Exception {
            wfile().write(rfile().readline());
        }
    }

    public static void main(String[] arguments) throws Exception {
        try {
            run(List.of(arguments).contains("forking"));
        } catch (IllegalStateException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    private static void run(boolean forking) throws Exception {
        Engine engine = Engines.best();
        System.out.println("engine " + engine.name() + " from " + engine.origin());
        System.out.println("library " + Engine.class.getName());
        Address any = Address.inet("127.0.0.1", 0);
        try (BaseServer server =
                forking ? forking(any) : new TCPServer("127.0.0.1", 0, Echo.class)) {
            Thread loop = new Thread(server);
            loop.start();
            System.out.println("served " + ask(server.serverAddress()));
            server.shutdown();
            loop.join();
        }
    }

    private static BaseServer forking(Address at) throws Exception {
        ForkingMixIn one = new ForkingMixIn().maxChildren(1);
        return new ForkingTCPServer(at, Echo.class, o -> o.mixIn(one));
    }

    private static String ask(Address server) throws Exception {
        try (Socket client = Sockets.createConnection(server, o -> o.timeout(20))) {
            client.sendall("hello\n".getBytes());
            return new String(client.makefile("rb").readline()).strip();
        }
    }
}
