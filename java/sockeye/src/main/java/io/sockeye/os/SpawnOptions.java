package io.sockeye.os;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.HasFileno;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keyword arguments of {@link Processes#spawn}. */
public final class SpawnOptions {
    @Nullable Engine engine;
    @Nullable Path directory;
    final Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    final Map<Integer, HasFileno> fds = new LinkedHashMap<>();
    boolean newSession;

    SpawnOptions() {}

    /**
     * The engine that starts it, and whose descriptors are given.
     *
     * @param chosen an available engine with processes
     * @return this
     */
    public SpawnOptions engine(Engine chosen) {
        engine = chosen;
        return this;
    }

    /**
     * Where it starts; this process's folder if none is given.
     *
     * @param folder a folder
     * @return this
     */
    public SpawnOptions directory(Path folder) {
        directory = folder;
        return this;
    }

    /**
     * Sets a variable beside those of this process.
     *
     * @param name of the variable
     * @param value of the variable
     * @return this
     */
    public SpawnOptions environment(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("no name of a variable: '" + name + '\'');
        }
        environment.put(name, value);
        return this;
    }

    /**
     * Forgets the variables of this process.
     *
     * @return this
     */
    public SpawnOptions clearEnvironment() {
        environment.clear();
        return this;
    }

    /**
     * Gives it a descriptor. Nothing else but 0, 1 and 2 is open there.
     *
     * @param number what it is called there: 0, 1 and 2 are the standard ones
     * @param from a descriptor of this process, which stays open here
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public SpawnOptions fd(int number, HasFileno from) {
        if (number < 0) {
            throw new IllegalArgumentException("negative file descriptor: " + number);
        }
        fds.put(number, from);
        return this;
    }

    /**
     * Makes it lead a session of its own, so that a Ctrl-C on this terminal does not reach it.
     *
     * @param on true to do so
     * @return this
     */
    public SpawnOptions newSession(boolean on) {
        newSession = on;
        return this;
    }

    Engine engine() {
        return engine != null ? engine : Engines.best();
    }
}
