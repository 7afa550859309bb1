/** The native library of sockeye for @classifier@. */
module io.sockeye.natives.@name@ {
    requires io.sockeye;

    provides io.sockeye.engine.NativeLibrary with
            io.sockeye.natives.@name@.Library;
}
