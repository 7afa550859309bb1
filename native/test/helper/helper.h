#ifndef SOCKEYE_TEST_HELPER_H
#define SOCKEYE_TEST_HELPER_H

/* What tests in Java cannot do themselves; they load it with JNA. Results < 0 are -errno. */

#define EXPORTED __attribute__((visibility("default")))

/* Sends a harmless signal to a thread of this process, again and again. One storm at a time. */
EXPORTED int storm_start(int tid, long interval_micros);

/* Ends the storm; returns how many signals were sent. */
EXPORTED long storm_stop(void);

/* How many signals of storms were handled in this process so far. */
EXPORTED long storm_handled(void);

EXPORTED int helper_gettid(void);

/* Changes the soft limit of open files; returns the old one. */
EXPORTED long helper_setrlimit_nofile(long soft);

EXPORTED int helper_is_cloexec(int fd);

EXPORTED int helper_is_nonblocking(int fd);

/* How many descriptors the process has. */
EXPORTED int helper_count_fds(void);

/* From now on this system call fails in every thread of the process. For good. */
EXPORTED int helper_forbid(int number, int operation, int error);

/* Closes an fd behind everybody's back. */
EXPORTED int helper_close(int fd);

#endif
