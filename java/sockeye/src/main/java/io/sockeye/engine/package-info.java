/**
 * The seam: what an engine must offer, how one is chosen, and the rules for memory, waiting and
 * closing that everything above relies on. Most programs meet only {@link
 * io.sockeye.engine.Engines}, {@link io.sockeye.engine.OsException} and {@link
 * io.sockeye.engine.DirectBuffer}; this page is for whoever writes an engine or reads one.
 *
 * <h2>Where the cut is</h2>
 *
 * <p>At the system call, as CPython cuts {@code _socket} from {@code socket}. {@link
 * io.sockeye.engine.Syscalls} is one method per call: it returns {@code >= 0} or {@code -errno} and
 * does nothing else. It does not throw for what the OS says, allocate, log, retry, or look at a
 * clock; EINTR comes back as {@code -EINTR}. Timeouts, retries with what is left of a deadline (PEP
 * 475), {@code sendall}, exceptions and address parsing are written once, above. A method enters
 * the interface when a public class needs it; optional ones answer {@code -ENOSYS} by default.
 *
 * <h2>An engine</h2>
 *
 * <p>is a {@link io.sockeye.engine.Engine} that {@link java.util.ServiceLoader} finds. Its
 * constructor must not throw: what loading throws is its {@code unavailabilityCause}. {@link
 * io.sockeye.engine.Pollers} gives it select, poll and epoll for nothing; {@link
 * io.sockeye.engine.Waits} and {@link io.sockeye.engine.ScratchPool} are objects that it makes
 * once. Nobody imports an engine's package.
 *
 * <h2>Memory</h2>
 *
 * <p>Calls take a {@link io.sockeye.engine.DirectBuffer}, an offset and a length. A native engine
 * passes the address and ends with {@link java.lang.ref.Reference#reachabilityFence}, so that the
 * memory outlives the call. Bytes of the Java heap travel through the {@link
 * io.sockeye.engine.ScratchPool}, borrowed for one attempt and never while a call waits.
 *
 * <h2>Constants</h2>
 *
 * <p>are the host's: {@link io.sockeye.engine.Abi} has a table for each system, and the build
 * checks each line of it against the C headers. They are not compile-time constants, which javac
 * would copy into other people's classes.
 *
 * <h2>Closing and waiting</h2>
 *
 * <p>A descriptor that an object owns is behind a {@link io.sockeye.engine.Lease}: calls hold it
 * while they run, {@code close} ends them all, and the last one out closes the descriptor. A
 * blocking call is a non-blocking attempt, then {@link io.sockeye.engine.Lease#await}: a platform
 * thread waits in the kernel for the descriptor and a wake descriptor, a virtual thread parks.
 * Whoever watches a descriptor for longer asks with {@link io.sockeye.engine.Lease#onClose} to be
 * told, and removes it from its {@link io.sockeye.engine.Poller} before it is closed. Bare
 * descriptor numbers are outside these promises.
 *
 * <h2>Errors</h2>
 *
 * <p>{@link io.sockeye.engine.OsException#of(int, String)} is the one place where an errno becomes
 * an exception.
 */
@NullMarked
package io.sockeye.engine;

import org.jspecify.annotations.NullMarked;
