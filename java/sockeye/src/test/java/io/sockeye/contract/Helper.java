package io.sockeye.contract;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

/** The test library in C: signals and limits. It is loaded with JNA. */
final class Helper {
    static final String FOLDER = "sockeye.test.helper.dir";

    private static final NativeLibrary LIBRARY =
            NativeLibrary.getInstance(
                    Path.of(System.getProperty(FOLDER), "libsockeyetest.so").toString());

    private Helper() {}

    /** Sends a signal to a thread again and again, until {@link #endStorm}. */
    static void beginStorm(int tid, long intervalMicros) {
        int result = function("storm_start").invokeInt(new Object[] {tid, intervalMicros});
        if (result != 0) {
            throw new IllegalStateException("storm_start: " + result);
        }
    }

    static void endStorm() {
        function("storm_stop").invokeLong(new Object[0]);
    }

    /** Returns once so many more signals of the storm were handled. */
    static void awaitSignals(int count) {
        long before = handled();
        Eventually.eventually("signals arrive", () -> handled() >= before + count);
    }

    private static long handled() {
        return function("storm_handled").invokeLong(new Object[0]);
    }

    /** Changes the soft limit of open files; returns the old one. */
    static long limitFiles(long soft) {
        return function("helper_setrlimit_nofile").invokeLong(new Object[] {soft});
    }

    private static Function function(String name) {
        return LIBRARY.getFunction(name);
    }
}
