package io.sockeye.reactor.driver;

import io.sockeye.engine.RingFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver without each feature of the kernel's, and without all of them. */
@ParameterizedClass
@MethodSource("kernels")
class RingDriverFeaturesTest extends RingDriverContract {
    @Parameter Set<RingFeature> without;

    @Override
    Set<RingFeature> without() {
        return without;
    }

    static List<Set<RingFeature>> kernels() {
        List<Set<RingFeature>> kernels = new ArrayList<>();
        for (RingFeature each : RingFeature.values()) {
            boolean deferred = each != RingFeature.DEFER_TASKRUN;
            kernels.add(deferred ? Set.of(each) : Set.of(each, RingFeature.RECV_MULTISHOT));
        }
        kernels.add(Set.of(RingFeature.values()));
        return kernels;
    }
}
