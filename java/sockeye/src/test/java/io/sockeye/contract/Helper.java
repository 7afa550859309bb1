package io.sockeye.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

/** The test library in C: signals and limits. It is loaded with JNA. */
final class Helper {
    static final String FOLDER = "sockeye.test.helper.dir";

    /** Apart, so that it is loaded when it is first called. */
    private static final class Loaded {
        static final NativeLibrary LIBRARY =
                NativeLibrary.getInstance(
                        Path.of(System.getProperty(FOLDER), "libsockeyetest.so").toString());
    }

    private Helper() {}

    /** CMake builds the C helper with the C layer; a build that ran CMake must have it. */
    static boolean isBuilt() {
        return System.getProperty("sockeye.native.path") != null
                && !System.getProperty(FOLDER, "").isEmpty();
    }

    static void assumeBuilt() {
        assumeTrue(isBuilt(), "no C test helper: -Dskip.native and -Pno-cmake do not build it");
    }

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

    /** From now on a system call fails with this errno, in the whole process and for good. */
    static void forbid(int number, int errno) {
        forbid(number, -1, errno);
    }

    /** The same, but only with this second argument. */
    static void forbid(int number, int operation, int errno) {
        Object[] arguments = {number, operation, errno};
        int result = function("helper_forbid").invokeInt(arguments);
        if (result != 0) {
            throw new IllegalStateException("helper_forbid: " + result);
        }
    }

    static int gettid() {
        return function("helper_gettid").invokeInt(new Object[0]);
    }

    private static Function function(String name) {
        return Loaded.LIBRARY.getFunction(name);
    }
}
