package io.sockeye.engine.ffm;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.libc.LibcEngine;
import io.sockeye.engine.libc.LibcResolver;
import io.sockeye.engine.libc.LinuxSyscalls;
import io.sockeye.engine.libc.PosixSyscalls;
import java.lang.foreign.ValueLayout;

/**
 * Calls libc through the Foreign Function and Memory API, without compiled code of our own. Older
 * Java gets the class of the same name that says why it is not available.
 */
public final class FfmEngine extends LibcEngine {
    private static final class Once {
        static final Loaded LOADED = load();
    }

    private static final class Names {
        static final Resolver RESOLVER = new LibcResolver("ffm", new FfmNames());
    }

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    protected Loaded loaded() {
        return Once.LOADED;
    }

    @Override
    public String origin() {
        calls();
        return "java.lang.foreign of Java " + Runtime.version().feature() + ", libc";
    }

    @Override
    public Resolver resolver() {
        calls();
        return Names.RESOLVER;
    }

    private static Loaded load() {
        try {
            refuseUnknownHost(Abi.host());
            return new Loaded(bind(), null);
        } catch (ExceptionInInitializerError e) {
            return new Loaded(null, explained(e.getCause()));
        } catch (Throwable e) {
            return new Loaded(null, e);
        }
    }

    private static PosixSyscalls bind() {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            throw new UnsupportedOperationException("a 64-bit JVM is needed");
        }
        if (!Abi.host().name().startsWith("linux")) {
            return new PosixSyscalls(new FfmLibc(), FfmSpawn::new);
        }
        return new LinuxSyscalls(new FfmLibc(), new FfmLinuxLibc(), FfmSpawn::new);
    }

    /** The JVM says which module lacks the right, but not how to give it. */
    private static Throwable explained(Throwable cause) {
        if (!(cause instanceof IllegalCallerException)) {
            return cause;
        }
        String module = FfmEngine.class.getModule().getName();
        return new IllegalCallerException(
                cause.getMessage()
                        + "; start java with --enable-native-access="
                        + (module == null ? "ALL-UNNAMED" : module));
    }
}
