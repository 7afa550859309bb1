package io.sockeye.engine.jna;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.libc.LibcEngine;
import io.sockeye.engine.libc.LibcResolver;
import io.sockeye.engine.libc.LinuxSyscalls;
import io.sockeye.engine.libc.PosixSyscalls;

/**
 * Calls libc through JNA's direct mapping. jna.jar is an optional dependency, so nothing that names
 * a class of JNA may be linked before {@link #load} has tried.
 */
public final class JnaEngine extends LibcEngine {
    private static final class Once {
        static final Loaded LOADED = load();
    }

    private static final class Names {
        static final Resolver RESOLVER = new LibcResolver("jna", new JnaNames());
    }

    @Override
    public String name() {
        return "jna";
    }

    @Override
    public int rank() {
        return 30;
    }

    @Override
    protected Loaded loaded() {
        return Once.LOADED;
    }

    @Override
    public String origin() {
        calls();
        return "JNA " + Direct.jnaVersion() + ", libc";
    }

    @Override
    public Resolver resolver() {
        calls();
        return Names.RESOLVER;
    }

    private static Loaded load() {
        try {
            refuseForeignHosts(Abi.host());
            readTheClassPath();
            return new Loaded(bind(), null);
        } catch (NoClassDefFoundError e) {
            return new Loaded(null, isMissing(e) ? missing(e) : e);
        } catch (Throwable e) {
            return new Loaded(null, e);
        }
    }

    private static void refuseForeignHosts(Abi host) {
        refuseUnknownHost(host);
        if (host.name().equals("osx-aarch_64")) {
            // There variadic arguments travel on the stack; direct mapping puts them in registers.
            throw new UnsupportedOperationException(
                    "direct mapping cannot call fcntl and ioctl, which are variadic, on " + host);
        }
    }

    /** A named module does not read the class path by itself, and jna.jar may lie there. */
    private static void readTheClassPath() {
        Class<?> self = JnaEngine.class;
        self.getModule().addReads(self.getClassLoader().getUnnamedModule());
    }

    private static PosixSyscalls bind() {
        if (!Direct.is64Bit()) {
            throw new UnsupportedOperationException("a 64-bit JVM and libc are needed");
        }
        Direct.register();
        if (!Abi.host().name().startsWith("linux")) {
            return new PosixSyscalls(new JnaLibc(), JnaSpawn::new);
        }
        LinuxDirect.register();
        return new LinuxSyscalls(new JnaLibc(), new JnaLinuxLibc(), JnaSpawn::new);
    }

    /** The JVM also throws this error for a class that is there and whose initializer failed. */
    private static boolean isMissing(NoClassDefFoundError e) {
        return e.getCause() instanceof ClassNotFoundException;
    }

    private static Throwable missing(NoClassDefFoundError e) {
        String text =
                "jna.jar is not on the class path or module path: add"
                        + " net.java.dev.jna:jna:5.19.1";
        if (JnaEngine.class.getModule().isNamed()) {
            text += ", and --add-modules com.sun.jna if it lies on the module path";
        }
        return new UnsupportedOperationException(text, e);
    }
}
