package io.sockeye.engine.nio;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which open file description each descriptor of this engine names. Numbers start where the OS has
 * none, so that one of its descriptors that strays in here is recognised.
 */
final class FdTable {
    /** The lowest descriptor: above every limit on open files that is in use. */
    static final int BASE = 1 << 20;

    private static final int FIRST_SIZE = 256;

    // Readers take no lock: a number that they were given was published after its slot was filled.
    private volatile AtomicReferenceArray<@Nullable Description> slots =
            new AtomicReferenceArray<>(FIRST_SIZE);

    private final BitSet used = new BitSet();
    private int lowestFree;

    /**
     * What a descriptor names.
     *
     * @param fd any number
     * @return the description; {@link Description#NONE} answers every call with EBADF
     */
    Description get(int fd) {
        AtomicReferenceArray<@Nullable Description> now = slots;
        int index = fd - BASE;
        if (index < 0 || index >= now.length()) {
            return Description.NONE;
        }
        Description description = now.get(index);
        return description == null ? Description.NONE : description;
    }

    /** Gives a description that nobody names yet its first descriptor, the lowest free one. */
    synchronized int add(Description description) {
        int index = used.nextClearBit(lowestFree);
        if (index >= slots.length()) {
            grow();
        }
        used.set(index);
        lowestFree = index + 1;
        description.references++;
        slots.set(index, description);
        return BASE + index;
    }

    /** Another descriptor for the same description, or the negated errno of a bad one. */
    synchronized int dup(int fd) {
        Description description = get(fd);
        return description == Description.NONE ? description.refusal : add(description);
    }

    /**
     * Takes a descriptor out.
     *
     * @param fd any number
     * @return what it named; close it if {@link Description#references} is 0
     */
    synchronized Description remove(int fd) {
        Description description = get(fd);
        if (description != Description.NONE) {
            int index = fd - BASE;
            slots.set(index, null);
            used.clear(index);
            lowestFree = Math.min(lowestFree, index);
            description.references--;
        }
        return description;
    }

    private void grow() {
        AtomicReferenceArray<@Nullable Description> old = slots;
        AtomicReferenceArray<@Nullable Description> larger =
                new AtomicReferenceArray<>(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            larger.setPlain(i, old.getPlain(i));
        }
        slots = larger;
    }
}
