#include "sockeye.h"

#include "result.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4u
#endif

enum { EXEC_FAILED = 127, FIRST_OTHER = 3 };

/*
 * The child of a JVM has one thread and perhaps, with vfork, the parent's memory: until execve it
 * makes system calls and touches nothing but its own stack.
 */

_Noreturn static void fail_child(int report) {
    int error = errno;
    ssize_t written = write(report, &error, sizeof error);
    (void)written;
    _exit(EXEC_FAILED);
}

static int is_target(const struct sockeye_spawn *request, int fd) {
    for (int i = 0; i < request->fd_pairs; i++) {
        if (request->fds[2 * i + 1] == fd) {
            return 1;
        }
    }
    return 0;
}

/* The lowest number that is neither a target nor standard. */
static int above_targets(const struct sockeye_spawn *request) {
    int highest = FIRST_OTHER - 1;
    for (int i = 0; i < request->fd_pairs; i++) {
        if (request->fds[2 * i + 1] > highest) {
            highest = request->fds[2 * i + 1];
        }
    }
    return highest + 1;
}

/*
 * A target may be the number of another descriptor that is still to be copied, or of the pipe, so
 * all of them step aside first. Returns the pipe, or -1.
 */
static int place_descriptors(const struct sockeye_spawn *request, int report) {
    int32_t aside[SOCKEYE_SPAWN_MOST_FDS];
    int above = above_targets(request);
    int moved = fcntl(report, F_DUPFD_CLOEXEC, above);
    if (moved < 0) {
        return -1;
    }
    for (int i = 0; i < request->fd_pairs; i++) {
        aside[i] = fcntl(request->fds[2 * i], F_DUPFD_CLOEXEC, above);
        if (aside[i] < 0) {
            fail_child(moved);
        }
    }
    for (int i = 0; i < request->fd_pairs; i++) {
        if (dup2(aside[i], request->fds[2 * i + 1]) < 0) {
            fail_child(moved);
        }
    }
    return moved;
}

static void close_one_by_one(unsigned int first, unsigned int last) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    for (unsigned int fd = first; fd <= last && fd < limit.rlim_cur; fd++) {
        fcntl((int)fd, F_SETFD, FD_CLOEXEC);
    }
}

/* At execve, so that the pipe stays open until then. */
static void close_range_at_exec(unsigned int first, unsigned int last) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC) == 0) {
        return;
    }
#endif
    close_one_by_one(first, last);
}

static void close_others(const struct sockeye_spawn *request) {
    int above = above_targets(request);
    for (int fd = FIRST_OTHER; fd < above; fd++) {
        if (!is_target(request, fd)) {
            fcntl(fd, F_SETFD, FD_CLOEXEC);
        }
    }
    close_range_at_exec((unsigned int)above, ~0u);
}

/* execve keeps what is ignored and what is blocked. */
static void reset_signals(void) {
    struct sigaction action = {0};
    action.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; signal++) {
        sigaction(signal, &action, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void run_child(const struct sockeye_spawn *request, int report) {
    int moved = place_descriptors(request, report);
    if (moved < 0) {
        fail_child(report);
    }
    if ((request->flags & SOCKEYE_SPAWN_SETSID) != 0 && setsid() < 0) {
        fail_child(moved);
    }
    if (request->directory != NULL && chdir(request->directory) != 0) {
        fail_child(moved);
    }
    close_others(request);
    reset_signals();
    execve(request->path, request->argv, request->envp);
    fail_child(moved);
}

/* Apart from its caller, whose variables vfork would not keep. */
static pid_t __attribute__((noinline)) start(const struct sockeye_spawn *request, int report) {
    pid_t pid = vfork();
    if (pid == 0) {
        run_child(request, report);
    }
    return pid;
}

/* The end of the pipe comes with execve, or an errno before it. */
static int outcome(int pid, int report) {
    int error = 0;
    ssize_t count;
    do {
        count = read(report, &error, sizeof error);
    } while (count < 0 && errno == EINTR);
    if (count != (ssize_t)sizeof error) {
        return pid;
    }
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    return -error;
}

/*
 * No handler may run in the child while it shares our memory, so all signals wait. On Linux
 * sigprocmask is the calling thread's; pthread_sigmask would need a newer glibc.
 */
int sockeye_spawn(const struct sockeye_spawn *request) {
    int report[2];
    if (request->fd_pairs > SOCKEYE_SPAWN_MOST_FDS) {
        return -E2BIG;
    }
    if (pipe2(report, O_CLOEXEC) != 0) {
        return -errno;
    }
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    int result = sockeye_result(start(request, report[1]));
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (result > 0) {
        result = outcome(result, report[0]);
    }
    close(report[0]);
    return result;
}

int sockeye_waitpid(int pid, int options, int32_t *status) {
    int raw = 0;
    int result = sockeye_result(waitpid(pid, &raw, options));
    *status = raw;
    return result;
}

int sockeye_kill(int pid, int signal) {
    return sockeye_result(kill(pid, signal));
}

int sockeye_fork(void) {
    return sockeye_result(fork());
}
