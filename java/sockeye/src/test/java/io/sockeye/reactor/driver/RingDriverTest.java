package io.sockeye.reactor.driver;

import io.sockeye.engine.RingFeature;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** The driver on the kernel as it is. */
@Tag("contract")
class RingDriverTest extends RingDriverContract {
    @Override
    Set<RingFeature> without() {
        return Set.of();
    }
}
