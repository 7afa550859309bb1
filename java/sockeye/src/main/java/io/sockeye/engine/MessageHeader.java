package io.sockeye.engine;

import org.jspecify.annotations.Nullable;

/**
 * What sendmsg(2) and recvmsg(2) work on: several pieces of memory, an address and control
 * messages, as a {@code struct msghdr} in the layout of the host and as Java sees it.
 *
 * <p>It lies in memory of its user's, of {@link #size} bytes, and may be used again after {@link
 * #rewind}. Not thread safe.
 */
public final class MessageHeader {
    private static final boolean BSD = Abi.host().hasSockaddrLength();

    // struct msghdr
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = BSD ? 44 : 48;
    private static final int HEADER_SIZE = 56;

    private static final int IOVEC_SIZE = 16;
    private static final int NAME_AT = HEADER_SIZE;
    private static final int PIECES_AT = NAME_AT + Syscalls.SOCKADDR_MAX;

    // struct cmsghdr
    private static final int CMSG_HEADER = BSD ? 12 : 16;
    private static final int CMSG_LEVEL = BSD ? 4 : 8;
    private static final int CMSG_ALIGN = BSD ? 4 : 8;

    private final DirectBuffer memory;
    private final int controlAt;
    private final int controlCapacity;
    private final @Nullable DirectBuffer[] buffers;
    private final int[] offsets;
    private final int[] lengths;
    private int first;
    private int count;
    private int nameLength;
    private int controlLength;

    /** What the control messages given so far take. */
    private int controlUsed;

    /**
     * An empty message.
     *
     * @param memory of {@link #size} bytes, from the engine that will use it
     * @param pieces how many pieces of memory it can have
     * @param controlCapacity how many bytes of control messages it can have
     */
    public MessageHeader(DirectBuffer memory, int pieces, int controlCapacity) {
        this.memory = memory;
        this.controlAt = align(PIECES_AT + pieces * IOVEC_SIZE, Long.BYTES);
        this.controlCapacity = controlCapacity;
        this.buffers = new DirectBuffer[pieces];
        this.offsets = new int[pieces];
        this.lengths = new int[pieces];
        rewind();
    }

    /**
     * How much memory a message needs.
     *
     * @param pieces how many pieces of memory it can have
     * @param controlCapacity how many bytes of control messages it can have
     * @return in bytes
     */
    public static int size(int pieces, int controlCapacity) {
        return align(PIECES_AT + pieces * IOVEC_SIZE, Long.BYTES) + controlCapacity;
    }

    /**
     * CMSG_LEN: what a control message takes, without padding behind it.
     *
     * @param length of its data
     * @return in bytes
     */
    public static int cmsgLength(int length) {
        return CMSG_HEADER + length;
    }

    /**
     * CMSG_SPACE: what a control message takes, with padding behind it.
     *
     * @param length of its data
     * @return in bytes
     */
    public static int cmsgSpace(int length) {
        return CMSG_HEADER + align(length, CMSG_ALIGN);
    }

    private static int align(int size, int to) {
        return (size + to - 1) & -to;
    }

    /**
     * Adds a piece of memory.
     *
     * @param buffer of the same engine
     * @param offset of its first byte
     * @param length in bytes
     */
    public void add(DirectBuffer buffer, int offset, int length) {
        buffers[count] = buffer;
        offsets[count] = offset;
        lengths[count] = length;
        if (memory.address() != 0) {
            int at = PIECES_AT + count * IOVEC_SIZE;
            memory.putLong(at, buffer.address(offset, length));
            memory.putLong(at + Long.BYTES, length);
        }
        count++;
        writePieces();
    }

    /**
     * Sends to an address.
     *
     * @param sockaddr its bytes
     */
    public void name(byte[] sockaddr) {
        memory.put(NAME_AT, sockaddr, 0, sockaddr.length);
        nameLength = sockaddr.length;
        rewind();
    }

    /** Asks for the address of the sender. */
    public void wantName() {
        nameLength = Syscalls.SOCKADDR_MAX;
        rewind();
    }

    /**
     * Adds a control message to be sent.
     *
     * @param level SOL_ or IPPROTO_
     * @param type SCM_ and its kin
     * @param data its bytes
     */
    public void addControl(int level, int type, byte[] data) {
        int at = controlAt + controlUsed;
        int space = cmsgSpace(data.length);
        for (int i = 0; i < space; i++) {
            memory.put(at + i, (byte) 0);
        }
        putLength(at, cmsgLength(data.length));
        memory.putInt(at + CMSG_LEVEL, level);
        memory.putInt(at + CMSG_LEVEL + Integer.BYTES, type);
        memory.put(at + CMSG_HEADER, data, 0, data.length);
        controlUsed += space;
        controlLength = controlUsed;
        rewind();
    }

    /** Asks for control messages, as many as fit. */
    public void wantControl() {
        controlLength = controlCapacity;
        rewind();
    }

    /** Makes it ready for the next attempt: what the kernel writes is as before the first one. */
    public void rewind() {
        boolean addressed = memory.address() != 0;
        memory.putLong(NAME, addressed && nameLength > 0 ? memory.address() + NAME_AT : 0);
        memory.putInt(NAME_LENGTH, nameLength);
        boolean controlled = addressed && controlLength > 0;
        memory.putLong(CONTROL, controlled ? memory.address() + controlAt : 0);
        memory.putLong(CONTROL_LENGTH, 0);
        putControlLength(controlLength);
        memory.putInt(FLAGS, 0);
        writePieces();
    }

    /**
     * Bytes were sent: what is left is the rest of the pieces, without the control messages, which
     * went with the first byte.
     *
     * @param bytes how many
     */
    public void sent(int bytes) {
        int left = bytes;
        while (first < count && left >= lengths[first]) {
            left -= lengths[first++];
        }
        if (first < count && left > 0) {
            offsets[first] += left;
            lengths[first] -= left;
            if (memory.address() != 0) {
                int at = PIECES_AT + first * IOVEC_SIZE;
                memory.putLong(at, memory.getLong(at) + left);
                memory.putLong(at + Long.BYTES, lengths[first]);
            }
        }
        controlLength = 0;
        rewind();
    }

    private void writePieces() {
        boolean addressed = memory.address() != 0;
        long at = memory.address() + PIECES_AT + (long) first * IOVEC_SIZE;
        memory.putLong(IOV, addressed ? at : 0);
        if (BSD) {
            memory.putInt(IOV_LENGTH, count - first);
        } else {
            memory.putLong(IOV_LENGTH, count - first);
        }
    }

    private void putControlLength(int length) {
        putLength(CONTROL_LENGTH, length);
    }

    /** A size_t, or a socklen_t on BSD. */
    private void putLength(int at, int length) {
        if (BSD) {
            memory.putInt(at, length);
        } else {
            memory.putLong(at, length);
        }
    }

    private int getLength(int at) {
        long length = BSD ? memory.getInt(at) : memory.getLong(at);
        return (int) Math.max(0, Math.min(length, Integer.MAX_VALUE));
    }

    // ---- what engines use

    /**
     * The struct msghdr.
     *
     * @return its address
     */
    public long address() {
        return memory.address(0, memory.capacity());
    }

    /**
     * How many pieces of memory there are, without those that were sent whole.
     *
     * @return how many
     */
    public int pieces() {
        return count - first;
    }

    /**
     * The memory of a piece.
     *
     * @param index from 0
     * @return its buffer
     */
    public DirectBuffer buffer(int index) {
        DirectBuffer buffer = buffers[first + index];
        if (buffer == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return buffer;
    }

    /**
     * Where a piece begins.
     *
     * @param index from 0
     * @return its offset in its buffer
     */
    public int offset(int index) {
        return offsets[first + index];
    }

    /**
     * How long a piece is.
     *
     * @param index from 0
     * @return in bytes
     */
    public int length(int index) {
        return lengths[first + index];
    }

    /**
     * Whether there are control messages to send, or room for some to receive.
     *
     * @return true if either
     */
    public boolean hasControl() {
        return controlLength > 0;
    }

    /**
     * For an engine without control messages: none came.
     *
     * @param flags MSG_ of the message that came
     * @param sockaddr who sent it, or nothing
     */
    public void received(int flags, byte[] sockaddr) {
        memory.put(NAME_AT, sockaddr, 0, sockaddr.length);
        memory.putInt(NAME_LENGTH, sockaddr.length);
        memory.putLong(CONTROL_LENGTH, 0);
        memory.putInt(FLAGS, flags);
    }

    // ---- what has come

    /**
     * The flags of the message that came.
     *
     * @return MSG_, or-ed
     */
    public int flags() {
        return memory.getInt(FLAGS);
    }

    /**
     * Who sent the message that came, or where this one is sent.
     *
     * @return a sockaddr, without bytes if there is none
     */
    public byte[] name() {
        int length = Math.min(memory.getInt(NAME_LENGTH), nameLength);
        byte[] name = new byte[Math.max(0, length)];
        memory.get(NAME_AT, name, 0, name.length);
        return name;
    }

    /** Somebody who is shown control messages. */
    @FunctionalInterface
    public interface ControlReader {
        /**
         * One control message.
         *
         * @param level SOL_ or IPPROTO_
         * @param type SCM_ and its kin
         * @param data its bytes, as far as they came
         */
        void control(int level, int type, byte[] data);
    }

    /**
     * Shows the control messages that came.
     *
     * @param reader is called for each, in order
     * @return false if the last one is cut off or malformed; what came of it was shown
     */
    public boolean readControl(ControlReader reader) {
        int end = controlAt + Math.min(getLength(CONTROL_LENGTH), controlLength);
        int at = controlAt;
        while (end - at >= CMSG_HEADER) {
            int length = getLength(at);
            if (length < CMSG_HEADER) {
                return false;
            }
            boolean whole = length <= end - at;
            byte[] data = new byte[(whole ? length : end - at) - CMSG_HEADER];
            memory.get(at + CMSG_HEADER, data, 0, data.length);
            int level = memory.getInt(at + CMSG_LEVEL);
            reader.control(level, memory.getInt(at + CMSG_LEVEL + Integer.BYTES), data);
            if (!whole) {
                return false;
            }
            at = (int) Math.min(end, (long) at + align(length, CMSG_ALIGN));
        }
        return true;
    }
}
