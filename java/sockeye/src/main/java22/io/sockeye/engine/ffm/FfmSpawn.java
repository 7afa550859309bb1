package io.sockeye.engine.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sockeye.engine.libc.SpawnLibc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** posix_spawn(3) through downcalls. */
final class FfmSpawn implements SpawnLibc {
    private static final MethodHandle SPAWN =
            Downcalls.plain(
                    "posix_spawn",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG));
    private static final MethodHandle INIT_ACTIONS =
            Downcalls.plain(
                    "posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle DESTROY_ACTIONS =
            Downcalls.plain(
                    "posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle ADD_DUP2 =
            Downcalls.plain(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle INIT_ATTRIBUTES =
            Downcalls.plain("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle DESTROY_ATTRIBUTES =
            Downcalls.plain("posix_spawnattr_destroy", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle SET_FLAGS =
            Downcalls.plain(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_SHORT));
    private static final MethodHandle SET_SIGDEFAULT =
            Downcalls.plain(
                    "posix_spawnattr_setsigdefault",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SET_SIGMASK =
            Downcalls.plain(
                    "posix_spawnattr_setsigmask",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle ADD_CHDIR =
            Downcalls.optional(
                    "posix_spawn_file_actions_addchdir_np",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle ADD_CLOSEFROM =
            Downcalls.optional(
                    "posix_spawn_file_actions_addclosefrom_np",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

    @Override
    public int spawn(long pid, long path, long actions, long attributes, long argv, long envp) {
        try {
            return (int) SPAWN.invokeExact(pid, path, actions, attributes, argv, envp);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int initActions(long actions) {
        try {
            return (int) INIT_ACTIONS.invokeExact(actions);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int destroyActions(long actions) {
        try {
            return (int) DESTROY_ACTIONS.invokeExact(actions);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int addDup2(long actions, int from, int to) {
        try {
            return (int) ADD_DUP2.invokeExact(actions, from, to);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int initAttributes(long attributes) {
        try {
            return (int) INIT_ATTRIBUTES.invokeExact(attributes);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int destroyAttributes(long attributes) {
        try {
            return (int) DESTROY_ATTRIBUTES.invokeExact(attributes);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int setFlags(long attributes, short flags) {
        try {
            return (int) SET_FLAGS.invokeExact(attributes, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int setSigdefault(long attributes, long signals) {
        try {
            return (int) SET_SIGDEFAULT.invokeExact(attributes, signals);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int setSigmask(long attributes, long signals) {
        try {
            return (int) SET_SIGMASK.invokeExact(attributes, signals);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int addChdir(long actions, long path) {
        try {
            return (int) ADD_CHDIR.invokeExact(actions, path);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int addClosefrom(long actions, int from) {
        try {
            return (int) ADD_CLOSEFROM.invokeExact(actions, from);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
