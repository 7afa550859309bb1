/** Python's {@code socket}, {@code select}, {@code selectors} and {@code socketserver} for Java. */
module io.sockeye {
    // The nio engine finds TCP_KEEPIDLE and its kin by name, if this module is there.
    requires jdk.net;
    requires static com.sun.jna;
    requires static java.management;
    // Not transitive: a user's module would not compile without its jar.
    requires static org.jspecify;

    exports io.sockeye.engine;
    exports io.sockeye.os;
    exports io.sockeye.reactor;
    exports io.sockeye.select;
    exports io.sockeye.selectors;
    exports io.sockeye.socket;
    exports io.sockeye.socketserver;

    uses io.sockeye.engine.Engine;
    // This alone makes the module path resolve the jar of the native library.
    uses io.sockeye.engine.NativeLibrary;

    provides io.sockeye.engine.Engine with
            io.sockeye.engine.ffm.FfmEngine,
            io.sockeye.engine.jna.JnaEngine,
            io.sockeye.engine.jni.JniEngine,
            io.sockeye.engine.nio.NioEngine;
}
