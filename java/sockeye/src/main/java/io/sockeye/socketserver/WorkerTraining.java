package io.sockeye.socketserver;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Address;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;

/**
 * Goes once through all that a worker does, for the JVM to see which classes that needs. The user's
 * own are loaded, but not run.
 */
final class WorkerTraining {
    private WorkerTraining() {}

    /** Handles the only connection there is. */
    static final class Handler extends StreamRequestHandler {
        @Override
        protected void handle() throws Exception {
            wfile().write(rfile().readline());
        }
    }

    static void run(String[] classes) throws Exception {
        for (String name : classes) {
            load(name);
        }
        Engine engine = Engines.best();
        SocketPair channel = Sockets.socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        SocketPair connection = Sockets.socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        Address at = Address.inet("127.0.0.1", 0);
        try (TCPServer server = new TCPServer(at, Handler.class, o -> o.bindAndActivate(false))) {
            WorkerSetup setup = WorkerSetup.of(server, TCPServer.class, Handler.class, 0);
            Frame.send(channel.first(), Frame.SETUP, setup.encode(), -1);
            RequestFrame.send(channel.first(), connection.first(), at, server.socket());
        }
        connection.second().sendall("a line\n".getBytes());
        Frame.send(channel.first(), Frame.QUIT, new byte[0], -1);
        WorkerMain.run(channel.second());
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It is in a folder, or needs one that is: the archive is made without it.
        }
    }
}
