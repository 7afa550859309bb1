package io.sockeye.contract;

import io.sockeye.engine.Engines;
import io.sockeye.selectors.DefaultSelector;
import java.io.IOException;

/** Says what the default selector waits with, or why there is none. */
final class DefaultSelectorChild {
    private DefaultSelectorChild() {}

    public static void main(String[] arguments) {
        try (DefaultSelector selector = new DefaultSelector()) {
            boolean best = selector.engine() == Engines.best();
            System.out.println(
                    selector.engine().name() + " " + selector.multiplexer() + " " + best);
        } catch (IOException | RuntimeException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
