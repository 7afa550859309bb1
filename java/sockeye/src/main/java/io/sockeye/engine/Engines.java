package io.sockeye.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the engine. {@code -Dsockeye.engine=jni|ffm|jna|nio} decides, then the environment
 * variable {@code SOCKEYE_ENGINE}, then rank: the first available of jni, ffm, jna, nio. An engine
 * that was asked for and is not available is an error that says why, never a silent fallback.
 *
 * <p>Thread safe. The choice is made once, at the first call.
 */
public final class Engines {
    private Engines() {}

    /** Holds the choice, so that it is made at the first use and not when the class is loaded. */
    private static final class Chosen {
        static final List<Engine> ALL;

        /** Kept: a class that fails to initialise tells its reason to the first caller alone. */
        static final @Nullable IllegalStateException FAILURE;

        static {
            List<Engine> all = List.of();
            IllegalStateException failure = null;
            try {
                all = load();
            } catch (IllegalStateException e) {
                failure = e;
            }
            ALL = all;
            FAILURE = failure;
        }
    }

    /** Apart from {@link Chosen}: a choice that fails must not hide the list of engines. */
    private static final class Best {
        static final Engine BEST = choose();
    }

    /**
     * The engine that everything uses which is not told another.
     *
     * @return the chosen engine, always the same one
     * @throws IllegalStateException if the engine that was asked for is not available; the message
     *     says who asked and why it is not
     * @throws IllegalArgumentException if the engine that was asked for does not exist
     */
    public static Engine best() {
        try {
            return Best.BEST;
        } catch (ExceptionInInitializerError e) {
            throw (RuntimeException) e.getCause();
        } catch (NoClassDefFoundError e) {
            // The choice failed before; fail again with the real reason instead of the JVM's.
            return choose();
        }
    }

    /**
     * An engine by its name.
     *
     * @param name such as {@code "jni"}
     * @return the engine, available
     * @throws IllegalStateException if it is not available; the message says why
     * @throws IllegalArgumentException if there is no engine of that name
     */
    public static Engine named(String name) {
        return available(name, "asked for");
    }

    /**
     * Every engine on the class path or module path, best first, also those that are not available.
     *
     * @return an unmodifiable list
     * @throws IllegalStateException if there is none, or one cannot be loaded, as in a jar that
     *     merged others badly; the message says what to do
     */
    public static List<Engine> all() {
        if (Chosen.FAILURE != null) {
            throw new IllegalStateException(Chosen.FAILURE.getMessage(), Chosen.FAILURE);
        }
        return Chosen.ALL;
    }

    /**
     * One line for each engine: available or the reason why not, multiplexers, origin, and why it
     * has no io_uring. It makes no other engine's system calls.
     *
     * @return text of several lines
     */
    public static String report() {
        return all().stream().map(Engines::describe).collect(Collectors.joining("\n"));
    }

    /**
     * The whole reason why an engine is not available: the causes' messages, one after another.
     *
     * @param engine any engine
     * @return the reason, or an empty text if the engine is available
     */
    public static String reason(Engine engine) {
        StringBuilder text = new StringBuilder();
        Throwable cause = engine.unavailabilityCause().orElse(null);
        for (; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ": ");
            String message = cause.getMessage();
            text.append(message == null ? cause.getClass().getName() : message);
        }
        return text.toString();
    }

    /**
     * What an engine waits with when nobody says otherwise: what {@code -Dsockeye.multiplexer} asks
     * for, then {@code SOCKEYE_MULTIPLEXER}, then its first choice.
     *
     * @param engine an available engine
     * @return one of its multiplexers
     * @throws IllegalArgumentException if the name that was asked for is none
     * @throws OsException EOPNOTSUPP if the engine lacks the one that was asked for
     */
    public static Multiplexer multiplexer(Engine engine) throws OsException {
        String property = System.getProperty("sockeye.multiplexer");
        if (property != null && !property.isEmpty()) {
            return asked(engine, property, "-Dsockeye.multiplexer=" + property);
        }
        String variable = System.getenv("SOCKEYE_MULTIPLEXER");
        if (variable != null && !variable.isEmpty()) {
            return asked(engine, variable, "SOCKEYE_MULTIPLEXER=" + variable);
        }
        return engine.multiplexers().iterator().next();
    }

    private static Multiplexer asked(Engine engine, String name, String by) throws OsException {
        Multiplexer kind;
        try {
            kind = Multiplexer.named(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(by + ": " + e.getMessage(), e);
        }
        if (!engine.multiplexers().contains(kind)) {
            String why = engine.missing(kind).map(reason -> kind + ": " + reason + "; ").orElse("");
            throw OsException.unsupported(engine, by, why + "it has " + engine.multiplexers());
        }
        return kind;
    }

    private static String describe(Engine engine) {
        if (!engine.isAvailable()) {
            return engine.name() + ": unavailable because " + reason(engine);
        }
        String missing =
                engine.missing(Multiplexer.IO_URING)
                        .map(why -> "; no io_uring because " + why)
                        .orElse("");
        String lacking =
                engine.missingRingFeatures().entrySet().stream()
                        .map(each -> "; io_uring without " + each.getKey() + ": " + each.getValue())
                        .collect(Collectors.joining());
        return engine.name()
                + ": available, "
                + engine.multiplexers().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", "))
                + " ("
                + engine.origin()
                + ")"
                + missing
                + lacking;
    }

    private static Engine choose() {
        String property = System.getProperty("sockeye.engine");
        if (property != null && !property.isEmpty()) {
            return available(property, "chosen by -Dsockeye.engine=" + property);
        }
        String variable = System.getenv("SOCKEYE_ENGINE");
        if (variable != null && !variable.isEmpty()) {
            return available(variable, "chosen by SOCKEYE_ENGINE=" + variable);
        }
        for (Engine engine : all()) {
            if (engine.isAvailable()) {
                return engine;
            }
        }
        throw new IllegalStateException("no engine is available: " + report());
    }

    private static Engine available(String name, String by) {
        for (Engine engine : all()) {
            if (!engine.name().equals(name)) {
                continue;
            }
            if (engine.isAvailable()) {
                return engine;
            }
            throw new IllegalStateException(
                    "engine " + name + " (" + by + ") is unavailable because " + reason(engine),
                    engine.unavailabilityCause().orElse(null));
        }
        throw new IllegalArgumentException(
                "there is no engine '"
                        + name
                        + "' ("
                        + by
                        + "); there are "
                        + all().stream().map(Engine::name).collect(Collectors.joining(", ")));
    }

    private static List<Engine> load() {
        List<Engine> found = new ArrayList<>();
        try {
            ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "an engine that META-INF/services or a module names cannot be loaded: "
                            + e.getMessage(),
                    e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "no engine was found: META-INF/services/"
                            + Engine.class.getName()
                            + " is missing; a jar that merges others must merge their service files too");
        }
        found.sort(Engines::byRank);
        return List.copyOf(found);
    }

    private static int byRank(Engine a, Engine b) {
        return a.rank() != b.rank()
                ? Integer.compare(a.rank(), b.rank())
                : a.name().compareTo(b.name());
    }
}
