#include "helper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int helper_gettid(void) {
    return (int)syscall(SYS_gettid);
}

long helper_setrlimit_nofile(long soft) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return -errno;
    }
    long old = (long)limit.rlim_cur;
    limit.rlim_cur = (rlim_t)soft;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? old : -errno;
}

int helper_is_cloexec(int fd) {
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? -errno : (flags & FD_CLOEXEC) != 0;
}

int helper_is_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -errno : (flags & O_NONBLOCK) != 0;
}

int helper_count_fds(void) {
    DIR *fds = opendir("/proc/self/fd");
    if (fds == NULL) {
        return -errno;
    }
    int count = -3; /* ".", ".." and the folder's own descriptor */
    while (readdir(fds) != NULL) {
        count++;
    }
    closedir(fds);
    return count;
}

int helper_close(int fd) {
    return close(fd) == 0 ? 0 : -errno;
}
