package io.sockeye.reactor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logger {@code io.sockeye.reactor}. What goes wrong in logging itself ends no loop: a logger
 * may need a descriptor when there is none, and a user's {@code toString} may throw.
 */
final class Log {
    private static final Logger LOGGER = System.getLogger("io.sockeye.reactor");

    private Log() {}

    /**
     * Lets the JDK open what its first line needs, its configuration and the rules of the time
     * zone, while there are descriptors: the first line may be that there are none.
     */
    static void prime() {
        LOGGER.isLoggable(Level.WARNING);
        ZoneId.systemDefault().getRules();
    }

    /** False if it could not be logged; the counters have it nevertheless. */
    static boolean log(Level level, Supplier<String> message, @Nullable Throwable thrown) {
        try {
            if (LOGGER.isLoggable(level)) {
                LOGGER.log(level, message.get(), thrown);
            }
            return true;
        } catch (Throwable e) {
            return false;
        }
    }
}
