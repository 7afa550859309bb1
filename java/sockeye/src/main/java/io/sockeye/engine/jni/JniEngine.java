package io.sockeye.engine.jni;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Pollers;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.RingFeature;
import io.sockeye.engine.RingOffer;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine over the C layer. */
public final class JniEngine implements Engine {
    /** Found out once, when somebody asks. */
    private static final class Offered {
        static final RingOffer OFFER =
                new RingOffer(
                        new JniEngine(), Multiplexer.EPOLL, Multiplexer.POLL, Multiplexer.SELECT);
    }

    private final Syscalls syscalls = new JniSyscalls();
    private final Resolver resolver = new JniResolver(this);
    private final Waits waits = new Waits(this);
    private final ScratchPool scratch = new ScratchPool(this);

    /** Loads at the first question, not when the engine is made: another one may be wanted. */
    private static final class Library {
        static final @Nullable String ORIGIN;
        static final @Nullable Throwable CAUSE;

        static {
            String origin = null;
            Throwable cause = null;
            try {
                origin = NativeLoader.load();
            } catch (Throwable e) {
                // IllegalCallerException, SecurityException, errors of a broken jar: all mean "not
                // here", and one that escaped would leave NoClassDefFoundError to the next caller.
                cause = e;
            }
            ORIGIN = origin;
            CAUSE = cause;
        }
    }

    /** For the service loader. */
    public JniEngine() {}

    @Override
    public String name() {
        return "jni";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public boolean isAvailable() {
        return Library.CAUSE == null;
    }

    @Override
    public Optional<Throwable> unavailabilityCause() {
        return Optional.ofNullable(Library.CAUSE);
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
    public Map<RingFeature, String> missingRingFeatures() {
        return isAvailable() ? Offered.OFFER.missingFeatures() : Map.of();
    }

    @Override
    public String origin() {
        requireAvailable();
        return String.valueOf(Library.ORIGIN);
    }

    @Override
    public Syscalls syscalls() {
        requireAvailable();
        return syscalls;
    }

    @Override
    public Abi abi() {
        requireAvailable();
        return Abi.host();
    }

    @Override
    public boolean hasRealFds() {
        return true;
    }

    @Override
    public Poller poller(Multiplexer kind) throws OsException {
        requireAvailable();
        return Pollers.create(this, kind);
    }

    @Override
    public DirectBuffer allocate(int capacity) {
        requireAvailable();
        ByteBuffer memory = ByteBuffer.allocateDirect(capacity);
        return new DirectBuffer(memory, Native.address(memory));
    }

    @Override
    public DirectBuffer map(int fd, long offset, int length) throws OsException {
        requireAvailable();
        long address = Native.map(fd, offset, length);
        if (address < 0) {
            throw OsException.of((int) -address, "mmap");
        }
        return new DirectBuffer(Native.buffer(address, length), address);
    }

    @Override
    public void unmap(DirectBuffer memory) {
        requireAvailable();
        Native.unmap(memory.address(), memory.capacity());
    }

    @Override
    public DirectBuffer wrap(ByteBuffer direct) {
        requireAvailable();
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("only a direct ByteBuffer has an address");
        }
        ByteBuffer whole = direct.duplicate().clear().order(direct.order());
        return new DirectBuffer(whole, Native.address(whole));
    }

    @Override
    public Resolver resolver() {
        requireAvailable();
        return resolver;
    }

    @Override
    public Waits waits() {
        requireAvailable();
        return waits;
    }

    @Override
    public ScratchPool scratch() {
        requireAvailable();
        return scratch;
    }

    @Override
    public String toString() {
        return name();
    }

    private static void requireAvailable() {
        if (Library.CAUSE != null) {
            throw new IllegalStateException("the jni engine is not available", Library.CAUSE);
        }
    }
}
