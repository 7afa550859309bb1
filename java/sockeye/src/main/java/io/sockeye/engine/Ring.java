package io.sockeye.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An io_uring: a queue of requests to the kernel and a queue of its answers, both in memory that it
 * shares. Requests are written and answers are read without a system call; {@link #enter} hands all
 * requests over and waits for answers, in one.
 *
 * <p>Only the thread that called {@link #enable} may call {@link #enter} and {@link #submit}. Where
 * there is {@link RingFeature#DEFER_TASKRUN}, the kernel works for it only inside of them, and no
 * answer appears at any other time. It is made disabled, because the thread that makes a loop is
 * often not the one that runs it.
 *
 * <p>What holds at any time:
 *
 * <ul>
 *   <li>The kernel alone moves the submission queue's head and the completion queue's tail, this
 *       class alone the other two. Each side reads the other's with acquire and stores its own with
 *       release, after the entries.
 *   <li>The submission queue names entries by number. Once the kernel has taken all of them, the
 *       numbers begin at 0 again: a few entries stay in the cache, however large the queue is.
 *   <li>A full submission queue refuses a request ({@link #push} is false) until {@link #submit}.
 *   <li>A full completion queue loses nothing (NODROP): the kernel keeps the rest, says so ({@link
 *       #isOverflowed}), and brings it in order in a later {@link #enter}.
 *   <li>An answer without MORE is the last one of its request.
 * </ul>
 */
public final class Ring implements AutoCloseable {
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int FEATURES =
            RingAbi.IORING_FEAT_SINGLE_MMAP
                    | RingAbi.IORING_FEAT_NODROP
                    | RingAbi.IORING_FEAT_EXT_ARG;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Engine engine;
    private final Syscalls syscalls;
    private final Set<RingFeature> features;
    private final int fd;
    private final DirectBuffer ringMemory;
    private final DirectBuffer entryMemory;

    /** Both queues, without the entries of the submission queue. */
    private final ByteBuffer rings;

    private final ByteBuffer entries;
    private final DirectBuffer argument;
    private final DirectBuffer timespec;

    private final int submissions;
    private final int completions;
    private final int sqHead;
    private final int sqTail;
    private final int sqFlags;
    private final int sqArray;
    private final int cqHead;
    private final int cqTail;
    private final int cqes;

    /** Above the opcode, of requests whose success needs no answer. */
    private final int silent;

    /** How many entries have been used since the kernel last had them all. */
    private int used;

    private int tail;
    private int taken;
    private int head;
    private boolean enabled;
    private boolean closed;

    /**
     * Makes a ring, disabled.
     *
     * @param engine whose calls it makes
     * @param features what the kernel has of these, found out by {@link Rings}
     * @param submissions how many requests can wait, a power of two
     * @param completions how many answers can wait, a power of two
     * @throws OsException if the OS refuses it, or the kernel lacks something
     */
    public Ring(Engine engine, Set<RingFeature> features, int submissions, int completions)
            throws OsException {
        this.engine = engine;
        this.features = features;
        this.silent = has(RingFeature.CQE_SKIP_SUCCESS) ? RingAbi.IOSQE_CQE_SKIP_SUCCESS << 8 : 0;
        this.syscalls = engine.syscalls();
        this.submissions = submissions;
        this.completions = completions;
        DirectBuffer params = engine.allocate(RingAbi.PARAMS_SIZE);
        params.putInt(RingAbi.PARAMS_CQ_ENTRIES, completions);
        params.putInt(RingAbi.PARAMS_FLAGS, setupFlags());
        this.fd = checkMemory(syscalls.ioUringSetup(submissions, params), "io_uring_setup");
        sqHead = params.getInt(RingAbi.PARAMS_SQ_HEAD);
        sqTail = params.getInt(RingAbi.PARAMS_SQ_TAIL);
        sqFlags = params.getInt(RingAbi.PARAMS_SQ_FLAGS);
        sqArray = params.getInt(RingAbi.PARAMS_SQ_ARRAY);
        cqHead = params.getInt(RingAbi.PARAMS_CQ_HEAD);
        cqTail = params.getInt(RingAbi.PARAMS_CQ_TAIL);
        cqes = params.getInt(RingAbi.PARAMS_CQ_CQES);
        try {
            requireFeatures(params.getInt(RingAbi.PARAMS_FEATURES));
            ringMemory = engine.map(fd, RingAbi.IORING_OFF_SQ_RING, ringSize());
            entryMemory = mapEntries();
        } catch (OsException e) {
            syscalls.close(fd);
            throw e;
        }
        rings = ringMemory.slice(0, ringMemory.capacity()).order(ByteOrder.nativeOrder());
        entries = entryMemory.slice(0, entryMemory.capacity()).order(ByteOrder.nativeOrder());
        timespec = engine.allocate(2 * Long.BYTES);
        argument = engine.allocate(RingAbi.GETEVENTS_SIZE);
        argument.putLong(RingAbi.GETEVENTS_TS, timespec.address(0, 2 * Long.BYTES));
    }

    /** As {@link OsException#check}; some kernels count what a ring takes as locked memory. */
    static int checkMemory(int result, String call) throws OsException {
        if (result == -Errno.ENOMEM) {
            throw OsException.of(
                    Errno.ENOMEM,
                    call,
                    "",
                    OsException.of(Errno.ENOMEM, call).getMessage()
                            + ": not enough memory may be locked; raise RLIMIT_MEMLOCK (ulimit -l),"
                            + " which all rings of a user share",
                    0);
        }
        return OsException.check(result, call);
    }

    private int setupFlags() {
        int flags = RingAbi.IORING_SETUP_CQSIZE | RingAbi.IORING_SETUP_R_DISABLED;
        if (has(RingFeature.SUBMIT_ALL)) {
            flags |= RingAbi.IORING_SETUP_SUBMIT_ALL;
        }
        if (has(RingFeature.DEFER_TASKRUN)) {
            flags |= RingAbi.IORING_SETUP_SINGLE_ISSUER | RingAbi.IORING_SETUP_DEFER_TASKRUN;
        }
        return flags;
    }

    private static void requireFeatures(int features) throws OsException {
        if ((features & FEATURES) != FEATURES) {
            throw OsException.of(
                    Errno.EOPNOTSUPP,
                    "io_uring_setup",
                    "",
                    "the kernel's io_uring has the features 0x"
                            + Integer.toHexString(features)
                            + " and not all of 0x"
                            + Integer.toHexString(FEATURES),
                    0);
        }
    }

    /** One mapping holds both queues; whichever ends later ends it. */
    private int ringSize() {
        return Math.max(
                sqArray + submissions * Integer.BYTES, cqes + completions * RingAbi.CQE_SIZE);
    }

    private DirectBuffer mapEntries() throws OsException {
        try {
            return engine.map(fd, RingAbi.IORING_OFF_SQES, submissions * RingAbi.SQE_SIZE);
        } catch (OsException e) {
            engine.unmap(ringMemory);
            throw e;
        }
    }

    /**
     * Makes it work, for the calling thread.
     *
     * @return 0 or -errno
     * @throws IllegalStateException on a virtual thread, whose carrier may change
     */
    public int enable() {
        if (Threads.isVirtual()) {
            throw new IllegalStateException(
                    "an io_uring belongs to one thread of the system, and a virtual thread changes"
                            + " between them: run the reactor on a platform thread, or start() it");
        }
        return enableHere();
    }

    /** For whoever closes it before a virtual thread can have changed its carrier. */
    int enableHere() {
        int result = register(RingAbi.IORING_REGISTER_ENABLE_RINGS, null, 0);
        enabled = result >= 0;
        return result;
    }

    /**
     * Whether {@link #enable} was called.
     *
     * @return true from then on, until it is closed
     */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * Whether it was made with a feature.
     *
     * @param feature one that not every kernel has
     * @return whether it may be used
     */
    public boolean has(RingFeature feature) {
        return features.contains(feature);
    }

    /**
     * io_uring_register(2) on this ring.
     *
     * @param operation IORING_REGISTER_
     * @param what its argument, or null
     * @param count of arguments
     * @return {@code >= 0} or -errno
     */
    int register(int operation, @Nullable DirectBuffer what, int count) {
        return syscalls.ioUringRegister(fd, operation, what, count);
    }

    // ---- requests

    /**
     * Watches a descriptor: the answer's result is the events.
     *
     * @param what the descriptor
     * @param events POLLIN and its kin
     * @param multishot whether it answers again and again, at each change; else once
     * @param token comes back with each answer
     * @return false if the queue is full
     */
    public boolean poll(int what, int events, boolean multishot, long token) {
        int flags = multishot ? RingAbi.IORING_POLL_ADD_MULTI : 0;
        return push(RingAbi.IORING_OP_POLL_ADD, what, 0, 0, flags, events, token, 0);
    }

    /**
     * Accepts again and again: each answer's result is a descriptor. Needs {@link
     * RingFeature#ACCEPT_MULTISHOT}.
     *
     * @param listener a listening socket
     * @param flags SOCK_NONBLOCK or 0; they are close-on-exec
     * @param token comes back with each answer
     * @return false if the queue is full
     */
    public boolean acceptAll(int listener, int flags, long token) {
        int accept = RingAbi.IORING_OP_ACCEPT | RingAbi.IORING_ACCEPT_MULTISHOT << 16;
        int cloexec = engine.abi().constant("SOCK_CLOEXEC");
        return push(accept, listener, 0, 0, 0, flags | cloexec, token, 0);
    }

    /**
     * Receives again and again, each time into a buffer of the ring's. Needs {@link
     * RingFeature#RECV_MULTISHOT}.
     *
     * @param socket a connected socket
     * @param token comes back with each answer
     * @return false if the queue is full
     */
    public boolean receiveAll(int socket, long token) {
        int receive =
                RingAbi.IORING_OP_RECV
                        | RingAbi.IOSQE_BUFFER_SELECT << 8
                        | RingAbi.IORING_RECV_MULTISHOT << 16;
        return push(receive, socket, 0, 0, 0, 0, token, BufferRing.GROUP);
    }

    /**
     * Sends. Where there is {@link RingFeature#CQE_SKIP_SUCCESS}, there is an answer only if not
     * everything was sent.
     *
     * @param socket a connected socket
     * @param address of the bytes, which stay until the request was taken
     * @param length how many
     * @param flags MSG_
     * @param token comes back with the answer
     * @return false if the queue is full
     */
    public boolean send(int socket, long address, int length, int flags, long token) {
        return push(RingAbi.IORING_OP_SEND | silent, socket, 0, address, length, flags, token, 0);
    }

    /**
     * Cancels a request. There may be an answer, which tells whether there was such a request.
     *
     * @param of the request's token
     * @param token comes back with the answer
     * @return false if the queue is full
     */
    public boolean cancel(long of, long token) {
        return push(RingAbi.IORING_OP_ASYNC_CANCEL | silent, -1, 0, of, 0, 0, token, 0);
    }

    /**
     * Cancels every request on a descriptor. There may be an answer, which tells whether there was
     * one. Needs {@link RingFeature#CANCEL_FD}.
     *
     * @param of the descriptor, still open
     * @param token comes back with the answer
     * @return false if the queue is full
     */
    public boolean cancelAll(int of, long token) {
        int flags = RingAbi.IORING_ASYNC_CANCEL_FD | RingAbi.IORING_ASYNC_CANCEL_ALL;
        return push(RingAbi.IORING_OP_ASYNC_CANCEL | silent, of, 0, 0, 0, flags, token, 0);
    }

    /** Does nothing; succeeds with an answer or, if it can, without. */
    boolean nop(boolean quietly, long token) {
        return push(RingAbi.IORING_OP_NOP | (quietly ? silent : 0), -1, 0, 0, 0, 0, token, 0);
    }

    /**
     * Writes an entry as eight words, in the byte order of the hosts that there are tables for.
     *
     * @param operation the opcode, the flags above it, and ioprio above them
     */
    private boolean push(
            int operation,
            int what,
            long offset,
            long address,
            int length,
            int flags,
            long token,
            int group) {
        if (used == submissions || tail - taken == submissions) {
            return false;
        }
        int at = used * RingAbi.SQE_SIZE;
        entries.putLong(at, (long) what << 32 | operation);
        entries.putLong(at + RingAbi.SQE_OFF, offset);
        entries.putLong(at + RingAbi.SQE_ADDR, address);
        entries.putLong(at + RingAbi.SQE_LEN, (long) flags << 32 | length);
        entries.putLong(at + RingAbi.SQE_USER_DATA, token);
        entries.putLong(at + RingAbi.SQE_BUF_GROUP, group);
        entries.putLong(at + RingAbi.SQE_BUF_GROUP + 8, 0);
        entries.putLong(at + RingAbi.SQE_BUF_GROUP + 16, 0);
        rings.putInt(sqArray + (tail & (submissions - 1)) * Integer.BYTES, used);
        used++;
        tail++;
        return true;
    }

    // ---- handing over

    /**
     * Hands all requests over and waits for an answer, unless there is one.
     *
     * @param timeoutNanos -1 for no limit, 0 not to wait
     * @return {@code >= 0}, or -errno: ETIME after the timeout, EINTR
     */
    public int enter(long timeoutNanos) {
        int flags = RingAbi.IORING_ENTER_GETEVENTS;
        if (timeoutNanos <= 0) {
            return enter(timeoutNanos < 0 ? 1 : 0, flags, null);
        }
        timespec.putLong(0, timeoutNanos / NANOS_PER_SECOND);
        timespec.putLong(Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
        return enter(1, flags | RingAbi.IORING_ENTER_EXT_ARG, argument);
    }

    /**
     * Hands all requests over and does not wait.
     *
     * @return {@code >= 0} or -errno
     */
    public int submit() {
        return enter(0, 0, null);
    }

    private int enter(int wait, int flags, @Nullable DirectBuffer waitArgument) {
        INT.setRelease(rings, sqTail, tail);
        int result = syscalls.ioUringEnter(fd, tail - taken, wait, flags, waitArgument);
        taken = (int) INT.getAcquire(rings, sqHead);
        if (taken == tail) {
            used = 0;
        }
        return result;
    }

    /**
     * Whether the kernel has not taken every request, because its memory ran out.
     *
     * @return true until a later {@link #enter} has handed over the rest
     */
    public boolean hasUntaken() {
        return taken != tail;
    }

    /**
     * Whether there are answers for which the queue had no room.
     *
     * @return true until {@link #enter} has brought them
     */
    public boolean isOverflowed() {
        return ((int) INT.getAcquire(rings, sqFlags) & RingAbi.IORING_SQ_CQ_OVERFLOW) != 0;
    }

    // ---- answers

    /**
     * How many answers there are.
     *
     * @return the number of those from the first that {@link #skip} has not skipped
     */
    public int available() {
        return (int) INT.getAcquire(rings, cqTail) - head;
    }

    private int at(int index) {
        return cqes + (head + index & completions - 1) * RingAbi.CQE_SIZE;
    }

    /**
     * Whose answer it is.
     *
     * @param index below {@link #available}
     * @return the request's token
     */
    public long token(int index) {
        return rings.getLong(at(index));
    }

    /**
     * What the request gave.
     *
     * @param index below {@link #available}
     * @return {@code >= 0} or -errno
     */
    public int result(int index) {
        return rings.getInt(at(index) + RingAbi.CQE_RES);
    }

    /**
     * What the request gave, which nobody reads again: from then on the answer says EAGAIN.
     *
     * @param index below {@link #available}
     * @return as {@link #result}
     */
    public int takeResult(int index) {
        int result = result(index);
        rings.putInt(at(index) + RingAbi.CQE_RES, -Errno.EAGAIN);
        return result;
    }

    /**
     * What else there is to know, for {@link #hasMore} and {@link #buffer}.
     *
     * @param index below {@link #available}
     * @return IORING_CQE_F_
     */
    public int flags(int index) {
        return rings.getInt(at(index) + RingAbi.CQE_FLAGS);
    }

    /**
     * Whether another answer to the same request will come.
     *
     * @param flags of an answer
     * @return false for the last one
     */
    public static boolean hasMore(int flags) {
        return (flags & RingAbi.IORING_CQE_F_MORE) != 0;
    }

    /**
     * Which buffer the bytes are in.
     *
     * @param flags of an answer
     * @return its number in the {@link BufferRing}, or -1 for none
     */
    public static int buffer(int flags) {
        return (flags & RingAbi.IORING_CQE_F_BUFFER) != 0
                ? flags >>> RingAbi.IORING_CQE_BUFFER_SHIFT
                : -1;
    }

    /** Goes on to the next answer; the kernel may use its place at {@link #giveBack}. */
    public void skip() {
        head++;
    }

    /** Gives the places of skipped answers back to the kernel. */
    public void giveBack() {
        INT.setRelease(rings, cqHead, head);
    }

    /** Closes the descriptor; the kernel cancels what is under way, a little later. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            enabled = false;
            engine.unmap(entryMemory);
            engine.unmap(ringMemory);
            syscalls.close(fd);
        }
    }
}
