package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.SpawnRequest;
import io.sockeye.engine.Syscalls;
import java.lang.ref.Reference;

/**
 * posix_spawn(3): a process without a line of C of our own. It answers errno itself, that of execve
 * included. What only newer libcs have is looked up when it is needed.
 */
final class Spawning {
    /** Larger than either opaque struct of any libc. */
    private static final int OPAQUE = 1024;

    private static final int SETSIGDEF = 4;
    private static final int SETSIGMASK = 8;
    private static final int SETSID = 128;
    private static final int SIGSET_SIZE = 128;
    private static final int FIRST_OTHER = 3;

    private Spawning() {}

    /** Bound at the first use, so that a libc without one of these has all else. */
    private static final class Calls {
        static {
            Native.register(Calls.class, NativeLibrary.getProcess());
        }

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

    static int spawn(Syscalls syscalls, SpawnRequest request) {
        int[] fds = request.fds();
        int[] aside = new int[fds.length / 2];
        int made = stepAside(syscalls, fds, aside);
        try {
            return made < 0 ? made : spawn(request, fds, aside);
        } catch (UnsatisfiedLinkError e) {
            return -Errno.ENOSYS;
        } finally {
            for (int fd : aside) {
                if (fd > 0) {
                    syscalls.close(fd);
                }
            }
        }
    }

    /** A target may be the number of a descriptor that is still to be copied. */
    private static int stepAside(Syscalls syscalls, int[] fds, int[] aside) {
        int above = aboveTargets(fds);
        int command = JnaSyscalls.constant("F_DUPFD_CLOEXEC");
        for (int i = 0; i < aside.length; i++) {
            aside[i] = syscalls.fcntl(fds[2 * i], command, above);
            if (aside[i] < 0) {
                return aside[i];
            }
        }
        return 0;
    }

    /** The lowest number that is neither a target nor standard. */
    private static int aboveTargets(int[] fds) {
        int above = FIRST_OTHER;
        for (int i = 1; i < fds.length; i += 2) {
            above = Math.max(above, fds[i] + 1);
        }
        return above;
    }

    private static int spawn(SpawnRequest request, int[] fds, int[] aside) {
        DirectBuffer memory = Libc.allocate(2 * OPAQUE + SIGSET_SIZE + Long.BYTES);
        long actions = memory.address();
        long attributes = actions + OPAQUE;
        int pidAt = 2 * OPAQUE + SIGSET_SIZE;
        Calls.posix_spawn_file_actions_init(actions);
        Calls.posix_spawnattr_init(attributes);
        int error = prepare(memory, actions, attributes, request, fds, aside);
        if (error == 0) {
            error =
                    Calls.posix_spawn(
                            memory.address(pidAt, Integer.BYTES),
                            request.path(),
                            actions,
                            attributes,
                            request.argv(),
                            request.envp());
        }
        Calls.posix_spawn_file_actions_destroy(actions);
        Calls.posix_spawnattr_destroy(attributes);
        Reference.reachabilityFence(request);
        return error != 0 ? -error : memory.getInt(pidAt);
    }

    private static int prepare(
            DirectBuffer memory,
            long actions,
            long attributes,
            SpawnRequest request,
            int[] fds,
            int[] aside) {
        int error = 0;
        for (int i = 0; i < aside.length && error == 0; i++) {
            error = Calls.posix_spawn_file_actions_adddup2(actions, aside[i], fds[2 * i + 1]);
        }
        if (error == 0 && request.directory() != 0) {
            error = optional("posix_spawn_file_actions_addchdir_np", actions, request.directory());
        }
        if (error == 0) {
            // Descriptors of others that are not close-on-exec; ours are.
            int first = aboveTargets(fds);
            optional("posix_spawn_file_actions_addclosefrom_np", actions, first);
        }
        return error != 0 ? error : signals(memory, attributes, request);
    }

    private static int signals(DirectBuffer memory, long attributes, SpawnRequest request) {
        boolean session = (request.flags() & SpawnRequest.SETSID) != 0;
        short flags = (short) (SETSIGDEF | SETSIGMASK | (session ? SETSID : 0));
        int error = Calls.posix_spawnattr_setflags(attributes, flags);
        long set = memory.address(2 * OPAQUE, SIGSET_SIZE);
        fill(memory, (byte) 0);
        error = error != 0 ? error : Calls.posix_spawnattr_setsigmask(attributes, set);
        fill(memory, (byte) 0xff);
        return error != 0 ? error : Calls.posix_spawnattr_setsigdefault(attributes, set);
    }

    private static void fill(DirectBuffer memory, byte value) {
        for (int i = 0; i < SIGSET_SIZE; i++) {
            memory.put(2 * OPAQUE + i, value);
        }
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
