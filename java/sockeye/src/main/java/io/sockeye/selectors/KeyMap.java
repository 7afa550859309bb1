package io.sockeye.selectors;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live, read-only view that {@link BaseSelector#getMap} gives. */
final class KeyMap extends AbstractMap<Integer, SelectorKey> {
    private final BaseSelector selector;

    KeyMap(BaseSelector selector) {
        this.selector = selector;
    }

    @Override
    public int size() {
        synchronized (selector.entries) {
            return selector.entries.size();
        }
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable SelectorKey get(@Nullable Object key) {
        if (!(key instanceof Integer fd)) {
            return null;
        }
        synchronized (selector.entries) {
            int at = selector.entries.find((int) fd);
            return at < 0 ? null : selector.entries.key(at);
        }
    }

    @Override
    public Set<Map.Entry<Integer, SelectorKey>> entrySet() {
        Map<Integer, SelectorKey> now = new LinkedHashMap<>();
        synchronized (selector.entries) {
            selector.entries.keys().forEach(key -> now.put(key.fd(), key));
        }
        return Collections.unmodifiableMap(now).entrySet();
    }
}
