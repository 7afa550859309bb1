package io.sockeye.engine;

/**
 * The numbers of io_uring, which are the same on every processor. They stand here because the
 * headers of an old system lack them; the build proves them where it has the header.
 */
final class RingAbi {
    static final int IORING_SETUP_CQSIZE = 8;
    static final int IORING_SETUP_R_DISABLED = 64;
    static final int IORING_SETUP_SUBMIT_ALL = 128;
    static final int IORING_SETUP_SINGLE_ISSUER = 4096;
    static final int IORING_SETUP_DEFER_TASKRUN = 8192;
    static final int IORING_FEAT_SINGLE_MMAP = 1;
    static final int IORING_FEAT_NODROP = 2;
    static final int IORING_FEAT_EXT_ARG = 256;
    static final int IORING_OFF_SQ_RING = 0;
    static final int IORING_OFF_SQES = 268435456;
    static final int IORING_SQ_CQ_OVERFLOW = 2;
    static final int IORING_ENTER_GETEVENTS = 1;
    static final int IORING_ENTER_EXT_ARG = 8;
    static final int IORING_REGISTER_ENABLE_RINGS = 12;
    static final int IORING_REGISTER_PBUF_RING = 22;
    static final int IORING_OP_NOP = 0;
    static final int IORING_OP_POLL_ADD = 6;
    static final int IORING_OP_ACCEPT = 13;
    static final int IORING_OP_ASYNC_CANCEL = 14;
    static final int IORING_OP_SEND = 26;
    static final int IORING_OP_RECV = 27;
    static final int IORING_ACCEPT_MULTISHOT = 1;
    static final int IORING_RECV_MULTISHOT = 2;
    static final int IORING_POLL_ADD_MULTI = 1;
    static final int IORING_ASYNC_CANCEL_ALL = 1;
    static final int IORING_ASYNC_CANCEL_FD = 2;
    static final int IORING_CQE_F_BUFFER = 1;
    static final int IORING_CQE_F_MORE = 2;
    static final int IORING_CQE_BUFFER_SHIFT = 16;
    static final int IOSQE_BUFFER_SELECT = 32;
    static final int IOSQE_CQE_SKIP_SUCCESS = 64;

    /** Of {@code struct io_uring_params}. */
    static final int PARAMS_SIZE = 120;

    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FLAGS = 8;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_HEAD = 40;
    static final int PARAMS_SQ_TAIL = 44;
    static final int PARAMS_SQ_FLAGS = 56;
    static final int PARAMS_SQ_ARRAY = 64;
    static final int PARAMS_CQ_HEAD = 80;
    static final int PARAMS_CQ_TAIL = 84;
    static final int PARAMS_CQ_CQES = 100;

    static final int SQE_SIZE = 64;
    static final int SQE_FD = 4;
    static final int SQE_OFF = 8;
    static final int SQE_ADDR = 16;
    static final int SQE_LEN = 24;
    static final int SQE_USER_DATA = 32;
    static final int SQE_BUF_GROUP = 40;
    static final int CQE_SIZE = 16;
    static final int CQE_RES = 8;
    static final int CQE_FLAGS = 12;

    /** Of {@code struct io_uring_getevents_arg}. */
    static final int GETEVENTS_SIZE = 24;

    static final int GETEVENTS_TS = 16;

    /** Of {@code struct io_uring_buf_reg}. */
    static final int BUF_REG_SIZE = 40;

    static final int BUF_REG_ENTRIES = 8;
    static final int BUF_REG_BGID = 12;

    /** Of {@code struct io_uring_buf}; the ring's tail lies in what the first one does not use. */
    static final int BUF_SIZE = 16;

    static final int BUF_LEN = 8;
    static final int BUF_BID = 12;
    static final int BUF_RING_TAIL = 14;

    private RingAbi() {}
}
