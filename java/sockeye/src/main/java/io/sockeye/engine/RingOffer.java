package io.sockeye.engine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an engine offers to wait with: pollers, and io_uring behind them if it works, so that nobody
 * gets it who has not asked for it. For engines.
 */
public final class RingOffer {
    private final Engine engine;
    private final Optional<String> missing;
    private final Set<Multiplexer> multiplexers;
    private @Nullable Map<RingFeature, String> missingFeatures;

    /**
     * Finds out whether io_uring works.
     *
     * @param engine whose calls are tried
     * @param pollers what else it has, best first
     */
    public RingOffer(Engine engine, Multiplexer... pollers) {
        this.engine = engine;
        missing = Rings.missing(engine);
        Set<Multiplexer> offered = new LinkedHashSet<>(List.of(pollers));
        if (missing.isEmpty()) {
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
        return kind == Multiplexer.IO_URING ? missing : Optional.empty();
    }

    /**
     * For {@link Engine#missingRingFeatures}. They are tried when somebody asks first: most
     * programs start without a ring.
     *
     * @return what io_uring has to do without, and why
     */
    public synchronized Map<RingFeature, String> missingFeatures() {
        Map<RingFeature, String> known = missingFeatures;
        if (known == null) {
            known = missing.isEmpty() ? Rings.missingFeatures(engine) : Map.of();
            missingFeatures = known;
        }
        return known;
    }
}
