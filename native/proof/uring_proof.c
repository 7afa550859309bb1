/* Compiled, never linked, where the header is new enough: the numbers of RingAbi.java. */

#include <linux/io_uring.h>
#include <stddef.h>

#include "uring_constants.h"

#define SAME(java, c) _Static_assert((java) == (c), #java " is not " #c)

SAME(JAVA_PARAMS_SIZE, sizeof(struct io_uring_params));
SAME(JAVA_PARAMS_SQ_ENTRIES, offsetof(struct io_uring_params, sq_entries));
SAME(JAVA_PARAMS_CQ_ENTRIES, offsetof(struct io_uring_params, cq_entries));
SAME(JAVA_PARAMS_FLAGS, offsetof(struct io_uring_params, flags));
SAME(JAVA_PARAMS_FEATURES, offsetof(struct io_uring_params, features));
SAME(JAVA_PARAMS_SQ_HEAD, offsetof(struct io_uring_params, sq_off.head));
SAME(JAVA_PARAMS_SQ_TAIL, offsetof(struct io_uring_params, sq_off.tail));
SAME(JAVA_PARAMS_SQ_FLAGS, offsetof(struct io_uring_params, sq_off.flags));
SAME(JAVA_PARAMS_SQ_ARRAY, offsetof(struct io_uring_params, sq_off.array));
SAME(JAVA_PARAMS_CQ_HEAD, offsetof(struct io_uring_params, cq_off.head));
SAME(JAVA_PARAMS_CQ_TAIL, offsetof(struct io_uring_params, cq_off.tail));
SAME(JAVA_PARAMS_CQ_CQES, offsetof(struct io_uring_params, cq_off.cqes));

/* An entry is written in words: what shares a word follows from its place. */
SAME(JAVA_SQE_SIZE, sizeof(struct io_uring_sqe));
SAME(0, offsetof(struct io_uring_sqe, opcode));
SAME(1, offsetof(struct io_uring_sqe, flags));
SAME(2, offsetof(struct io_uring_sqe, ioprio));
SAME(JAVA_SQE_FD, offsetof(struct io_uring_sqe, fd));
SAME(JAVA_SQE_OFF, offsetof(struct io_uring_sqe, off));
SAME(JAVA_SQE_ADDR, offsetof(struct io_uring_sqe, addr));
SAME(JAVA_SQE_LEN, offsetof(struct io_uring_sqe, len));
SAME(JAVA_SQE_LEN + 4, offsetof(struct io_uring_sqe, poll32_events));
SAME(JAVA_SQE_LEN + 4, offsetof(struct io_uring_sqe, msg_flags));
SAME(JAVA_SQE_LEN + 4, offsetof(struct io_uring_sqe, accept_flags));
SAME(JAVA_SQE_LEN + 4, offsetof(struct io_uring_sqe, cancel_flags));
SAME(JAVA_SQE_USER_DATA, offsetof(struct io_uring_sqe, user_data));
SAME(JAVA_SQE_BUF_GROUP, offsetof(struct io_uring_sqe, buf_group));

SAME(JAVA_CQE_SIZE, sizeof(struct io_uring_cqe));
SAME(0, offsetof(struct io_uring_cqe, user_data));
SAME(JAVA_CQE_RES, offsetof(struct io_uring_cqe, res));
SAME(JAVA_CQE_FLAGS, offsetof(struct io_uring_cqe, flags));

SAME(JAVA_GETEVENTS_SIZE, sizeof(struct io_uring_getevents_arg));
SAME(JAVA_GETEVENTS_TS, offsetof(struct io_uring_getevents_arg, ts));

SAME(JAVA_BUF_REG_SIZE, sizeof(struct io_uring_buf_reg));
SAME(0, offsetof(struct io_uring_buf_reg, ring_addr));
SAME(JAVA_BUF_REG_ENTRIES, offsetof(struct io_uring_buf_reg, ring_entries));
SAME(JAVA_BUF_REG_BGID, offsetof(struct io_uring_buf_reg, bgid));

SAME(JAVA_BUF_SIZE, sizeof(struct io_uring_buf));
SAME(0, offsetof(struct io_uring_buf, addr));
SAME(JAVA_BUF_LEN, offsetof(struct io_uring_buf, len));
SAME(JAVA_BUF_BID, offsetof(struct io_uring_buf, bid));
SAME(JAVA_BUF_RING_TAIL, offsetof(struct io_uring_buf_ring, tail));
