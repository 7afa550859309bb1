package io.sockeye.engine.libc;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;

/** For a JVM of its own: prints what an engine says about itself there. */
public final class Explain {
    private Explain() {}

    /** Those that are not available too. */
    private static Engine engine(String name) {
        return Engines.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static void main(String[] args) {
        Engine engine = engine(args[0]);
        System.out.println("available " + engine.isAvailable());
        System.out.println("multiplexers " + engine.multiplexers());
        System.out.println("reason " + Engines.reason(engine));
        engine.unavailabilityCause().ifPresent(cause -> cause.printStackTrace(System.out));
        try {
            System.out.println("close " + engine.syscalls().close(-1));
        } catch (IllegalStateException e) {
            System.out.println("refused with its cause " + (e.getCause() != null));
        }
    }
}
