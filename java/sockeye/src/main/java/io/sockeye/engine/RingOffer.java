package io.sockeye.engine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine offers to wait with: pollers, and io_uring behind them if it works, so that nobody
 * gets it who has not asked for it. For engines.
 */
public final class RingOffer {
    private final Rings.Found found;
    private final Set<Multiplexer> multiplexers;

    /**
     * Finds out whether io_uring works.
     *
     * @param engine whose calls are tried
     * @param pollers what else it has, best first
     */
    public RingOffer(Engine engine, Multiplexer... pollers) {
        found = Rings.tryOut(engine);
        Set<Multiplexer> offered = new LinkedHashSet<>(List.of(pollers));
        if (found.missing().isEmpty()) {
            offered.add(Multiplexer.IO_URING);
        }
        multiplexers = Collections.unmodifiableSet(offered);
    }

    /**
     * For {@link Engine#multiplexers}.
     *
     * @return best first, io_uring last
     */
    public Set<Multiplexer> multiplexers() {
        return multiplexers;
    }

    /**
     * For {@link Engine#missing}.
     *
     * @param kind a multiplexer
     * @return why there is no io_uring; empty for others
     */
    public Optional<String> missing(Multiplexer kind) {
        return kind == Multiplexer.IO_URING ? found.missing() : Optional.empty();
    }

    /**
     * For {@link Engine#missingRingFeatures}.
     *
     * @return what io_uring has to do without, and why
     */
    public Map<RingFeature, String> missingFeatures() {
        return found.missingFeatures();
    }
}
