package io.sockeye.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Buffers that the kernel receives into, for whichever connection gets bytes: idle connections need
 * none. It takes them from the head of a ring; each comes back with one answer, belongs to whoever
 * got that answer, and is given back once.
 */
public final class BufferRing {
    /** A ring has one group of buffers. */
    static final int GROUP = 0;

    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    /** The ring begins a page of the kernel's, and this is the largest of the hosts there are. */
    private static final int PAGE = 64 * 1024;

    /** With page-sized steps all buffers would begin in the same lines of the first-level cache. */
    private static final int GAP = 64;

    private final Engine engine;
    private final int size;
    private final int most;
    private final ByteBuffer ring;
    private final DirectBuffer[] buffers;
    private final boolean[] lent;
    private int count;
    private int given;
    private int outside;

    /**
     * Registers a ring of buffers.
     *
     * @param engine whose memory it is
     * @param owner receives into them
     * @param size of a buffer in bytes
     * @param first how many buffers there are at first
     * @param most how many there can be, a power of two up to 32768
     * @throws OsException if the kernel refuses
     */
    public BufferRing(Engine engine, Ring owner, int size, int first, int most) throws OsException {
        this.engine = engine;
        this.size = size;
        this.most = most;
        this.buffers = new DirectBuffer[most];
        this.lent = new boolean[most];
        DirectBuffer memory = engine.allocate(most * RingAbi.BUF_SIZE + PAGE);
        int start = (int) (-memory.address() & (PAGE - 1));
        ring = memory.slice(start, most * RingAbi.BUF_SIZE).order(ByteOrder.nativeOrder());
        DirectBuffer request = engine.allocate(RingAbi.BUF_REG_SIZE);
        request.putLong(0, memory.address() + start);
        request.putInt(RingAbi.BUF_REG_ENTRIES, most);
        request.putShort(RingAbi.BUF_REG_BGID, (short) GROUP);
        Ring.checkMemory(
                owner.register(RingAbi.IORING_REGISTER_PBUF_RING, request, 1),
                "io_uring_register(PBUF_RING)");
        add(first);
    }

    /** Adds as many buffers as there are, up to the most. */
    public void grow() {
        add(Math.min(count, most - count));
    }

    private void add(int more) {
        if (more == 0) {
            return;
        }
        int step = size + GAP;
        DirectBuffer memory = engine.allocate(Math.multiplyExact(more, step));
        for (int i = 0; i < more; i++) {
            int id = count++;
            buffers[id] = engine.wrap(memory.slice(i * step, size));
            lend(id);
            giveBack(id);
        }
        publish();
    }

    /**
     * How many buffers there are.
     *
     * @return those that the kernel has and those that were received into
     */
    public int count() {
        return count;
    }

    /**
     * The size of a buffer.
     *
     * @return in bytes
     */
    public int size() {
        return size;
    }

    /**
     * How many buffers neither the kernel has nor an answer that nobody has read.
     *
     * @return those of {@link #take} that were not given back
     */
    public int outside() {
        return outside;
    }

    /**
     * Takes the buffer of an answer, which is the caller's until {@link #giveBack}.
     *
     * @param id its number, from {@link Ring#buffer}
     * @return always the same object
     * @throws IllegalStateException if it was taken and not given back
     */
    public DirectBuffer take(int id) {
        lend(id);
        return buffers[id];
    }

    private void lend(int id) {
        if (lent[id]) {
            throw new IllegalStateException("buffer " + id + " was lent twice");
        }
        lent[id] = true;
        outside++;
    }

    /**
     * The kernel may receive into a buffer again, after {@link #publish}.
     *
     * @param id its number
     * @throws IllegalStateException if it was not taken
     */
    public void giveBack(int id) {
        if (!lent[id]) {
            throw new IllegalStateException("buffer " + id + " was given back twice");
        }
        lent[id] = false;
        outside--;
        int at = (given & (most - 1)) * RingAbi.BUF_SIZE;
        ring.putLong(at, buffers[id].address());
        ring.putInt(at + RingAbi.BUF_LEN, size);
        ring.putShort(at + RingAbi.BUF_BID, (short) id);
        given++;
    }

    /** Lets the kernel see what was given back. */
    public void publish() {
        SHORT.setRelease(ring, RingAbi.BUF_RING_TAIL, (short) given);
    }
}
