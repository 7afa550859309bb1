/*
 * The server that the reactor on io_uring is measured against: what one thread with a ring can do
 * in C, with the raw system calls and no code of sockeye. The kernel accepts and receives again and
 * again; an answer is sent straight from the buffer it came in. One io_uring_enter per turn hands
 * over all sends, which the kernel works through before it waits (MSG_DONTWAIT), so that their
 * buffers are free again when it returns; only a send that did not fit is answered.
 */

#include <errno.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "echo_server.h"

enum { ENTRIES = 4096, COMPLETIONS = 8192, BUFFERS = 4096, BUFFER_SIZE = 4096 };

enum { ACCEPT, RECEIVE, SEND, WRITABLE, CANCEL };

struct connection {
    char *bytes; /* what the kernel did not take */
    size_t length;
    int receiving;
    int ended;
    int sending; /* the length of a send of this turn */
    int sent;
    int buffer;
    int waiting; /* for room */
};

static struct connection *connections;
static size_t connections_size;
static int ring;
static int listener;

static _Atomic unsigned *sq_head, *sq_tail, *cq_head, *cq_tail;
static unsigned *sq_array;
static unsigned tail, taken, used;
static struct io_uring_sqe *entries;
static struct io_uring_cqe *answers;

static struct io_uring_buf_ring *buffer_ring;
static char *buffers;
static unsigned short given;

static int turn_fds[ENTRIES];
static int turn_sends;
static int hurried; /* a send of this turn has something behind it, and no answer */

static void *map(size_t size, int flags, int fd, off_t offset) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_POPULATE, fd, offset);
    if (memory == MAP_FAILED) {
        die("mmap");
    }
    return memory;
}

static void make_ring(void) {
    struct io_uring_params params = {
        .cq_entries = COMPLETIONS,
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER
            | IORING_SETUP_DEFER_TASKRUN,
    };
    ring = (int)syscall(SYS_io_uring_setup, ENTRIES, &params);
    if (ring < 0) {
        die("io_uring_setup");
    }
    size_t size = params.cq_off.cqes + COMPLETIONS * sizeof(struct io_uring_cqe);
    size_t other = params.sq_off.array + ENTRIES * sizeof(unsigned);
    char *memory = map(size > other ? size : other, MAP_SHARED, ring, IORING_OFF_SQ_RING);
    sq_head = (_Atomic unsigned *)(void *)(memory + params.sq_off.head);
    sq_tail = (_Atomic unsigned *)(void *)(memory + params.sq_off.tail);
    sq_array = (unsigned *)(void *)(memory + params.sq_off.array);
    cq_head = (_Atomic unsigned *)(void *)(memory + params.cq_off.head);
    cq_tail = (_Atomic unsigned *)(void *)(memory + params.cq_off.tail);
    answers = (struct io_uring_cqe *)(void *)(memory + params.cq_off.cqes);
    entries = map(ENTRIES * sizeof *entries, MAP_SHARED, ring, IORING_OFF_SQES);
}

static void give_back(unsigned short id) {
    struct io_uring_buf *buffer = &buffer_ring->bufs[given & (BUFFERS - 1)];
    buffer->addr = (uint64_t)(uintptr_t)(buffers + (size_t)id * BUFFER_SIZE);
    buffer->len = BUFFER_SIZE;
    buffer->bid = id;
    given++;
}

static void publish_buffers(void) {
    atomic_store_explicit(
        (_Atomic unsigned short *)(void *)&buffer_ring->tail, given, memory_order_release);
}

static void make_buffers(void) {
    size_t size = BUFFERS * sizeof(struct io_uring_buf);
    buffer_ring = map(size, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    buffers = map((size_t)BUFFERS * BUFFER_SIZE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    struct io_uring_buf_reg reg = {
        .ring_addr = (uint64_t)(uintptr_t)buffer_ring,
        .ring_entries = BUFFERS,
    };
    if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &reg, 1) != 0) {
        die("io_uring_register");
    }
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back((unsigned short)i);
    }
    publish_buffers();
}

/* Hands everything over; waits for so many answers. */
static void enter(unsigned wait) {
    atomic_store_explicit(sq_tail, tail, memory_order_release);
    unsigned flags = wait > 0 ? IORING_ENTER_GETEVENTS : 0;
    long result = syscall(SYS_io_uring_enter, ring, tail - taken, wait, flags, NULL, 0);
    if (result < 0 && errno != EINTR && errno != EAGAIN && errno != EBUSY) {
        die("io_uring_enter");
    }
    taken = atomic_load_explicit(sq_head, memory_order_acquire);
    if (taken == tail) {
        used = 0;
    }
}

static struct io_uring_sqe *request(int opcode, int fd, int kind) {
    while (used == ENTRIES) {
        enter(0);
    }
    struct io_uring_sqe *entry = &entries[used];
    memset(entry, 0, sizeof *entry);
    entry->opcode = (uint8_t)opcode;
    entry->fd = fd;
    entry->user_data = (uint64_t)(unsigned)fd << 8 | (unsigned)kind;
    sq_array[tail & (ENTRIES - 1)] = used;
    used++;
    tail++;
    return entry;
}

static void request_accept(void) {
    struct io_uring_sqe *entry = request(IORING_OP_ACCEPT, listener, ACCEPT);
    entry->ioprio = IORING_ACCEPT_MULTISHOT;
    entry->accept_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
}

static void request_receive(int fd) {
    connections[fd].receiving = 1;
    struct io_uring_sqe *entry = request(IORING_OP_RECV, fd, RECEIVE);
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
}

static void request_room(int fd) {
    connections[fd].waiting = 1;
    request(IORING_OP_POLL_ADD, fd, WRITABLE)->poll32_events = POLLOUT;
}

static void stop_receiving(int fd) {
    struct io_uring_sqe *entry = request(IORING_OP_ASYNC_CANCEL, -1, CANCEL);
    entry->addr = (uint64_t)(unsigned)fd << 8 | RECEIVE;
    entry->flags = IOSQE_CQE_SKIP_SUCCESS;
}

static void request_send(int fd, int buffer, int length) {
    struct connection *connection = &connections[fd];
    connection->sending = length;
    connection->sent = length;
    connection->buffer = buffer;
    struct io_uring_sqe *entry = request(IORING_OP_SEND, fd, SEND);
    entry->addr = (uint64_t)(uintptr_t)(buffers + (size_t)buffer * BUFFER_SIZE);
    entry->len = (uint32_t)length;
    entry->msg_flags = MSG_DONTWAIT | MSG_WAITALL | MSG_NOSIGNAL;
    entry->flags = IOSQE_CQE_SKIP_SUCCESS;
    turn_fds[turn_sends++] = fd;
}

static void make_connection(int fd) {
    if ((size_t)fd >= connections_size) {
        size_t size = 2 * (size_t)fd + 64;
        struct connection *larger = realloc(connections, size * sizeof *larger);
        if (larger == NULL) {
            die("realloc");
        }
        memset(larger + connections_size, 0, (size - connections_size) * sizeof *larger);
        connections = larger;
        connections_size = size;
    }
    set_nodelay(fd);
    request_receive(fd);
}

/* Closes it once the kernel has nothing of it any more. */
static void drop_if_over(int fd) {
    struct connection *connection = &connections[fd];
    if (connection->ended && !connection->receiving && !connection->waiting
        && connection->sending == 0 && connection->length == 0) {
        free(connection->bytes);
        *connection = (struct connection){0};
        close(fd);
    }
}

static void fail(int fd) {
    connections[fd].ended = 1;
    connections[fd].length = 0;
    if (connections[fd].receiving) {
        stop_receiving(fd);
    }
}

/* Puts bytes at a place among those that are kept. */
static void keep(int fd, size_t at, const char *bytes, size_t length) {
    struct connection *connection = &connections[fd];
    char *larger = realloc(connection->bytes, connection->length + length);
    if (larger == NULL) {
        die("realloc");
    }
    memmove(larger + at + length, larger + at, connection->length - at);
    memcpy(larger + at, bytes, length);
    connection->bytes = larger;
    connection->length += length;
}

static void serve_receive(int fd, int result, unsigned flags) {
    struct connection *connection = &connections[fd];
    int buffer = flags & IORING_CQE_F_BUFFER ? (int)(flags >> IORING_CQE_BUFFER_SHIFT) : -1;
    connection->receiving = (flags & IORING_CQE_F_MORE) != 0;
    if (result > 0 && !connection->ended && connection->length == 0 && connection->sending == 0
        && turn_sends < ENTRIES) {
        request_send(fd, buffer, result);
        buffer = -1;
    } else if (result > 0 && !connection->ended) {
        char *from = buffers + (size_t)buffer * BUFFER_SIZE;
        keep(fd, connection->length, from, (size_t)result);
        if (!connection->waiting && connection->sending == 0) {
            request_room(fd);
        }
        if (connection->receiving) {
            stop_receiving(fd);
        }
    } else if (result == 0 || (result != -ENOBUFS && result != -ECANCELED)) {
        connection->ended = 1;
    }
    if (buffer >= 0) {
        give_back((unsigned short)buffer);
    }
    hurried |= connection->sending != 0 && (connection->ended || connection->length > 0);
    if (!connection->receiving && !connection->ended && connection->length == 0) {
        request_receive(fd);
    }
    drop_if_over(fd);
}

static void serve_writable(int fd) {
    struct connection *connection = &connections[fd];
    connection->waiting = 0;
    ssize_t sent = send(fd, connection->bytes, connection->length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        fail(fd);
    } else if (sent > 0) {
        connection->length -= (size_t)sent;
        memmove(connection->bytes, connection->bytes + sent, connection->length);
    }
    if (connection->length > 0) {
        request_room(fd);
    } else if (!connection->ended && !connection->receiving) {
        request_receive(fd);
    }
    drop_if_over(fd);
}

/* What did not fit goes in front of what has come since. */
static void finish_send(int fd) {
    struct connection *connection = &connections[fd];
    int sent = connection->sent == -EAGAIN ? 0 : connection->sent;
    char *from = buffers + (size_t)connection->buffer * BUFFER_SIZE;
    if (sent < 0) {
        fail(fd);
    } else if (sent < connection->sending) {
        keep(fd, 0, from + sent, (size_t)(connection->sending - sent));
    }
    if (connection->length > 0) {
        request_room(fd);
        if (connection->receiving) {
            stop_receiving(fd);
        }
    }
    connection->sending = 0;
    give_back((unsigned short)connection->buffer);
    drop_if_over(fd);
}

static void finish_sends(unsigned head, unsigned end) {
    for (unsigned i = head; i != end; i++) {
        struct io_uring_cqe *answer = &answers[i & (COMPLETIONS - 1)];
        if ((answer->user_data & 0xff) == SEND) {
            connections[answer->user_data >> 8].sent = answer->res;
        }
    }
    int count = turn_sends;
    turn_sends = 0;
    for (int i = 0; i < count; i++) {
        finish_send(turn_fds[i]);
    }
}

static void serve(const struct io_uring_cqe *answer) {
    int fd = (int)(answer->user_data >> 8);
    switch (answer->user_data & 0xff) {
    case ACCEPT:
        if (answer->res >= 0) {
            make_connection(answer->res);
        }
        if (!(answer->flags & IORING_CQE_F_MORE)) {
            request_accept();
        }
        break;
    case RECEIVE:
        serve_receive(fd, answer->res, answer->flags);
        break;
    case WRITABLE:
        serve_writable(fd);
        break;
    default:
        break;
    }
}

_Noreturn static void run(void) {
    request_accept();
    for (unsigned head = 0;;) {
        enter(hurried ? 0 : 1);
        hurried = 0;
        unsigned end = atomic_load_explicit(cq_tail, memory_order_acquire);
        finish_sends(head, end);
        for (; head != end; head++) {
            serve(&answers[head & (COMPLETIONS - 1)]);
        }
        atomic_store_explicit(cq_head, head, memory_order_release);
        publish_buffers();
    }
}

int main(int argc, char **argv) {
    listener = start_echo_server("sockeye-uring-echo", argc, argv);
    make_ring();
    make_buffers();
    announce(listener);
    run();
}
