package io.sockeye.contract;

import static io.sockeye.socket.Sockets.sdNotify;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.OsException;
import io.sockeye.os.Fd;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.ListenFd;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A service with descriptors of its manager: says what they are, and serves one connection. */
final class ServiceChild {
    private ServiceChild() {}

    public static void main(String[] arguments) throws IOException {
        Engine engine = Engines.best();
        try {
            List<ListenFd> fds = Sockets.listenFds();
            say(fds.equals(Sockets.listenFds(engine, true)) + " " + fds.size());
            say("again " + Sockets.listenFds().size());
            for (ListenFd each : fds) {
                show(each);
            }
            say("notified " + sdNotify("READY=1\nSTATUS=\u00fcp"));
        } catch (OsException e) {
            say(e.errnoName());
        }
    }

    private static void show(ListenFd each) throws IOException {
        try (Socket socket = each.socket()) {
            boolean inherited = socket.getInheritable();
            say(each.fd() + " " + each.name() + " " + socket.type() + " " + inherited);
            if (each.name().equals("web")) {
                serve(socket);
            }
        } catch (OsException e) {
            ByteBuffer told = ByteBuffer.allocate(10);
            try (Fd other = Fd.adopt(each.fd())) {
                other.read(told);
            }
            String text = new String(told.array(), 0, told.position(), StandardCharsets.UTF_8);
            say(each.fd() + " " + each.name() + " " + e.errnoName() + " " + text);
        }
    }

    private static void serve(Socket listener) throws IOException {
        try (Accepted accepted = listener.accept()) {
            Socket client = accepted.socket();
            String text = new String(client.recv(100), StandardCharsets.UTF_8);
            client.sendall(text.toUpperCase(Locale.ROOT), StandardCharsets.UTF_8);
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
