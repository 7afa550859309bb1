package io.sockeye.examples;

import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.Reactor;
import io.sockeye.reactor.ReactorAlreadyInstalledException;
import io.sockeye.reactor.Reactors;
import io.sockeye.socket.Address;
import java.io.IOException;

/**
 * Which of Twisted's reactors are here, and an echo server on one of them (S3-22). Teaches that a
 * program has one reactor, and that it is chosen before it is first used: a third argument, such as
 * {@code poll}, chooses it, else it is the best one.
 */
public final class ReactorTable {
    private ReactorTable() {}

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 8000);
        Reactors.table().forEach((name, status) -> System.out.printf("%-20s %s%n", name, status));
        Multiplexer kind =
                args.length > 2 ? Multiplexer.named(args[2]) : Engines.multiplexer(Engines.best());
        System.out.println("installed: " + Reactors.install(kind).multiplexer());
        Reactor reactor = Reactors.reactor();
        try {
            Reactors.install(kind);
        } catch (ReactorAlreadyInstalledException e) {
            System.out.println("a second time: " + e.getMessage());
        }
        var port = reactor.listenTCP(at.host(), at.port(), TwistedEcho.Echo::new);
        System.out.println("listening on " + port.getHost().hostPort());
        CtrlC.runs(reactor::stop);
        reactor.run();
    }
}
