package io.sockeye.contract;

import io.sockeye.engine.Engines;

/** Says which engine is the default one, or why there is none. */
final class EngineChoiceChild {
    private EngineChoiceChild() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("report")) {
            System.out.println(Engines.report());
            return;
        }
        for (int i = 0; i < 1 + arguments.length; i++) {
            try {
                System.out.println("best " + Engines.best().name());
            } catch (RuntimeException e) {
                System.out.println(e.getClass().getSimpleName() + ' ' + e.getMessage());
            }
        }
    }
}
