package io.sockeye.reactor;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.ByteBuffer;

/**
 * The bytes of one connection that were received and not yet taken, as one sequence: first those
 * held over from earlier, then those of the dataReceived that is running. Messages that lie whole
 * in the latter are never copied.
 *
 * <p>The views of {@link #take} stay valid while their receiver runs, whatever it does to their
 * position and limit and whatever is {@linkplain #append appended} meanwhile: nothing is moved
 * inside a held array before {@link #keep}.
 */
final class Incoming {
    static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final int SMALLEST = 64;

    private ByteBuffer held = NONE;
    private int heldStart;
    private int heldEnd;
    private ByteBuffer data = NONE;
    private int dataStart;
    private int dataEnd;
    private long wanted;

    /** Sets what to take from, after what is held, until {@link #keep}. */
    void offer(ByteBuffer received) {
        data = received;
        dataStart = received.position();
        dataEnd = received.limit();
    }

    /**
     * Adds bytes behind all others while a receiver runs, and moves their position to the limit.
     * The end of the data itself, once it was taken, is handed back without a copy.
     */
    void append(ByteBuffer more) {
        boolean handedBack = more == data && more.limit() == dataEnd && dataLength() == 0;
        if (handedBack) {
            dataStart = more.position();
            more.position(dataEnd);
            return;
        }
        int length = more.remaining();
        if (length == 0) {
            return;
        }
        hold(dataLength());
        makeRoom(length);
        more.get(held.array(), heldEnd, length);
        heldEnd += length;
    }

    int available() {
        return Math.addExact(heldLength(), dataLength());
    }

    boolean isEmpty() {
        return available() == 0;
    }

    /** The next byte, from 0 to 255, or -1 if there is none. */
    int read() {
        if (heldStart < heldEnd) {
            return held.array()[heldStart++] & 0xff;
        }
        if (dataStart == dataEnd) {
            return -1;
        }
        return data.limit(dataEnd).get(dataStart++) & 0xff;
    }

    /** The byte at an offset of what {@link #has} said is there, before it is taken. */
    byte peek(int offset) {
        return heldLength() > 0 ? held.array()[heldStart + offset] : data.get(dataStart + offset);
    }

    /**
     * Whether so many bytes are there. They are then in one piece; bytes are copied only for a
     * message that began earlier, and none beyond its end.
     */
    boolean has(long length) {
        wanted = length;
        if (heldLength() == 0) {
            return dataLength() >= length;
        }
        hold((int) Math.min(dataLength(), Math.max(0, length - heldLength())));
        return heldLength() >= length;
    }

    /** Takes bytes that {@link #has} said are there: what is between position and limit. */
    ByteBuffer take(int length) {
        if (heldLength() > 0) {
            heldStart += length;
            return held.limit(heldStart).position(heldStart - length).order(BIG_ENDIAN);
        }
        dataStart += length;
        return data.limit(dataStart).position(dataStart - length).order(BIG_ENDIAN);
    }

    /** Takes as many bytes as there are in one piece. */
    ByteBuffer takeSome() {
        return take(heldLength() > 0 ? heldLength() : dataLength());
    }

    /** Takes bytes that nobody is to see. */
    void skip(int length) {
        int ofHeld = Math.min(length, heldLength());
        heldStart += ofHeld;
        dataStart += length - ofHeld;
    }

    /** Takes everything, and gives a copy. */
    byte[] takeAll() {
        byte[] all = new byte[available()];
        int ofHeld = heldLength();
        System.arraycopy(held.array(), heldStart, all, 0, ofHeld);
        getData(all, ofHeld, dataLength());
        skip(all.length);
        return all;
    }

    /**
     * Searches for a delimiter from one offset to another.
     *
     * @param longest how many bytes a whole message can have
     * @return as {@link Delimiter#search}, the offset being that after the delimiter
     */
    int search(Delimiter delimiter, int from, int to, int matched, long longest) {
        wanted = longest;
        int ofHeld = heldLength();
        int start = from;
        int before = matched;
        if (from < ofHeld) {
            int end = Math.min(to, ofHeld);
            held.limit(heldEnd);
            int found = delimiter.search(held, heldStart + from, heldStart + end, before);
            if (found >= 0) {
                return found - heldStart;
            }
            start = end;
            before = ~found;
        }
        int origin = dataStart - ofHeld;
        data.limit(dataEnd);
        int found = delimiter.search(data, origin + start, origin + to, before);
        return found < 0 ? found : found - origin;
    }

    /** Ends what {@link #offer} began: what was not taken is held over, and no room beyond that. */
    void keep() {
        if (heldLength() == 0) {
            heldStart = 0;
            heldEnd = 0;
        }
        hold(dataLength());
        data.limit(dataEnd).position(dataEnd);
        data = NONE;
        dataStart = 0;
        dataEnd = 0;
        if (heldLength() == 0) {
            held = NONE;
        } else if (held.capacity() > SMALLEST && heldLength() < held.capacity() / 4) {
            reallocate(0);
        }
    }

    /** How much memory is held. */
    int capacity() {
        return held.capacity();
    }

    private int heldLength() {
        return heldEnd - heldStart;
    }

    private int dataLength() {
        return dataEnd - dataStart;
    }

    private void hold(int length) {
        if (length == 0) {
            return;
        }
        makeRoom(length);
        getData(held.array(), heldEnd, length);
        heldEnd += length;
        dataStart += length;
    }

    /** Copies without a trace on the position and limit, which a receiver may be using. */
    private void getData(byte[] into, int offset, int length) {
        int limit = data.limit();
        data.limit(dataEnd).get(dataStart, into, offset, length);
        data.limit(limit);
    }

    private void makeRoom(int length) {
        if (length > held.capacity() - heldEnd) {
            reallocate(length);
        }
    }

    private void reallocate(int room) {
        int used = heldLength();
        byte[] other = new byte[capacityFor(Math.addExact(used, room))];
        System.arraycopy(held.array(), heldStart, other, 0, used);
        held = ByteBuffer.wrap(other);
        heldStart = 0;
        heldEnd = used;
    }

    /**
     * Grows in proportion, so that bytes that come one by one are not copied again and again; for a
     * single message to no more than its longest.
     */
    private int capacityFor(int needed) {
        long ample = Math.max(SMALLEST, 2L * needed);
        if (needed > wanted) {
            ample = held == NONE ? needed : needed + needed / 2L;
        }
        long most = needed > wanted ? Integer.MAX_VALUE - 8 : wanted;
        return (int) Math.max(needed, Math.min(ample, most));
    }
}
