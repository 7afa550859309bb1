package io.sockeye.engine.libc;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.SpawnRequest;
import java.lang.ref.Reference;

/**
 * posix_spawn(3): a process without a line of C of our own. It answers errno itself, that of execve
 * included.
 */
final class Spawning {
    /** Larger than either opaque struct of any libc. */
    private static final int OPAQUE = 1024;

    private static final int SETSIGDEF = 4;
    private static final int SETSIGMASK = 8;
    private static final int SETSID = 128;
    private static final int SIGSET_SIZE = 128;
    private static final int FIRST_OTHER = 3;

    private final PosixSyscalls syscalls;
    private final SpawnLibc calls;
    private final SpawnRequest request;
    private final int[] fds;

    /** Copies of the descriptors, where no target is. */
    private final int[] aside;

    Spawning(PosixSyscalls syscalls, SpawnLibc calls, SpawnRequest request) {
        this.syscalls = syscalls;
        this.calls = calls;
        this.request = request;
        fds = request.fds();
        aside = new int[fds.length / 2];
    }

    int run() {
        int made = stepAside();
        try {
            return made < 0 ? made : spawn();
        } finally {
            for (int fd : aside) {
                if (fd > 0) {
                    syscalls.close(fd);
                }
            }
        }
    }

    /** A target may be the number of a descriptor that is still to be copied. */
    private int stepAside() {
        int above = aboveTargets();
        int command = PosixSyscalls.constant("F_DUPFD_CLOEXEC");
        for (int i = 0; i < aside.length; i++) {
            aside[i] = syscalls.fcntl(fds[2 * i], command, above);
            if (aside[i] < 0) {
                return aside[i];
            }
        }
        return 0;
    }

    /** The lowest number that is neither a target nor standard. */
    private int aboveTargets() {
        int above = FIRST_OTHER;
        for (int i = 1; i < fds.length; i += 2) {
            above = Math.max(above, fds[i] + 1);
        }
        return above;
    }

    private int spawn() {
        DirectBuffer memory = syscalls.libc().allocate(2 * OPAQUE + SIGSET_SIZE + Long.BYTES);
        long actions = memory.address();
        long attributes = actions + OPAQUE;
        int pidAt = 2 * OPAQUE + SIGSET_SIZE;
        calls.initActions(actions);
        calls.initAttributes(attributes);
        int error = prepare(memory, actions, attributes);
        if (error == 0) {
            error =
                    calls.spawn(
                            memory.address(pidAt, Integer.BYTES),
                            request.path(),
                            actions,
                            attributes,
                            request.argv(),
                            request.envp());
        }
        calls.destroyActions(actions);
        calls.destroyAttributes(attributes);
        Reference.reachabilityFence(request);
        return error != 0 ? -error : memory.getInt(pidAt);
    }

    private int prepare(DirectBuffer memory, long actions, long attributes) {
        int error = 0;
        for (int i = 0; i < aside.length && error == 0; i++) {
            error = calls.addDup2(actions, aside[i], fds[2 * i + 1]);
        }
        if (error == 0 && request.directory() != 0) {
            error = calls.addChdir(actions, request.directory());
        }
        if (error == 0) {
            // Descriptors of others that are not close-on-exec; ours are.
            calls.addClosefrom(actions, aboveTargets());
        }
        return error != 0 ? error : signals(memory, attributes);
    }

    private int signals(DirectBuffer memory, long attributes) {
        boolean session = (request.flags() & SpawnRequest.SETSID) != 0;
        short flags = (short) (SETSIGDEF | SETSIGMASK | (session ? SETSID : 0));
        int error = calls.setFlags(attributes, flags);
        long set = memory.address(2 * OPAQUE, SIGSET_SIZE);
        fill(memory, (byte) 0);
        error = error != 0 ? error : calls.setSigmask(attributes, set);
        fill(memory, (byte) 0xff);
        return error != 0 ? error : calls.setSigdefault(attributes, set);
    }

    private static void fill(DirectBuffer memory, byte value) {
        for (int i = 0; i < SIGSET_SIZE; i++) {
            memory.put(2 * OPAQUE + i, value);
        }
    }
}
