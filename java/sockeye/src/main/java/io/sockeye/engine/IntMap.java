package io.sockeye.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map from int to object without boxing, by open addressing. For this library's own tables of
 * descriptors; not thread safe.
 *
 * @param <T> the values
 */
public final class IntMap<T> {
    private int[] keys = new int[16];
    private @Nullable Object[] values = new Object[16];
    private int size;

    /** An empty map. */
    public IntMap() {}

    /**
     * Looks a key up.
     *
     * @param key any int
     * @return its value, or null
     */
    @SuppressWarnings("unchecked")
    public @Nullable T get(int key) {
        return (T) values[slot(key)];
    }

    /**
     * Sets a value.
     *
     * @param key any int
     * @param value its new value
     */
    public void put(int key, T value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /**
     * Removes a key.
     *
     * @param key any int
     * @return its value, or null if it was not there
     */
    @SuppressWarnings("unchecked")
    public @Nullable T remove(int key) {
        int hole = slot(key);
        T removed = (T) values[hole];
        if (removed == null) {
            return null;
        }
        size--;
        // Open addressing: what stands behind the hole in the same run moves up, or it is lost.
        int mask = keys.length - 1;
        for (int next = (hole + 1) & mask; values[next] != null; next = (next + 1) & mask) {
            int home = hash(keys[next]) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                keys[hole] = keys[next];
                values[hole] = values[next];
                hole = next;
            }
        }
        values[hole] = null;
        return removed;
    }

    /**
     * How many keys there are.
     *
     * @return the size
     */
    public int size() {
        return size;
    }

    /**
     * The values, in no order.
     *
     * @return a new list
     */
    @SuppressWarnings("unchecked")
    public List<T> values() {
        List<T> list = new ArrayList<>(size);
        for (Object value : values) {
            if (value != null) {
                list.add((T) value);
            }
        }
        return list;
    }

    /** Removes every key. */
    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = hash(key) & mask;
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** Descriptors are dense, so the number itself spreads best. */
    private static int hash(int key) {
        return key ^ (key >>> 20);
    }
}
