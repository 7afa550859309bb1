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
            BaseSelector.Entry entry = selector.entries.get(fd);
            return entry == null ? null : entry.key;
        }
    }

    @Override
    public Set<Map.Entry<Integer, SelectorKey>> entrySet() {
        Map<Integer, SelectorKey> now = new LinkedHashMap<>();
        synchronized (selector.entries) {
            selector.entries.values().forEach(entry -> now.put(entry.key.fd(), entry.key));
        }
        return Collections.unmodifiableMap(now).entrySet();
    }
}
