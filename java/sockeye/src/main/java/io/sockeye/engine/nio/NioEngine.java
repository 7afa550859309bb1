package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.ScratchPool;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * The engine over {@code java.nio.channels}: always available, with descriptors of its own. For
 * {@link java.util.ServiceLoader}.
 */
public final class NioEngine implements Engine {
    private static final int RANK = 40;

    private final FdTable table = new FdTable();
    private final Syscalls syscalls = new NioSyscalls(table);
    private final Resolver resolver = new NioResolver();
    private final ScratchPool scratch = new ScratchPool(this);
    private final Waits waits = new Waits(this);

    /** For the service loader. Two engines have different descriptors. */
    public NioEngine() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Optional<Throwable> unavailabilityCause() {
        return Optional.empty();
    }

    @Override
    public Set<Multiplexer> multiplexers() {
        return Set.of(Multiplexer.NIO);
    }

    @Override
    public String origin() {
        return "java.nio, JDK " + System.getProperty("java.version");
    }

    @Override
    public Syscalls syscalls() {
        return syscalls;
    }

    @Override
    public Abi abi() {
        return Abi.host();
    }

    @Override
    public boolean hasRealFds() {
        return false;
    }

    @Override
    public Poller poller(Multiplexer kind) throws OsException {
        if (kind != Multiplexer.NIO) {
            throw OsException.unsupported(
                    this, "poller(" + kind + ")", "its only multiplexer is nio");
        }
        try {
            return new NioPoller(table);
        } catch (IOException e) {
            throw OsException.of(Errors.errno(e), "poller", "");
        }
    }

    @Override
    public DirectBuffer allocate(int capacity) {
        return memory(capacity);
    }

    @Override
    public DirectBuffer wrap(ByteBuffer direct) {
        return new DirectBuffer(direct.duplicate().clear(), 0);
    }

    @Override
    public Resolver resolver() {
        return resolver;
    }

    @Override
    public Waits waits() {
        return waits;
    }

    @Override
    public ScratchPool scratch() {
        return scratch;
    }

    /** Memory without an address: an engine that uses addresses refuses it. */
    static DirectBuffer memory(int capacity) {
        return new DirectBuffer(ByteBuffer.allocateDirect(capacity), 0);
    }
}
