package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import java.util.Arrays;

/** What io_uring has to do without here, and that it serves small and large messages so. */
final class RingFeaturesChild {
    private static final int REGISTER = 427;

    private RingFeaturesChild() {}

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engines.named(arguments[0]);
        if (arguments.length > 1) {
            int operation = Integer.parseInt(arguments[1]);
            Helper.forbid(REGISTER, operation, engine.abi().constant(arguments[2]));
        }
        System.out.println(engine.missingRingFeatures());
        System.out.println(Engines.report().replace('\n', ' '));
        try (Reactor reactor =
                Reactor.create(o -> o.engine(engine).multiplexer(Multiplexer.IO_URING))) {
            reactor.start();
            ListeningPort port = reactor.listenTCP("127.0.0.1", 0, ReactorContract.Echo::new);
            for (int size : new int[] {1, 64, 5000, 64, 200_000, 64}) {
                echo(engine, port, size);
            }
        }
        System.out.println("served");
    }

    private static void echo(Engine engine, ListeningPort port, int size) throws Exception {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) size);
        try (Socket client = new Socket(engine, AF_INET, SOCK_STREAM)) {
            client.connect(port.getHost());
            Background<Object> sending =
                    Background.start(
                            () -> {
                                client.sendall(message);
                                return null;
                            });
            byte[] back = client.makefile("rb").read(size);
            sending.result();
            if (!Arrays.equals(message, back)) {
                throw new AssertionError("another echo of " + size);
            }
        }
    }
}
