package io.sockeye.selectors;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Room for the ready keys of {@link BaseSelector#selectInto}, used again and again: the path
 * without allocation. It grows to what one wait returned. One thread at a time.
 */
public final class ReadyKeys {
    private @Nullable SelectorKey[] keys = new SelectorKey[64];
    private int[] events = new int[64];
    private int size;

    /** Room that is empty. */
    public ReadyKeys() {}

    /**
     * How many keys the last wait left here.
     *
     * @return the number of ready keys
     */
    public int size() {
        return size;
    }

    /**
     * A ready key.
     *
     * @param i below {@link #size()}
     * @return what was registered
     */
    public SelectorKey key(int i) {
        return Objects.requireNonNull(keys[Objects.checkIndex(i, size)]);
    }

    /**
     * What a key is ready for.
     *
     * @param i below {@link #size()}
     * @return EVENT_READ, EVENT_WRITE or both
     */
    public int events(int i) {
        return events[Objects.checkIndex(i, size)];
    }

    void add(SelectorKey key, int ready) {
        if (size == events.length) {
            keys = Arrays.copyOf(keys, size * 2);
            events = Arrays.copyOf(events, size * 2);
        }
        keys[size] = key;
        events[size++] = ready;
    }

    /** Forgets the keys, so that what they refer to can be collected. */
    void clear() {
        Arrays.fill(keys, 0, size, null);
        size = 0;
    }
}
