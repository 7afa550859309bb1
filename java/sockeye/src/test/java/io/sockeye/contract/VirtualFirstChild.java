package io.sockeye.contract;

import io.sockeye.engine.Engines;

/** Finds out on a virtual thread what an engine can do. */
final class VirtualFirstChild {
    private VirtualFirstChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread first =
                VirtualThreads.unstarted(
                        () -> System.out.println(Engines.named(arguments[0]).multiplexers()));
        first.start();
        first.join();
    }
}
