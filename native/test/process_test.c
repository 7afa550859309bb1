#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "sockeye.h"

static char *const environment[] = {"WHO=child", NULL};

static int run_shell(const char *script, const int32_t *fds, int32_t pairs, int32_t flags) {
    char *const argv[] = {"sh", "-c", (char *)script, NULL};
    struct sockeye_spawn request = {
        .path = "/bin/sh",
        .argv = argv,
        .envp = environment,
        .fds = fds,
        .fd_pairs = pairs,
        .flags = flags};
    return sockeye_spawn(&request);
}

static int exit_code(int pid) {
    int32_t status;
    CHECK_EQ(sockeye_waitpid(pid, 0, &status), pid);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST(runs_a_program_and_reaps_it) {
    int pid = OK(run_shell("test \"$WHO\" = child && exit 7", NULL, 0, 0));
    CHECK_EQ(exit_code(pid), 7);
    int32_t status;
    CHECK_EQ(sockeye_waitpid(pid, 0, &status), -ECHILD);
}

TEST(an_exec_that_fails_tells_why_and_leaves_no_child) {
    char *const argv[] = {"nothing", NULL};
    struct sockeye_spawn request = {
        .path = "/nonexistent/program", .argv = argv, .envp = environment};
    CHECK_EQ(sockeye_spawn(&request), -ENOENT);
    request.path = "/";
    CHECK_EQ(sockeye_spawn(&request), -EACCES);
    request.path = "/bin/sh";
    request.directory = "/nonexistent";
    CHECK_EQ(sockeye_spawn(&request), -ENOENT);
    CHECK_EQ(waitpid(-1, NULL, WNOHANG), -1);
    CHECK_EQ(errno, ECHILD);
}

TEST(a_descriptor_that_is_not_open_is_refused) {
    int32_t fds[] = {1000, 3};
    CHECK_EQ(run_shell("exit 0", fds, 1, 0), -EBADF);
}

TEST(descriptors_are_placed_though_their_numbers_cross) {
    int one[2], two[2];
    OK(sockeye_pipe(one, 0));
    OK(sockeye_pipe(two, 0));
    int32_t fds[] = {one[1], two[1], two[1], one[1]};
    char script[64];
    snprintf(script, sizeof script, "printf 1 >&%d; printf 2 >&%d", two[1], one[1]);
    int pid = OK(run_shell(script, fds, 2, 0));
    CHECK_EQ(exit_code(pid), 0);
    char got[2];
    CHECK_EQ(sockeye_read(one[0], got, 1), 1);
    CHECK_EQ(sockeye_read(two[0], got + 1, 1), 1);
    CHECK(memcmp(got, "12", 2) == 0);
    for (int i = 0; i < 2; i++) {
        OK(sockeye_close(one[i]));
        OK(sockeye_close(two[i]));
    }
}

TEST(every_other_descriptor_is_closed) {
    int leak = open("/dev/null", O_RDONLY);
    int high = fcntl(leak, F_DUPFD, 500);
    int32_t fds[] = {leak, 5};
    char script[160];
    snprintf(
        script,
        sizeof script,
        "test -e /proc/self/fd/5 && test ! -e /proc/self/fd/%d && test ! -e /proc/self/fd/%d",
        high,
        leak == 5 ? high : leak);
    int pid = OK(run_shell(script, fds, 1, 0));
    CHECK_EQ(exit_code(pid), 0);
    OK(sockeye_close(leak));
    OK(sockeye_close(high));
}

TEST(signals_are_as_in_a_new_process) {
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    signal(SIGUSR1, SIG_IGN);
    int pid = OK(run_shell("kill -USR1 $$; exit 3", NULL, 0, 0));
    int32_t status;
    CHECK_EQ(sockeye_waitpid(pid, 0, &status), pid);
    CHECK(WIFSIGNALED(status));
    CHECK_EQ(WTERMSIG(status), SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

TEST(a_session_of_its_own) {
    int pid = OK(run_shell("exec sleep 60", NULL, 0, SOCKEYE_SPAWN_SETSID));
    CHECK_EQ(getsid(pid), pid);
    OK(sockeye_kill(pid, SIGKILL));
    int32_t status;
    CHECK_EQ(sockeye_waitpid(pid, 0, &status), pid);
    CHECK_EQ(WTERMSIG(status), SIGKILL);
    CHECK_EQ(sockeye_kill(pid, 0), -ESRCH);
}

TEST(a_fork_returns_twice) {
    int pid = OK(sockeye_fork());
    if (pid == 0) {
        _exit(42);
    }
    CHECK_EQ(exit_code(pid), 42);
}
