package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.reactor.Factory;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.Reactors;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Prints who comes, what they send and who leaves (S3-16). Teaches the life of a protocol:
 * connectionMade once, dataReceived as often as bytes come, connectionLost once, whatever happened.
 * The bytes come as TCP has cut them; {@link LineLogger} puts lines together again.
 */
public final class SimpleLogger extends Protocol {
    @Override
    protected void connectionMade() {
        System.out.println("Got connection from " + transport().getPeer());
    }

    @Override
    protected void dataReceived(ByteBuffer data) {
        System.out.println(UTF_8.decode(data));
    }

    @Override
    protected void connectionLost(IOException reason) {
        System.out.println(transport().getPeer() + " disconnected");
    }

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 1234);
        Factory factory = new Factory();
        factory.protocol(SimpleLogger::new);
        Reactor reactor = Reactors.reactor();
        var port = reactor.listenTCP(at.host(), at.port(), factory);
        System.out.println("listening on " + port.getHost().hostPort());
        CtrlC.runs(reactor::stop);
        reactor.run();
    }
}
