package io.sockeye.examples;

import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.Reactors;
import io.sockeye.reactor.ServerFactory;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Twisted's echo server (S0-9). Teaches the three parts of every reactor program: a protocol says
 * what a connection does, a factory makes one for each, and the reactor calls them. No accept, no
 * select, no thread, and a client that does not read keeps nobody waiting.
 */
public final class TwistedEcho {
    private TwistedEcho() {}

    static class Echo extends Protocol {
        @Override
        protected void dataReceived(ByteBuffer data) {
            transport().write(data);
        }
    }

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 8000);
        ServerFactory factory = new ServerFactory();
        factory.protocol(Echo::new);
        Reactor reactor = Reactors.reactor();
        var port = reactor.listenTCP(at.host(), at.port(), factory);
        System.out.println("listening on " + port.getHost().hostPort());
        CtrlC.runs(reactor::stop);
        reactor.run();
    }
}
