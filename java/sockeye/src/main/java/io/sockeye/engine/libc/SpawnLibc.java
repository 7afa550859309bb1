package io.sockeye.engine.libc;

/** posix_spawn(3) and what prepares it. Each answers an errno, not negated. */
public interface SpawnLibc {
    int spawn(long pid, long path, long actions, long attributes, long argv, long envp);

    int initActions(long actions);

    int destroyActions(long actions);

    int addDup2(long actions, int from, int to);

    int initAttributes(long attributes);

    int destroyAttributes(long attributes);

    int setFlags(long attributes, short flags);

    int setSigdefault(long attributes, long signals);

    int setSigmask(long attributes, long signals);

    /** ENOSYS if this libc lacks it. */
    int addChdir(long actions, long path);

    /** ENOSYS if this libc lacks it. */
    int addClosefrom(long actions, int from);
}
