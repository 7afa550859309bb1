package io.sockeye.engine.jna;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;

/** For a JVM of its own: prints what the engine says about itself there. */
final class Explain {
    private Explain() {}

    public static void main(String[] args) {
        Engine engine = new JnaEngine();
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
