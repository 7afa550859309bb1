package io.sockeye.selectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a selector has registered, by descriptor: open addressing over parallel arrays. Descriptors
 * are dense, so their numbers are their places, and translating a batch of events reads a few bytes
 * for each event, one after another, instead of following a reference into the heap for each.
 *
 * <p>A token is a generation and a descriptor; it tells a late event from one of the number's next
 * owner. Not thread safe.
 */
final class KeyTable {
    private static final int NONE = -1;

    private long[] tokens = new long[16];
    private byte[] events = new byte[16];
    private @Nullable SelectorKey[] keys = new SelectorKey[16];
    private BaseSelector.@Nullable Watch[] watches = new BaseSelector.Watch[16];
    private int size;
    private int generation;

    /** The place of a descriptor, or -1. */
    int find(int fd) {
        int at = slot(fd);
        return keys[at] == null ? NONE : at;
    }

    /** The place of the registration that an event belongs to, or -1 if that is over. */
    int find(long token) {
        int at = slot((int) token);
        return keys[at] != null && tokens[at] == token ? at : NONE;
    }

    /** Adds a descriptor that is not there, and returns its token. */
    long add(SelectorKey key, BaseSelector.@Nullable Watch watch) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long token = (long) ++generation << 32 | key.fd();
        set(slot(key.fd()), token, key, watch);
        size++;
        return token;
    }

    /** Replaces the key at a place; its descriptor stays. */
    void replace(int at, SelectorKey key) {
        set(at, tokens[at], key, watches[at]);
    }

    void remove(int at) {
        size--;
        int hole = at;
        int mask = keys.length - 1;
        // What stands behind the hole in the same run moves up, or it would not be found any more.
        for (int next = (hole + 1) & mask; keys[next] != null; next = (next + 1) & mask) {
            int home = hash((int) tokens[next]) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                set(hole, tokens[next], keys[next], watches[next]);
                hole = next;
            }
        }
        keys[hole] = null;
        watches[hole] = null;
    }

    SelectorKey key(int at) {
        return keys[at];
    }

    int events(int at) {
        return events[at];
    }

    long token(int at) {
        return tokens[at];
    }

    BaseSelector.@Nullable Watch watch(int at) {
        return watches[at];
    }

    int size() {
        return size;
    }

    List<SelectorKey> keys() {
        List<SelectorKey> all = new ArrayList<>(size);
        for (SelectorKey key : keys) {
            if (key != null) {
                all.add(key);
            }
        }
        return all;
    }

    void clear() {
        Arrays.fill(keys, null);
        Arrays.fill(watches, null);
        size = 0;
    }

    private void set(int at, long token, SelectorKey key, BaseSelector.@Nullable Watch watch) {
        tokens[at] = token;
        events[at] = (byte) key.events();
        keys[at] = key;
        watches[at] = watch;
    }

    private int slot(int fd) {
        int mask = keys.length - 1;
        int at = hash(fd) & mask;
        while (keys[at] != null && (int) tokens[at] != fd) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldTokens = tokens;
        @Nullable SelectorKey[] oldKeys = keys;
        BaseSelector.@Nullable Watch[] oldWatches = watches;
        int length = oldKeys.length * 2;
        tokens = new long[length];
        events = new byte[length];
        keys = new SelectorKey[length];
        watches = new BaseSelector.Watch[length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                set(slot((int) oldTokens[i]), oldTokens[i], oldKeys[i], oldWatches[i]);
            }
        }
    }

    /** The nio engine's numbers begin at 2^20. */
    private static int hash(int fd) {
        return fd ^ (fd >>> 20);
    }
}
