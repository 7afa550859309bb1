package io.sockeye.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the Java heap that knows its address: the path without a copy. It comes from
 * {@link Engine#allocate}; {@link #buffer()} is how Java code fills and reads it.
 *
 * <p>Calls that take a {@code DirectBuffer} work between position and limit of {@link #buffer()}
 * and advance the position, as with any buffer. The {@code get} and {@code put} methods here take
 * absolute indexes, in the byte order of the machine, and are meant for C structs.
 *
 * <p>One thread at a time. The memory is freed when the last reference to this object and to its
 * buffer is gone; a call that is under way keeps it alive.
 */
public final class DirectBuffer implements AutoCloseable {
    private final ByteBuffer buffer;
    private final ByteBuffer struct;
    private final long address;
    private boolean closed;

    /**
     * For engines.
     *
     * @param buffer the memory, direct
     * @param address where byte 0 of the buffer lies; 0 for an engine that uses no addresses
     */
    public DirectBuffer(ByteBuffer buffer, long address) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a DirectBuffer needs a direct ByteBuffer");
        }
        this.buffer = buffer;
        this.address = address;
        this.struct = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
    }

    /**
     * The memory as a {@code ByteBuffer}, whose position and limit say what calls work on.
     *
     * @return always the same buffer
     * @throws IllegalStateException after {@link #close}
     */
    public ByteBuffer buffer() {
        if (closed) {
            throw new IllegalStateException("this DirectBuffer is closed");
        }
        return buffer;
    }

    /**
     * Where byte 0 lies.
     *
     * @return the address, or 0 if the engine uses none
     */
    public long address() {
        return address;
    }

    /**
     * The address that a native engine hands to C.
     *
     * @param offset of the first byte
     * @param length how many bytes the call may touch
     * @return the address of the byte at {@code offset}
     * @throws IllegalArgumentException if the buffer has no address: it belongs to the nio engine
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     */
    public long address(int offset, int length) {
        if ((offset | length) < 0 || length > struct.capacity() - offset) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + ", length " + length + ", capacity " + struct.capacity());
        }
        if (address == 0) {
            throw new IllegalArgumentException(
                    "this buffer has no address: it comes from the nio engine; allocate it from the"
                            + " engine that uses it");
        }
        return address + offset;
    }

    /**
     * How many bytes there are.
     *
     * @return the capacity in bytes
     */
    public int capacity() {
        return struct.capacity();
    }

    /**
     * Another view of a part of the memory, with a position and limit of its own.
     *
     * @param offset of the first byte
     * @param length in bytes
     * @return a view in the buffer's own byte order
     */
    public ByteBuffer slice(int offset, int length) {
        return struct.slice(offset, length);
    }

    /**
     * Reads one byte.
     *
     * @param index in bytes
     * @return the byte
     */
    public byte get(int index) {
        return struct.get(index);
    }

    /**
     * Writes one byte.
     *
     * @param index in bytes
     * @param value the byte
     */
    public void put(int index, byte value) {
        struct.put(index, value);
    }

    /**
     * Copies bytes out.
     *
     * @param index of the first byte
     * @param into where to
     * @param offset in {@code into}
     * @param length in bytes
     */
    public void get(int index, byte[] into, int offset, int length) {
        struct.get(index, into, offset, length);
    }

    /**
     * Copies bytes in.
     *
     * @param index of the first byte
     * @param from where from
     * @param offset in {@code from}
     * @param length in bytes
     */
    public void put(int index, byte[] from, int offset, int length) {
        struct.put(index, from, offset, length);
    }

    /**
     * Reads 16 bits in the machine's byte order.
     *
     * @param index in bytes
     * @return the value
     */
    public short getShort(int index) {
        return struct.getShort(index);
    }

    /**
     * Writes 16 bits in the machine's byte order.
     *
     * @param index in bytes
     * @param value the value
     */
    public void putShort(int index, short value) {
        struct.putShort(index, value);
    }

    /**
     * Reads 32 bits in the machine's byte order.
     *
     * @param index in bytes
     * @return the value
     */
    public int getInt(int index) {
        return struct.getInt(index);
    }

    /**
     * Writes 32 bits in the machine's byte order.
     *
     * @param index in bytes
     * @param value the value
     */
    public void putInt(int index, int value) {
        struct.putInt(index, value);
    }

    /**
     * Reads 64 bits in the machine's byte order.
     *
     * @param index in bytes
     * @return the value
     */
    public long getLong(int index) {
        return struct.getLong(index);
    }

    /**
     * Writes 64 bits in the machine's byte order.
     *
     * @param index in bytes
     * @param value the value
     */
    public void putLong(int index, long value) {
        struct.putLong(index, value);
    }

    /**
     * Gives the memory up: {@link #buffer()} throws from now on. It is freed as soon as no call
     * uses it any more and no {@code ByteBuffer} of it is reachable.
     */
    @Override
    public void close() {
        closed = true;
    }
}
