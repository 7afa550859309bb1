#include "sockeye.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "result.h"

/* By number: the C library has no functions for them, and the numbers are the same everywhere. */
#define SYS_IO_URING_SETUP 425
#define SYS_IO_URING_ENTER 426
#define SYS_IO_URING_REGISTER 427

int sockeye_io_uring_setup(unsigned int entries, void *params) {
    return sockeye_result(syscall(SYS_IO_URING_SETUP, entries, params));
}

int sockeye_io_uring_enter(
    int fd, unsigned int submit, unsigned int wait, unsigned int flags, const void *argument,
    size_t size) {
    return sockeye_result(
        syscall(SYS_IO_URING_ENTER, fd, submit, wait, flags, argument, size));
}

int sockeye_io_uring_register(
    int fd, unsigned int operation, void *argument, unsigned int count) {
    return sockeye_result(syscall(SYS_IO_URING_REGISTER, fd, operation, argument, count));
}

int64_t sockeye_map(int fd, int64_t offset, size_t length) {
    void *address =
        mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, (off_t)offset);
    return address == MAP_FAILED ? -errno : (int64_t)(intptr_t)address;
}

int sockeye_unmap(void *address, size_t length) {
    return sockeye_result(munmap(address, length));
}
