package io.sockeye.engine.libc;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.Multiplexer;
import io.sockeye.engine.SpawnRequest;
import io.sockeye.engine.Syscalls;
import java.lang.ref.Reference;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What POSIX alone gives, as macOS has it; {@link LinuxSyscalls} does better on Linux. */
public class PosixSyscalls implements Syscalls {
    private static final Set<Multiplexer> POSIX = ordered(Multiplexer.POLL, Multiplexer.SELECT);
    private static final int F_SETFD = constant("F_SETFD");
    private static final int F_DUPFD_CLOEXEC = constant("F_DUPFD_CLOEXEC");
    private static final int FD_CLOEXEC = constant("FD_CLOEXEC");
    private static final int FD_SET_SIZE = constant("FD_SETSIZE") / Byte.SIZE;
    private static final int MSG_NOSIGNAL = constant("MSG_NOSIGNAL");
    private static final int CMSG_CLOEXEC =
            Abi.host().has("MSG_CMSG_CLOEXEC") ? constant("MSG_CMSG_CLOEXEC") : 0;
    static final int POLLFD_SIZE = 8;
    private static final long FIONBIO = Abi.host().hasSockaddrLength() ? 0x8004667EL : 0x5421;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Libc libc;
    private final Supplier<SpawnLibc> spawn;
    final StructPool structs;

    /** The arguments of FIONBIO: an int 0, then an int 1. */
    private final DirectBuffer offAndOn;

    /** What spawns is bound when somebody does: a libc without it has all else. */
    public PosixSyscalls(Libc libc, Supplier<SpawnLibc> spawn) {
        this.libc = libc;
        this.spawn = spawn;
        structs = new StructPool(libc);
        offAndOn = libc.allocate(2 * Integer.BYTES);
        offAndOn.putInt(Integer.BYTES, 1);
    }

    static int constant(String name) {
        return Abi.host().constant(name);
    }

    final Libc libc() {
        return libc;
    }

    /** What works here, best first. */
    public Set<Multiplexer> multiplexers() {
        return POSIX;
    }

    static Set<Multiplexer> ordered(Multiplexer... bestFirst) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(bestFirst)));
    }

    // Without SOCK_CLOEXEC a fork between the two calls inherits the descriptor; there is no cure.
    @Override
    public int socket(int family, int type, int proto) {
        return prepare(libc.socket(family, type, proto), false);
    }

    @Override
    public int socketpair(int family, int type, int proto, DirectBuffer out, int offset) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = libc.socketpair(family, type, proto, fds);
        Reference.reachabilityFence(out);
        if (result == 0) {
            prepare(out.getInt(offset), false);
            prepare(out.getInt(offset + Integer.BYTES), false);
        }
        return result;
    }

    @Override
    public int pipe(DirectBuffer out, int offset, int flags) {
        long fds = out.address(offset, 2 * Integer.BYTES);
        int result = libc.pipe(fds);
        Reference.reachabilityFence(out);
        if (result == 0) {
            prepare(out.getInt(offset), flags != 0);
            prepare(out.getInt(offset + Integer.BYTES), flags != 0);
        }
        return result;
    }

    @Override
    public int bind(int fd, DirectBuffer slot, int offset) {
        int length = slot.getInt(offset);
        int result = libc.bind(fd, address(slot, offset, length), length);
        Reference.reachabilityFence(slot);
        return result;
    }

    @Override
    public int connect(int fd, DirectBuffer slot, int offset) {
        int length = slot.getInt(offset);
        int result = libc.connect(fd, address(slot, offset, length), length);
        Reference.reachabilityFence(slot);
        return result;
    }

    @Override
    public int listen(int fd, int backlog) {
        return libc.listen(fd, backlog);
    }

    @Override
    public int accept(int fd, @Nullable DirectBuffer slot, int offset, int flags) {
        long length = slot == null ? 0 : openSlot(slot, offset);
        long address = slot == null ? 0 : length + SLOT_ADDRESS;
        int result = prepare(libc.accept(fd, address, length), flags != 0);
        return slot == null ? result : closeSlot(slot, offset, result);
    }

    @Override
    public int recv(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        long address = buffer.address(offset, length);
        int result = libc.recv(fd, address, length, flags);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public int send(int fd, DirectBuffer buffer, int offset, int length, int flags) {
        long address = buffer.address(offset, length);
        int result = libc.send(fd, address, length, flags | MSG_NOSIGNAL);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public int recvfrom(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset) {
        long address = buffer.address(offset, length);
        long from = openSlot(slot, slotOffset);
        int result = libc.recvfrom(fd, address, length, flags, from + SLOT_ADDRESS, from);
        Reference.reachabilityFence(buffer);
        return closeSlot(slot, slotOffset, result);
    }

    @Override
    public int sendto(
            int fd,
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            DirectBuffer slot,
            int slotOffset) {
        long address = buffer.address(offset, length);
        int toLength = slot.getInt(slotOffset);
        long to = address(slot, slotOffset, toLength);
        int result = libc.sendto(fd, address, length, flags | MSG_NOSIGNAL, to, toLength);
        Reference.reachabilityFence(buffer);
        Reference.reachabilityFence(slot);
        return result;
    }

    @Override
    public int sendmsg(int fd, MessageHeader message, int flags) {
        int result = libc.sendmsg(fd, message.address(), flags | MSG_NOSIGNAL);
        Reference.reachabilityFence(message);
        return result;
    }

    @Override
    public int recvmsg(int fd, MessageHeader message, int flags) {
        int result = libc.recvmsg(fd, message.address(), flags | CMSG_CLOEXEC);
        Reference.reachabilityFence(message);
        return result;
    }

    @Override
    public int getsockname(int fd, DirectBuffer slot, int offset) {
        long length = openSlot(slot, offset);
        return closeSlot(slot, offset, libc.getsockname(fd, length + SLOT_ADDRESS, length));
    }

    @Override
    public int getpeername(int fd, DirectBuffer slot, int offset) {
        long length = openSlot(slot, offset);
        return closeSlot(slot, offset, libc.getpeername(fd, length + SLOT_ADDRESS, length));
    }

    @Override
    public int getsockopt(
            int fd, int level, int option, DirectBuffer buffer, int offset, int length) {
        long value = buffer.address(offset, length);
        DirectBuffer socklen = structs.borrow();
        socklen.putInt(0, length);
        int result = libc.getsockopt(fd, level, option, value, socklen.address());
        Reference.reachabilityFence(buffer);
        int size = socklen.getInt(0);
        structs.release(socklen);
        return result < 0 ? result : size;
    }

    @Override
    public int setsockopt(
            int fd, int level, int option, @Nullable DirectBuffer buffer, int offset, int length) {
        long value = buffer == null ? 0 : buffer.address(offset, length);
        int result = libc.setsockopt(fd, level, option, value, length);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public int shutdown(int fd, int how) {
        return libc.shutdown(fd, how);
    }

    @Override
    public int close(int fd) {
        return libc.close(fd);
    }

    @Override
    public int dup(int fd) {
        return fcntl(fd, F_DUPFD_CLOEXEC, 0);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return libc.fcntl(fd, command, argument);
    }

    @Override
    public int setNonblocking(int fd, boolean on) {
        long flag = offAndOn.address(on ? Integer.BYTES : 0, Integer.BYTES);
        return libc.ioctl(fd, FIONBIO, flag);
    }

    @Override
    public int spawn(SpawnRequest request) {
        SpawnLibc calls;
        try {
            calls = spawn.get();
        } catch (LinkageError e) {
            return -Errno.ENOSYS;
        }
        return new Spawning(this, calls, request).run();
    }

    @Override
    public int waitpid(int pid, int options, DirectBuffer status, int offset) {
        long address = status.address(offset, Integer.BYTES);
        int result = libc.waitpid(pid, address, options);
        Reference.reachabilityFence(status);
        return result;
    }

    @Override
    public int kill(int pid, int signal) {
        return libc.kill(pid, signal);
    }

    @Override
    public int poll(DirectBuffer pollfds, int offset, int count, long timeoutNanos) {
        long address = pollfds.address(offset, size(count, POLLFD_SIZE));
        int result = libc.poll(address, count, millis(timeoutNanos));
        Reference.reachabilityFence(pollfds);
        return result;
    }

    @Override
    public int read(int fd, DirectBuffer buffer, int offset, int length) {
        long address = buffer.address(offset, length);
        int result = libc.read(fd, address, length);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public int write(int fd, DirectBuffer buffer, int offset, int length) {
        long address = buffer.address(offset, length);
        int result = libc.write(fd, address, length);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public int select(int highest, DirectBuffer sets, int offset, long timeoutNanos) {
        long reads = sets.address(offset, 3 * FD_SET_SIZE);
        if (timeoutNanos < 0) {
            return pselect(highest, reads, sets, 0);
        }
        DirectBuffer timespec = structs.borrowTimespec(timeoutNanos);
        int result = pselect(highest, reads, sets, timespec.address());
        structs.release(timespec);
        return result;
    }

    private int pselect(int highest, long reads, DirectBuffer sets, long timespec) {
        long writes = reads + FD_SET_SIZE;
        long exceptions = writes + FD_SET_SIZE;
        int result = libc.pselect(highest, reads, writes, exceptions, timespec, 0);
        Reference.reachabilityFence(sets);
        return result;
    }

    /** Rounds up: 0 would not wait at all, and the caller would spin until its time is up. */
    static int millis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        long whole = nanos / NANOS_PER_MILLI;
        return (int) Math.min(Integer.MAX_VALUE, nanos % NANOS_PER_MILLI == 0 ? whole : whole + 1);
    }

    /** A count too large for an int must not wrap round into a small size. */
    static int size(int count, int each) {
        return (int) Math.min(Integer.MAX_VALUE, (long) count * each);
    }

    private static long address(DirectBuffer slot, int offset, int length) {
        return slot.address(offset + SLOT_ADDRESS, length);
    }

    /** The slot's length is in native memory already: it serves as the socklen_t of the call. */
    static long openSlot(DirectBuffer slot, int offset) {
        slot.putInt(offset, SOCKADDR_MAX);
        return slot.address(offset, SLOT_SIZE);
    }

    /** The kernel reports the length that an address would have had, even if it cut it off. */
    static int closeSlot(DirectBuffer slot, int offset, int result) {
        int length = result < 0 ? 0 : Math.min(slot.getInt(offset), SOCKADDR_MAX);
        slot.putInt(offset, length);
        return result;
    }

    /** Neither call can fail on a descriptor that was just made. */
    private int prepare(int fd, boolean nonblocking) {
        if (fd >= 0) {
            fcntl(fd, F_SETFD, FD_CLOEXEC);
        }
        if (fd >= 0 && nonblocking) {
            setNonblocking(fd, true);
        }
        return fd;
    }
}
