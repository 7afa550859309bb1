package io.sockeye.reactor;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Multiplexer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Twisted's one reactor per program: {@code from twisted.internet import reactor} is {@link
 * #reactor}, and {@code epollreactor.install()} is {@link #install(Multiplexer)}.
 *
 * <p>A program that needs several, or wants to close one and make another, uses {@link
 * Reactor#create()}.
 */
public final class Reactors {
    private static @Nullable Reactor installed;

    private Reactors() {}

    /**
     * Chooses what the program's reactor waits with, before it is first used.
     *
     * @param kind a multiplexer that some available engine has
     * @return the reactor
     * @throws ReactorAlreadyInstalledException if the program has its reactor already
     * @throws IOException if the OS refuses it
     * @throws IllegalArgumentException if there is no such reactor here; the message says why
     */
    public static synchronized Reactor install(Multiplexer kind) throws IOException {
        Reactor before = installed;
        if (before != null) {
            throw new ReactorAlreadyInstalledException(
                    "reactor already installed: " + before + "; install one before the first use");
        }
        Engine engine = engineWith(kind);
        Reactor made = Reactor.create(o -> o.engine(engine).multiplexer(kind));
        installed = made;
        return made;
    }

    /**
     * The program's reactor; the default one if none was installed.
     *
     * @return always the same
     * @throws IOException if it is made now and the OS refuses it
     */
    public static synchronized Reactor reactor() throws IOException {
        Reactor made = installed;
        if (made == null) {
            made = Reactor.create();
            installed = made;
        }
        return made;
    }

    /**
     * Twisted's reactors by name, each with {@code available} or the reason why it is not there.
     *
     * @return in Twisted's order
     */
    public static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("epollreactor", availability(Multiplexer.EPOLL));
        table.put("pollreactor", availability(Multiplexer.POLL));
        table.put("selectreactor", availability(Multiplexer.SELECT));
        table.put("kqreactor", availability(Multiplexer.KQUEUE));
        table.put("iocpreactor", "completion ports exist on Windows only, and are not written yet");
        table.put(
                "asyncioreactor",
                "asyncio is Python's; its style is here as Streams, on any reactor");
        table.put("gtk3reactor", "a Java program has no GLib loop; use Reactor.start()");
        table.put("cfreactor", "a Java program has no CoreFoundation loop; use Reactor.start()");
        table.put("win32eventreactor", "it waits for Windows events; use nio there");
        return table;
    }

    private static Engine engineWith(Multiplexer kind) {
        Engine best = Engines.best();
        if (best.multiplexers().contains(kind)) {
            return best;
        }
        Engine other = firstWith(kind).orElseThrow(() -> refusal(kind, missing(kind)));
        if (isEngineChosen()) {
            throw refusal(
                    kind,
                    "the engine "
                            + best.name()
                            + " was asked for and has only "
                            + best.multiplexers()
                            + "; "
                            + other.name()
                            + " has it");
        }
        return other;
    }

    private static Optional<Engine> firstWith(Multiplexer kind) {
        return Engines.all().stream()
                .filter(each -> each.isAvailable() && each.multiplexers().contains(kind))
                .findFirst();
    }

    private static IllegalArgumentException refusal(Multiplexer kind, String why) {
        return new IllegalArgumentException("there is no " + kind + " reactor: " + why);
    }

    private static boolean isEngineChosen() {
        String property = System.getProperty("sockeye.engine", "");
        String variable = System.getenv("SOCKEYE_ENGINE");
        return !property.isEmpty() || (variable != null && !variable.isEmpty());
    }

    private static String availability(Multiplexer kind) {
        return firstWith(kind).isPresent() ? "available" : missing(kind);
    }

    private static String missing(Multiplexer kind) {
        String os = System.getProperty("os.name");
        return switch (kind) {
            case KQUEUE -> "kqueue exists on BSD and macOS only, and this is " + os;
            case EPOLL ->
                    "epoll exists on Linux only, or no native engine is available: " + report();
            case IO_URING -> "no available engine has io_uring: " + whyNoRing();
            default ->
                    "no available engine has "
                            + kind.name().toLowerCase(Locale.ROOT)
                            + ": "
                            + report();
        };
    }

    private static String whyNoRing() {
        return Engines.all().stream()
                .flatMap(engine -> engine.missing(Multiplexer.IO_URING).stream())
                .findFirst()
                .orElseGet(Reactors::report);
    }

    private static String report() {
        return Engines.report().replace('\n', ';');
    }
}
