package io.sockeye.engine.jna;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Pollers;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.RingOffer;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls libc through JNA's direct mapping. jna.jar is an optional dependency, so nothing that names
 * a class of JNA may be linked before {@link #load} has tried.
 */
public final class JnaEngine implements Engine {
    private final Waits waits = new Waits(this);
    private final ScratchPool scratch = new ScratchPool(this);

    /** Either the calls or the reason why there are none. */
    private record Loaded(@Nullable JnaSyscalls calls, @Nullable Throwable cause) {}

    private static final class Once {
        static final Loaded LOADED = load();
    }

    /** Found out once, when somebody asks. */
    private static final class Offered {
        static final RingOffer OFFER =
                new RingOffer(new JnaEngine(), calls().multiplexers().toArray(Multiplexer[]::new));
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
    public boolean isAvailable() {
        return Once.LOADED.calls() != null;
    }

    @Override
    public Optional<Throwable> unavailabilityCause() {
        return Optional.ofNullable(Once.LOADED.cause());
    }

    @Override
    public Set<Multiplexer> multiplexers() {
        return isAvailable() ? Offered.OFFER.multiplexers() : Set.of();
    }

    @Override
    public Optional<String> missing(Multiplexer kind) {
        return isAvailable() ? Offered.OFFER.missing(kind) : Optional.empty();
    }

    @Override
    public String origin() {
        calls();
        return "JNA " + Libc.jnaVersion() + ", libc";
    }

    @Override
    public Syscalls syscalls() {
        return calls();
    }

    @Override
    public Abi abi() {
        calls();
        return Abi.host();
    }

    @Override
    public boolean hasRealFds() {
        calls();
        return true;
    }

    @Override
    public Poller poller(Multiplexer kind) throws OsException {
        calls();
        return Pollers.create(this, kind);
    }

    @Override
    public DirectBuffer allocate(int capacity) {
        calls();
        return Libc.allocate(capacity);
    }

    @Override
    public DirectBuffer map(int fd, long offset, int length) throws OsException {
        calls();
        return Libc.map(fd, offset, length);
    }

    @Override
    public void unmap(DirectBuffer memory) {
        calls();
        LinuxLibc.munmap(memory.address(), memory.capacity());
    }

    @Override
    public DirectBuffer wrap(ByteBuffer direct) {
        calls();
        return Libc.wrap(direct);
    }

    @Override
    public Resolver resolver() {
        calls();
        return JnaResolver.INSTANCE;
    }

    @Override
    public Waits waits() {
        calls();
        return waits;
    }

    @Override
    public ScratchPool scratch() {
        calls();
        return scratch;
    }

    @Override
    public String toString() {
        return name();
    }

    private static JnaSyscalls calls() {
        JnaSyscalls calls = Once.LOADED.calls();
        if (calls == null) {
            Throwable cause = Once.LOADED.cause();
            throw new IllegalStateException("the jna engine is not available: " + cause, cause);
        }
        return calls;
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
        if (host.isNeutral()) {
            throw new UnsupportedOperationException(
                    "there are no constants and struct layouts for this host, " + host);
        }
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

    private static JnaSyscalls bind() {
        if (!Libc.is64Bit()) {
            throw new UnsupportedOperationException("a 64-bit JVM and libc are needed");
        }
        Libc.register();
        if (!Abi.host().name().startsWith("linux")) {
            return new JnaSyscalls();
        }
        LinuxLibc.register();
        return new JnaLinuxSyscalls(Pwait2Libc.register());
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
