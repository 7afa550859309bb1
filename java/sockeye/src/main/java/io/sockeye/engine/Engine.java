package io.sockeye.engine;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A way to reach the operating system: the JNI C layer, FFM, JNA, or pure NIO. Engines are found
 * with {@link java.util.ServiceLoader} through this interface's class loader; {@link Engines}
 * chooses.
 *
 * <p>Every method may be called from any thread. An engine that is not available answers {@link
 * #name}, {@link #isAvailable}, {@link #unavailabilityCause}, {@link #multiplexers} (empty) and
 * {@link #rank}; the others throw an {@link IllegalStateException} with the cause.
 */
public interface Engine {
    /**
     * The short name by which properties choose the engine.
     *
     * @return {@code "jni"}, {@code "jna"}, {@code "nio"} ...
     */
    String name();

    /**
     * Where the engine stands when nobody chooses; the available engine with the lowest rank wins.
     *
     * @return the rank, smaller is better
     */
    int rank();

    /**
     * Whether the engine works in this JVM. It is found out by trying, once.
     *
     * @return true if it can be used
     */
    boolean isAvailable();

    /**
     * Why the engine is not available.
     *
     * @return whatever loading threw; empty if the engine is available
     */
    Optional<Throwable> unavailabilityCause();

    /**
     * What the engine can wait with, best first in the order of iteration.
     *
     * @return the multiplexers that really work here
     */
    Set<Multiplexer> multiplexers();

    /**
     * Why a multiplexer is not among {@link #multiplexers}, where more is known than that the
     * engine or the system has no such thing.
     *
     * @param kind a multiplexer
     * @return the reason in words; empty if it is there, or nothing more is known
     */
    default Optional<String> missing(Multiplexer kind) {
        return Optional.empty();
    }

    /**
     * What io_uring has to do without here, at some cost.
     *
     * @return each feature that was tried in vain, and why
     */
    default Map<RingFeature, String> missingRingFeatures() {
        return Map.of();
    }

    /**
     * Where the engine comes from and which version it is, for reports.
     *
     * @return such as {@code "/usr/lib/libsockeye.so, 0.1.0"} or {@code "java.nio"}
     */
    String origin();

    /**
     * The system calls.
     *
     * @return the engine's system calls, always the same object
     */
    Syscalls syscalls();

    /**
     * The constants and struct layouts that the engine's calls understand.
     *
     * @return the tables
     */
    Abi abi();

    /**
     * Whether descriptors are the operating system's. Only then may objects of two engines meet in
     * one call, and only then do {@code Epoll}, pipes and standard input work.
     *
     * @return false for the nio engine, whose descriptors are numbers of its own
     */
    boolean hasRealFds();

    /**
     * Makes a multiplexer. The caller closes it.
     *
     * @param kind one of {@link #multiplexers}
     * @return a new poller
     * @throws OsException if the OS refuses one (EMFILE ...), or EOPNOTSUPP if the engine has no
     *     such multiplexer
     */
    Poller poller(Multiplexer kind) throws OsException;

    /**
     * Allocates memory that this engine's calls read and write without a copy.
     *
     * @param capacity in bytes
     * @return a zeroed buffer
     */
    DirectBuffer allocate(int capacity);

    /**
     * Maps memory that a descriptor shares with the kernel, such as a ring's.
     *
     * @param fd the descriptor
     * @param offset of the memory, by which the kernel tells its parts
     * @param length in bytes
     * @return a view, legal until {@link #unmap}
     * @throws OsException if the OS refuses, or EOPNOTSUPP if the engine cannot
     */
    default DirectBuffer map(int fd, long offset, int length) throws OsException {
        throw OsException.unsupported(this, "map", "use jni, ffm or jna");
    }

    /**
     * Unmaps what {@link #map} gave. Nothing may touch it any more.
     *
     * @param memory from this engine's {@link #map}
     */
    default void unmap(DirectBuffer memory) {
        throw new UnsupportedOperationException("the " + name() + " engine maps nothing");
    }

    /**
     * Makes the memory of a direct buffer usable by this engine's calls, without a copy.
     *
     * @param direct a direct buffer; its position and limit do not matter
     * @return a view of its whole capacity
     * @throws IllegalArgumentException if the buffer is not direct
     */
    DirectBuffer wrap(ByteBuffer direct);

    /**
     * Name resolution, which is no system call.
     *
     * @return the engine's resolver
     */
    Resolver resolver();

    /**
     * What the engine's blocking calls wait with.
     *
     * @return always the same object
     */
    Waits waits();

    /**
     * The memory through which bytes of the Java heap travel.
     *
     * @return always the same object
     */
    ScratchPool scratch();
}
