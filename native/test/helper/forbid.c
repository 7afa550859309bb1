#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "helper.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * As the filter of a container does: the call does not happen and fails with this errno. If an
 * operation is given, only with it as the second argument, whose low half is looked at.
 */
int helper_forbid(int number, int operation, int error) {
    struct sock_filter any = BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0, 0, 1);
    struct sock_filter one = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)operation, 0, 1);
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)number, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        operation < 0 ? any : one,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ((unsigned int)error & SECCOMP_RET_DATA)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {COUNT(program), program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter)
            != 0) {
        return -errno;
    }
    return 0;
}
