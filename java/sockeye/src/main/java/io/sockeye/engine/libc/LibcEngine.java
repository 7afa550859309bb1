package io.sockeye.engine.libc;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Pollers;
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

/** An engine that calls libc through some bridge, once that is found to work. */
public abstract class LibcEngine implements Engine {
    private final Waits waits = new Waits(this);
    private final ScratchPool scratch = new ScratchPool(this);
    private @Nullable RingOffer offer;

    /** Either the calls or the reason why there are none. */
    public record Loaded(@Nullable PosixSyscalls calls, @Nullable Throwable cause) {}

    /** Tries at the first question, not when the engine is made: another one may be wanted. */
    protected abstract Loaded loaded();

    @Override
    public final boolean isAvailable() {
        return loaded().calls() != null;
    }

    @Override
    public final Optional<Throwable> unavailabilityCause() {
        return Optional.ofNullable(loaded().cause());
    }

    @Override
    public final Set<Multiplexer> multiplexers() {
        return isAvailable() ? offered().multiplexers() : Set.of();
    }

    @Override
    public final Optional<String> missing(Multiplexer kind) {
        return isAvailable() ? offered().missing(kind) : Optional.empty();
    }

    @Override
    public final Map<RingFeature, String> missingRingFeatures() {
        return isAvailable() ? offered().missingFeatures() : Map.of();
    }

    /** Found out once, when somebody asks. */
    private synchronized RingOffer offered() {
        RingOffer known = offer;
        if (known == null) {
            known = new RingOffer(this, calls().multiplexers().toArray(Multiplexer[]::new));
            offer = known;
        }
        return known;
    }

    @Override
    public final Syscalls syscalls() {
        return calls();
    }

    @Override
    public final Abi abi() {
        calls();
        return Abi.host();
    }

    @Override
    public final boolean hasRealFds() {
        calls();
        return true;
    }

    @Override
    public final Poller poller(Multiplexer kind) throws OsException {
        calls();
        return Pollers.create(this, kind);
    }

    @Override
    public final DirectBuffer allocate(int capacity) {
        return calls().libc().allocate(capacity);
    }

    @Override
    public final DirectBuffer wrap(ByteBuffer direct) {
        return calls().libc().wrap(direct);
    }

    @Override
    public final DirectBuffer map(int fd, long offset, int length) throws OsException {
        return calls() instanceof LinuxSyscalls linux
                ? linux.map(fd, offset, length)
                : Engine.super.map(fd, offset, length);
    }

    @Override
    public final void unmap(DirectBuffer memory) {
        if (calls() instanceof LinuxSyscalls linux) {
            linux.unmap(memory);
        } else {
            Engine.super.unmap(memory);
        }
    }

    @Override
    public final Waits waits() {
        calls();
        return waits;
    }

    @Override
    public final ScratchPool scratch() {
        calls();
        return scratch;
    }

    @Override
    public final String toString() {
        return name();
    }

    /** The calls, or an exception with the reason why there are none. */
    protected final PosixSyscalls calls() {
        PosixSyscalls calls = loaded().calls();
        if (calls == null) {
            throw unavailable();
        }
        return calls;
    }

    protected final IllegalStateException unavailable() {
        Throwable cause = loaded().cause();
        return new IllegalStateException(
                "the " + name() + " engine is not available: " + cause, cause);
    }

    /** There is nothing to call without constants and struct layouts. */
    protected static void refuseUnknownHost(Abi host) {
        if (host.isNeutral()) {
            throw new UnsupportedOperationException(
                    "there are no constants and struct layouts for this host, " + host);
        }
    }
}
