package io.sockeye.contract;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import io.sockeye.reactor.Reactor;
import java.io.IOException;

/** Where a system call of io_uring is forbidden: what an engine says of it, and that it serves. */
final class RingAbsenceChild {
    private static final int SETUP = 425;

    private RingAbsenceChild() {}

    public static void main(String[] arguments) throws IOException {
        Engine engine = Engines.named(arguments[0]);
        if (arguments.length == 1) {
            try (Reactor usual = Reactor.create(o -> o.engine(engine))) {
                System.out.println(usual.multiplexer());
            }
            return;
        }
        int call = Integer.parseInt(arguments[1]);
        if (call >= 0) {
            Helper.forbid(SETUP + call, engine.abi().constant(arguments[2]));
        }
        System.out.println(engine.multiplexers());
        System.out.println(engine.missing(Multiplexer.IO_URING).orElse("nothing is missing"));
        System.out.println(refusal(engine));
        System.out.println(Engines.report().replace('\n', ' '));
        try (Reactor usual = Reactor.create(o -> o.engine(engine))) {
            System.out.println(usual.multiplexer());
        }
    }

    private static String refusal(Engine engine) {
        try (Reactor refused =
                Reactor.create(o -> o.engine(engine).multiplexer(Multiplexer.IO_URING))) {
            return "made " + refused;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
