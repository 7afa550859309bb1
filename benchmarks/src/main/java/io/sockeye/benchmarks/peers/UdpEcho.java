package io.sockeye.benchmarks.peers;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.DatagramProtocol;
import io.sockeye.reactor.DatagramTransport;
import io.sockeye.reactor.Reactor;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.EpollSelector;
import io.sockeye.selectors.NioSelector;
import io.sockeye.selectors.PollSelector;
import io.sockeye.selectors.ReadyKeys;
import io.sockeye.selectors.SelectSelector;
import io.sockeye.socket.Address;
import io.sockeye.socket.ReceivedInto;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.UDPServer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sockeye with datagrams: its reactor, its selectors, and the server of socketserver. */
public final class UdpEcho {
    private static final int LARGEST = 1 << 16;

    /** What the program cannot do here; its caller is told why and goes on without it. */
    private static final int REFUSED = 2;

    private UdpEcho() {}

    /** As one would write it for Twisted. */
    private static final class Echo extends DatagramProtocol {
        @Override
        protected void datagramReceived(ByteBuffer data, Address from) throws IOException {
            transport().write(data, from);
        }
    }

    /**
     * Serves until it is killed: {@code reactor|selectors|socketserver ENGINE MULTIPLEXER --host
     * HOST --port PORT}.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 7 || !args[3].equals("--host") || !args[5].equals("--port")) {
            refuse(
                    "usage: UdpEcho reactor|selectors|socketserver ENGINE MULTIPLEXER"
                            + " --host ADDRESS --port PORT");
        }
        try {
            Engine engine = Engines.named(args[1]);
            serve(args[0], engine, args[2], args[4], Integer.parseInt(args[6]));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            refuse(e.getMessage());
        }
    }

    private static void serve(String kind, Engine engine, String waits, String host, int port)
            throws IOException {
        Address at = Address.inet(host, port);
        switch (kind) {
            case "reactor" -> serveWithReactor(engine, Multiplexer.named(waits), host, port);
            case "selectors" -> serveWithSelectors(engine, Multiplexer.named(waits), at);
            case "socketserver" -> serveWithSocketServer(engine, at);
            default -> throw new IllegalArgumentException("there is no kind " + kind);
        }
    }

    private static void serveWithReactor(Engine engine, Multiplexer waits, String host, int port)
            throws IOException {
        try (Reactor reactor = Reactor.create(o -> o.engine(engine).multiplexer(waits))) {
            DatagramTransport bound = reactor.listenUDP(host, port, new Echo());
            System.out.println("ready " + bound.getHost().hostPort());
            reactor.run();
        }
    }

    private static void serveWithSocketServer(Engine engine, Address at) throws IOException {
        try (UDPServer server =
                new UDPServer(
                        at,
                        (request, client, by) -> request.socket().sendto(request.data(), client),
                        o -> o.engine(engine).maxPacketSize(LARGEST))) {
            System.out.println("ready " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }

    private static void serveWithSelectors(Engine engine, Multiplexer waits, Address at)
            throws IOException {
        try (BaseSelector selector = selector(engine, waits);
                Socket socket = new Socket(engine, AF_INET, SOCK_DGRAM)) {
            socket.bind(at);
            socket.setblocking(false);
            selector.register(socket, EVENT_READ);
            System.out.println("ready " + socket.getsockname().hostPort());
            ReadyKeys ready = new ReadyKeys();
            DirectBuffer buffer = engine.allocate(LARGEST);
            while (true) {
                if (selector.selectInto(ready, -1) > 0) {
                    answer(socket, buffer.buffer());
                }
            }
        }
    }

    private static void answer(Socket socket, ByteBuffer buffer) throws IOException {
        try {
            ReceivedInto came = socket.recvfromInto(buffer.clear());
            socket.sendto(buffer.flip(), came.address());
        } catch (BlockingIOException e) {
            // A checksum was wrong or there was no room: lost, as on any network.
            return;
        }
    }

    private static BaseSelector selector(Engine engine, Multiplexer kind) throws IOException {
        return switch (kind) {
            case SELECT -> new SelectSelector(engine);
            case POLL -> new PollSelector(engine);
            case EPOLL -> new EpollSelector(engine);
            case NIO -> new NioSelector(engine);
            default -> throw new IllegalArgumentException("there is no selector for " + kind);
        };
    }

    private static void refuse(String why) {
        System.err.println(why);
        System.exit(REFUSED);
    }
}
