package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.reactor.Factory;
import io.sockeye.reactor.LineReceiver;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.Reactors;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Prints lines (S3-17). Teaches that TCP knows no messages: what was sent at once may come in
 * pieces, what was sent in pieces may come at once (粘包), and LineReceiver delivers lines all the
 * same, each whole, a character never cut in two. A line ends with CR LF.
 */
public final class LineLogger extends LineReceiver {
    @Override
    protected void connectionMade() {
        System.out.println("Got connection from " + transport().getPeer());
    }

    @Override
    protected void lineReceived(ByteBuffer line) {
        System.out.println(UTF_8.decode(line));
    }

    @Override
    protected void connectionLost(IOException reason) {
        System.out.println(transport().getPeer() + " disconnected");
    }

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 1234);
        Factory factory = new Factory();
        factory.protocol(LineLogger::new);
        Reactor reactor = Reactors.reactor();
        var port = reactor.listenTCP(at.host(), at.port(), factory);
        System.out.println("listening on " + port.getHost().hostPort());
        CtrlC.runs(reactor::stop);
        reactor.run();
    }
}
