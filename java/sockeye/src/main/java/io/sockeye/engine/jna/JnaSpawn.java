package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.sockeye.engine.Errno;
import io.sockeye.engine.libc.SpawnLibc;

/** posix_spawn(3) through direct mapping; what only newer libcs have is looked up when needed. */
final class JnaSpawn implements SpawnLibc {
    JnaSpawn() {
        Native.register(Calls.class, NativeLibrary.getProcess());
    }

    private static final class Calls {
        static native int posix_spawn(
                long pid, long path, long actions, long attributes, long argv, long envp);

        static native int posix_spawn_file_actions_init(long actions);

        static native int posix_spawn_file_actions_destroy(long actions);

        static native int posix_spawn_file_actions_adddup2(long actions, int from, int to);

        static native int posix_spawnattr_init(long attributes);

        static native int posix_spawnattr_destroy(long attributes);

        static native int posix_spawnattr_setflags(long attributes, short flags);

        static native int posix_spawnattr_setsigdefault(long attributes, long signals);

        static native int posix_spawnattr_setsigmask(long attributes, long signals);
    }

    @Override
    public int spawn(long pid, long path, long actions, long attributes, long argv, long envp) {
        return Calls.posix_spawn(pid, path, actions, attributes, argv, envp);
    }

    @Override
    public int initActions(long actions) {
        return Calls.posix_spawn_file_actions_init(actions);
    }

    @Override
    public int destroyActions(long actions) {
        return Calls.posix_spawn_file_actions_destroy(actions);
    }

    @Override
    public int addDup2(long actions, int from, int to) {
        return Calls.posix_spawn_file_actions_adddup2(actions, from, to);
    }

    @Override
    public int initAttributes(long attributes) {
        return Calls.posix_spawnattr_init(attributes);
    }

    @Override
    public int destroyAttributes(long attributes) {
        return Calls.posix_spawnattr_destroy(attributes);
    }

    @Override
    public int setFlags(long attributes, short flags) {
        return Calls.posix_spawnattr_setflags(attributes, flags);
    }

    @Override
    public int setSigdefault(long attributes, long signals) {
        return Calls.posix_spawnattr_setsigdefault(attributes, signals);
    }

    @Override
    public int setSigmask(long attributes, long signals) {
        return Calls.posix_spawnattr_setsigmask(attributes, signals);
    }

    @Override
    public int addChdir(long actions, long path) {
        return optional("posix_spawn_file_actions_addchdir_np", actions, path);
    }

    @Override
    public int addClosefrom(long actions, int from) {
        return optional("posix_spawn_file_actions_addclosefrom_np", actions, from);
    }

    /** Its errno, or ENOSYS if this libc lacks it. */
    private static int optional(String name, long actions, Object argument) {
        try {
            return NativeLibrary.getProcess()
                    .getFunction(name)
                    .invokeInt(new Object[] {actions, argument});
        } catch (UnsatisfiedLinkError e) {
            return Errno.ENOSYS;
        }
    }
}
