package io.sockeye.socket;

import io.sockeye.engine.Abi;
import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.Poller;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Timeouts;
import io.sockeye.engine.Waits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A network socket: Python's {@code socket.socket}, with Python's names, results and errors.
 *
 * <p><b>Blocking.</b> {@link #settimeout(Duration)} decides: no timeout (the default) waits for
 * ever, 0 never waits ({@link BlockingIOException}), anything else waits that long ({@link
 * OsTimeoutException}). The {@code try} methods never wait and never throw for that reason.
 *
 * <p><b>Threads.</b> Any number may use one socket; one sender and one receiver at a time keep
 * bytes in order, concurrent {@code sendall}s may interleave. {@link #close} from another thread
 * ends blocked calls with {@link io.sockeye.engine.ClosedException}. An interrupt ends them on a
 * virtual thread, with {@link io.sockeye.engine.OsInterruptedException}, and leaves the socket
 * open; a platform thread does not notice it.
 *
 * <p><b>Buffers.</b> Calls work between position and limit and advance the position by what they
 * moved. A {@link DirectBuffer} moves without a copy and without allocation, a direct {@code
 * ByteBuffer} without a copy; everything else costs one copy.
 *
 * <p>The end of a stream is an empty array or 0, as in Python.
 */
public final class Socket implements HasFileno, Closeable {
    /** What the {@code try} methods return instead of throwing {@link BlockingIOException}. */
    public static final int WOULD_BLOCK = -2;

    private static final int LARGEST_OPTION = 1024;
    private static final int EAGAIN = Errno.EAGAIN;
    private static final int FD_CLOEXEC = Abi.host().constant("FD_CLOEXEC");
    private static final int EINPROGRESS = Errno.EINPROGRESS;
    private static final int FLAGS_IN_TYPE = Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;

    /** Whether SOCK_ flags may stand in a type; they do not exist everywhere. */
    private static final boolean TYPE_HAS_FLAGS = Sockets.has("SOCK_NONBLOCK");

    /**
     * Linux tells how a connect ended to the next one, and only that leaves the socket as a
     * blocking connect does: SO_ERROR tells it too, but then a connected socket is not EISCONN yet,
     * and one that was refused cannot be connected again. With a timeout Python reads SO_ERROR.
     */
    private static final boolean SECOND_CONNECT_SETTLES = Sockets.has("EPOLLIN");

    private final Io io;
    private final int family;
    private final int type;
    private final int proto;
    private final LeakGuard guard;
    private final Shares shares = new Shares();

    /**
     * Whether the kernel's descriptor does not block although the user asked for nothing of the
     * kind: connect and accept need it.
     */
    private volatile boolean forcedNonblocking;

    /**
     * Whether another descriptor leads to the same open file description, which has only one
     * O_NONBLOCK: it must then stay set, or the other one's accept would block in the kernel.
     */
    private volatile boolean shared;

    /**
     * A TCP socket over IPv4.
     *
     * @throws IOException if the OS refuses it
     */
    public Socket() throws IOException {
        this(Engines.best(), Sockets.AF_INET, Sockets.SOCK_STREAM, 0);
    }

    /**
     * A socket.
     *
     * @param family AF_
     * @param type SOCK_; SOCK_NONBLOCK makes its timeout 0
     * @throws IOException if the OS refuses it (EAFNOSUPPORT, EINVAL, EMFILE ...)
     */
    public Socket(int family, int type) throws IOException {
        this(Engines.best(), family, type, 0);
    }

    /**
     * A socket.
     *
     * @param family AF_
     * @param type SOCK_; SOCK_NONBLOCK makes its timeout 0
     * @param proto IPPROTO_, or 0
     * @throws IOException if the OS refuses it (EAFNOSUPPORT, EINVAL, EMFILE ...)
     */
    public Socket(int family, int type, int proto) throws IOException {
        this(Engines.best(), family, type, proto);
    }

    /**
     * A socket of an engine.
     *
     * @param engine makes it
     * @param family AF_
     * @param type SOCK_; SOCK_NONBLOCK makes its timeout 0
     * @throws IOException if the OS refuses it (EAFNOSUPPORT, EINVAL, EMFILE ...)
     */
    public Socket(Engine engine, int family, int type) throws IOException {
        this(engine, family, type, 0);
    }

    /**
     * A socket of an engine.
     *
     * @param engine makes it
     * @param family AF_
     * @param type SOCK_; SOCK_NONBLOCK makes its timeout 0
     * @param proto IPPROTO_, or 0
     * @throws IOException if the OS refuses it (EAFNOSUPPORT, EINVAL, EMFILE ...)
     */
    public Socket(Engine engine, int family, int type, int proto) throws IOException {
        this(engine, open(engine, family, type, proto), family, bare(type), proto, initial(type));
    }

    private Socket(Engine engine, int fd, int family, int type, int proto, long timeoutNanos) {
        this.io = new Io(engine, fd, type == Sockets.SOCK_STREAM, timeoutNanos);
        this.family = family;
        this.type = type;
        this.proto = proto;
        this.guard = LeakGuard.watch(this, io);
    }

    private static int open(Engine engine, int family, int type, int proto) throws OsException {
        Sockets.require(family, "family");
        Sockets.require(type, "type");
        Sockets.require(proto, "proto");
        engine.waits().prime();
        int flags = initial(type) >= 0 && TYPE_HAS_FLAGS ? Sockets.SOCK_NONBLOCK : 0;
        int fd = OsException.check(engine.syscalls().socket(family, type | flags, proto), "socket");
        if (initial(type) >= 0 && !TYPE_HAS_FLAGS) {
            engine.syscalls().setNonblocking(fd, true);
        }
        return fd;
    }

    private static int bare(int type) {
        return TYPE_HAS_FLAGS ? type & ~FLAGS_IN_TYPE : type;
    }

    private static long initial(int type) {
        boolean nonblocking = TYPE_HAS_FLAGS && (type & Sockets.SOCK_NONBLOCK) != 0;
        return nonblocking ? 0 : Sockets.defaultTimeoutNanos();
    }

    /**
     * Takes a descriptor over, without a duplicate: it is closed with the socket. Family, type and
     * protocol are asked from the kernel.
     *
     * @param fd a socket's descriptor
     * @return the socket
     * @throws IllegalArgumentException if it is negative
     * @throws IOException EBADF, or ENOTSOCK; the descriptor stays open
     */
    public static Socket adopt(int fd) throws IOException {
        return adopt(Engines.best(), fd);
    }

    /**
     * Takes a descriptor of an engine over, without a duplicate: it is closed with the socket.
     *
     * @param engine whose descriptor it is
     * @param fd a socket's descriptor
     * @return the socket
     * @throws IllegalArgumentException if it is negative
     * @throws IOException EBADF, or ENOTSOCK; the descriptor stays open
     */
    public static Socket adopt(Engine engine, int fd) throws IOException {
        if (fd < 0) {
            throw new IllegalArgumentException("negative file descriptor: " + fd);
        }
        engine.waits().prime();
        DirectBuffer scratch = engine.scratch().borrow(Syscalls.SLOT_SIZE);
        try {
            OsException.check(engine.syscalls().getsockname(fd, scratch, 0), "getsockname");
            boolean bsd = engine.abi().hasSockaddrLength();
            int at = Syscalls.SLOT_ADDRESS;
            int family = bsd ? scratch.get(at + 1) & 0xff : scratch.getShort(at) & 0xffff;
            int type = intOption(engine, fd, scratch, Sockets.SO_TYPE);
            boolean tells = Sockets.has("SO_PROTOCOL");
            int proto = tells ? intOption(engine, fd, scratch, Sockets.SO_PROTOCOL) : 0;
            return own(engine, fd, family, type, proto);
        } finally {
            engine.scratch().release(scratch);
        }
    }

    private static int intOption(Engine engine, int fd, DirectBuffer scratch, int option)
            throws OsException {
        scratch.putInt(0, 0);
        Syscalls sys = engine.syscalls();
        OsException.check(
                sys.getsockopt(fd, Sockets.SOL_SOCKET, option, scratch, 0, 4), "getsockopt");
        return scratch.getInt(0);
    }

    /** Wraps a descriptor that is ours; closes it if that fails. */
    static Socket own(Engine engine, int fd, int family, int type, int proto) throws OsException {
        Sockets.require(family, "family");
        Sockets.require(type, "type");
        engine.waits().prime();
        long timeoutNanos = initial(type);
        if (timeoutNanos >= 0) {
            engine.syscalls().setNonblocking(fd, true);
        }
        return new Socket(engine, fd, family, bare(type), proto, timeoutNanos);
    }

    /** Wraps a duplicate of a descriptor that somebody else keeps. */
    static Socket ownCopy(Engine engine, int fd, int family, int type, int proto)
            throws OsException {
        Socket socket = own(engine, fd, family, type, proto);
        socket.shared = true;
        return socket;
    }

    static SocketPair pair(Engine engine, int family, int type, int proto) throws OsException {
        Sockets.require(family, "family");
        Sockets.require(type, "type");
        DirectBuffer scratch = engine.scratch().borrow(8);
        try {
            Syscalls sys = engine.syscalls();
            OsException.check(sys.socketpair(family, type, proto, scratch, 0), "socketpair");
            int first = scratch.getInt(0);
            int second = scratch.getInt(4);
            return new SocketPair(
                    own(engine, first, family, type, proto),
                    own(engine, second, family, type, proto));
        } finally {
            engine.scratch().release(scratch);
        }
    }

    // ---- addresses

    /**
     * Gives the socket a local address.
     *
     * @param host a name or a numeric address; {@code ""} is every interface
     * @param port 0 lets the kernel choose
     * @throws IllegalArgumentException if the port is out of range
     * @throws GaiException if the host cannot be resolved
     * @throws IOException EADDRINUSE, EADDRNOTAVAIL, EACCES; EINVAL if it is bound already
     */
    public void bind(String host, int port) throws IOException {
        bind(Address.inet(host, port));
    }

    /**
     * Gives a Unix socket a path, which the call creates.
     *
     * @param path where the socket file appears; nobody removes it
     * @throws IOException EADDRINUSE if the file exists
     */
    public void bind(Path path) throws IOException {
        bind(Address.unix(path));
    }

    /**
     * Gives the socket a local address; bind(2).
     *
     * @param address of the socket's family
     * @throws IllegalArgumentException if it is of another family
     * @throws GaiException if the host cannot be resolved
     * @throws IOException EADDRINUSE, EADDRNOTAVAIL, EACCES; EINVAL if it is bound already
     */
    public void bind(Address address) throws IOException {
        byte[] sockaddr = Addresses.encode(io.engine, family, address, "bind");
        int result = withAddress("bind", sockaddr, io.sys::bind);
        if (result < 0) {
            throw OsException.of(-result, "bind", address.toString());
        }
    }

    /** A call that reads an address from a slot. */
    private interface AddressCall {
        int call(int fd, DirectBuffer slot, int offset);
    }

    private int withAddress(String name, byte[] sockaddr, AddressCall call) throws OsException {
        int fd = io.enter(name);
        DirectBuffer scratch = io.engine.scratch().borrow(Syscalls.SLOT_SIZE);
        try {
            Addresses.put(scratch, sockaddr);
            return call.call(fd, scratch, 0);
        } finally {
            io.engine.scratch().release(scratch);
            io.release();
        }
    }

    /**
     * The local address; getsockname(2).
     *
     * @return numeric; an unbound socket's is all zeros, an unnamed Unix socket's empty
     * @throws IOException if the socket is closed
     */
    public Address getsockname() throws IOException {
        return address("getsockname", io.sys::getsockname);
    }

    /**
     * The peer's address; getpeername(2).
     *
     * @return numeric; an unnamed Unix socket's is empty
     * @throws IOException ENOTCONN if there is no peer
     */
    public Address getpeername() throws IOException {
        return address("getpeername", io.sys::getpeername);
    }

    private Address address(String name, AddressCall call) throws OsException {
        int fd = io.enter(name);
        DirectBuffer scratch = io.engine.scratch().borrow(Syscalls.SLOT_SIZE);
        try {
            scratch.putInt(0, 0);
            OsException.check(call.call(fd, scratch, 0), name);
            Address address = Addresses.decode(scratch, family);
            return address != null ? address : new Address.Raw(family, new byte[0]);
        } finally {
            io.engine.scratch().release(scratch);
            io.release();
        }
    }

    // ---- connections

    /**
     * Connects.
     *
     * @param host a name or a numeric address
     * @param port 1 to 65535
     * @throws GaiException if the host cannot be resolved
     * @throws IOException as {@link #connect(Address)}
     */
    public void connect(String host, int port) throws IOException {
        connect(Address.inet(host, port));
    }

    /**
     * Connects to a Unix socket.
     *
     * @param path of its file
     * @throws IOException as {@link #connect(Address)}
     */
    public void connect(Path path) throws IOException {
        connect(Address.unix(path));
    }

    /**
     * Connects, or sets the peer of a datagram socket; connect(2).
     *
     * @param address of the socket's family
     * @throws IllegalArgumentException if it is of another family
     * @throws GaiException if the host cannot be resolved
     * @throws io.sockeye.engine.ConnectionRefusedException if nobody listens there
     * @throws BlockingIOException EINPROGRESS, if the timeout is 0: wait until the socket is
     *     writable and look at SO_ERROR
     * @throws OsTimeoutException if the timeout passes; the socket goes on connecting
     * @throws IOException for everything else that the OS refuses
     */
    public void connect(Address address) throws IOException {
        byte[] sockaddr = Addresses.encode(io.engine, family, address, "connect");
        int errno = connectTo(sockaddr, address);
        if (errno != 0) {
            throw OsException.of(errno, "connect", address.toString());
        }
    }

    /**
     * Connects and returns an error number instead of throwing what the OS refuses.
     *
     * @param host a name or a numeric address
     * @param port 1 to 65535
     * @return as {@link #connectEx(Address)}
     * @throws GaiException if the host cannot be resolved
     * @throws IOException if the socket is closed
     */
    public int connectEx(String host, int port) throws IOException {
        return connectEx(Address.inet(host, port));
    }

    /**
     * Connects to a Unix socket and returns an error number instead of throwing.
     *
     * @param path of its file
     * @return as {@link #connectEx(Address)}
     * @throws IOException if the path is too long or the socket closed
     */
    public int connectEx(Path path) throws IOException {
        return connectEx(Address.unix(path));
    }

    /**
     * Connects and returns an error number instead of throwing what the OS refuses.
     *
     * @param address of the socket's family
     * @return 0, or an errno: EINPROGRESS if the timeout is 0, EAGAIN if it passes, as in Python
     * @throws GaiException if the host cannot be resolved
     * @throws IOException if the socket is closed
     */
    public int connectEx(Address address) throws IOException {
        byte[] sockaddr = Addresses.encode(io.engine, family, address, "connect");
        try {
            return connectTo(sockaddr, address);
        } catch (OsTimeoutException e) {
            return EAGAIN;
        }
    }

    /** Returns 0 or an errno; throws only for timeouts, close and interrupts. */
    private int connectTo(byte[] sockaddr, Address address) throws IOException {
        forceNonblocking("connect");
        long timeoutNanos = io.timeoutNanos;
        long deadline = Waits.deadline(timeoutNanos);
        int result = withAddress("connect", sockaddr, io.sys::connect);
        long pauseNanos = 500_000;
        while (result == -EAGAIN && family == Sockets.AF_UNIX && timeoutNanos != 0) {
            // A Unix listener whose backlog is full reports no readiness: nothing to wait for.
            pause(pauseNanos, deadline, address);
            pauseNanos = Math.min(pauseNanos * 2, 20_000_000);
            result = withAddress("connect", sockaddr, io.sys::connect);
        }
        // After EINTR the connection goes on by itself; a second connect would be an error.
        boolean underWay = result == -EINPROGRESS || result == -Errno.EINTR;
        while (underWay && timeoutNanos != 0) {
            io.enter("connect");
            try {
                io.await(Poller.WRITE, deadline, "connect", address.toString(), 0);
            } finally {
                io.release();
            }
            if (!SECOND_CONNECT_SETTLES || timeoutNanos > 0) {
                return getsockopt(Sockets.SOL_SOCKET, Sockets.SO_ERROR);
            }
            result = withAddress("connect", sockaddr, io.sys::connect);
            underWay = result == -Errno.EALREADY || result == -Errno.EINTR;
        }
        return -result;
    }

    private void pause(long nanos, long deadline, Address address) throws OsException {
        long left = Waits.remaining(deadline);
        if (left == 0) {
            throw OsTimeoutException.timedOut("connect", address.toString(), 0);
        }
        LockSupport.parkNanos(this, left < 0 ? nanos : Math.min(nanos, left));
        if (Waits.onVirtualThread() && Thread.currentThread().isInterrupted()) {
            throw OsException.of(Errno.EINTR, "connect", address.toString());
        }
    }

    /**
     * connect and accept have no flag for one call that must not wait, so the descriptor has one.
     */
    private void forceNonblocking(String call) throws OsException {
        if (forcedNonblocking || io.timeoutNanos >= 0) {
            return;
        }
        int fd = io.enter(call);
        try {
            OsException.check(io.sys.setNonblocking(fd, true), call);
            forcedNonblocking = true;
        } finally {
            io.release();
        }
    }

    /**
     * Starts to accept connections, with a backlog of 128 or SOMAXCONN if that is less.
     *
     * @throws IOException EOPNOTSUPP for a datagram socket, EADDRINUSE
     */
    public void listen() throws IOException {
        listen(Math.min(Sockets.SOMAXCONN, 128));
    }

    /**
     * Starts to accept connections; listen(2). May be called again for another backlog.
     *
     * @param backlog how many connections may wait to be accepted; the kernel has its own limit
     *     (SOMAXCONN), and anything negative means 0
     * @throws IOException EOPNOTSUPP for a datagram socket, EADDRINUSE
     */
    public void listen(int backlog) throws IOException {
        forceNonblocking("listen");
        int fd = io.enter("listen");
        try {
            OsException.check(io.sys.listen(fd, Math.max(backlog, 0)), "listen");
        } finally {
            io.release();
        }
    }

    /**
     * Waits for a connection. Its socket blocks, unless there is a default timeout.
     *
     * @return the connection and its peer's address
     * @throws BlockingIOException if the timeout is 0 and nobody waits
     * @throws OsTimeoutException if the timeout passes
     * @throws IOException EINVAL if the socket does not listen, EMFILE, ECONNABORTED
     */
    public Accepted accept() throws IOException {
        return Objects.requireNonNull(accept(true));
    }

    /**
     * Takes a connection if one waits.
     *
     * @return the connection, or null if nobody waits
     * @throws IOException EINVAL if the socket does not listen, EMFILE, ECONNABORTED
     */
    public @Nullable Accepted tryAccept() throws IOException {
        return accept(false);
    }

    private @Nullable Accepted accept(boolean mayWait) throws OsException {
        forceNonblocking("accept");
        long timeoutNanos = Sockets.defaultTimeoutNanos();
        int flags = timeoutNanos >= 0 && TYPE_HAS_FLAGS ? Sockets.SOCK_NONBLOCK : 0;
        return io.accept(flags, mayWait, (slot, fd, stored) -> accepted(slot, fd, timeoutNanos));
    }

    private Accepted accepted(DirectBuffer slot, int fd, long timeoutNanos) {
        Socket socket = new Socket(io.engine, fd, family, type, proto, timeoutNanos);
        Address peer = Addresses.decode(slot, family);
        return new Accepted(socket, peer != null ? peer : new Address.Raw(family, new byte[0]));
    }

    /**
     * Ends one half of a connection, or both; shutdown(2).
     *
     * @param how SHUT_RD, SHUT_WR or SHUT_RDWR
     * @throws IOException ENOTCONN if there is no connection, EINVAL for another {@code how}
     */
    public void shutdown(int how) throws IOException {
        Sockets.require(how, "how");
        int fd = io.enter("shutdown");
        try {
            OsException.check(io.sys.shutdown(fd, how), "shutdown");
        } finally {
            io.release();
        }
    }

    // ---- receiving

    /**
     * Receives bytes.
     *
     * @param bufsize at most so many; 0 returns at once without asking the OS
     * @return what came, in an array of just that size; empty at the end of a stream
     * @throws IllegalArgumentException if the size is negative
     * @throws BlockingIOException if the timeout is 0 and nothing is there
     * @throws OsTimeoutException if the timeout passes
     * @throws IOException if the connection fails
     */
    public byte[] recv(int bufsize) throws IOException {
        return recv(bufsize, 0);
    }

    /**
     * Receives bytes; recv(2).
     *
     * @param bufsize at most so many; 0 returns at once without asking the OS
     * @param flags MSG_; with MSG_WAITALL a blocking socket waits for all of them
     * @return what came, in an array of just that size; empty at the end of a stream
     * @throws IllegalArgumentException if the size is negative
     * @throws BlockingIOException if the timeout is 0 and nothing is there
     * @throws OsTimeoutException if the timeout passes
     * @throws IOException if the connection fails
     */
    public byte[] recv(int bufsize, int flags) throws IOException {
        Sockets.require(flags, "flags");
        checkSize(bufsize, "recv");
        return bufsize == 0 ? new byte[0] : io.recvArray(bufsize, flags);
    }

    /**
     * Receives bytes into a buffer, from its position to its limit.
     *
     * @param b where to; its position moves by what came
     * @return how many bytes came, 0 at the end of a stream
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(ByteBuffer b) throws IOException {
        return recvInto(b, 0, 0);
    }

    /**
     * Receives bytes into a buffer; recv(2).
     *
     * @param b where to; its position moves by what came
     * @param nbytes at most so many; 0 means what remains in the buffer
     * @param flags MSG_
     * @return how many bytes came, 0 at the end of a stream; with MSG_TRUNC the length of the
     *     datagram
     * @throws IllegalArgumentException if less remains than {@code nbytes}, or the buffer is
     *     read-only
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(ByteBuffer b, int nbytes, int flags) throws IOException {
        Sockets.require(flags, "flags");
        int length = room(b, nbytes, "recv_into");
        if (length == 0) {
            return 0;
        }
        if (b.isDirect()) {
            int n = io.recv(io.engine.wrap(b), b.position(), length, flags);
            b.position(b.position() + Math.min(n, length));
            return n;
        }
        byte[] data = io.recvArray(length, flags & ~truncBit());
        b.put(data);
        return data.length;
    }

    /**
     * Receives bytes into an array.
     *
     * @param b where to
     * @return how many bytes came, 0 at the end of a stream
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(byte[] b) throws IOException {
        return recvInto(ByteBuffer.wrap(b), 0, 0);
    }

    /**
     * Receives bytes into a part of an array.
     *
     * @param b where to
     * @param off of the first byte
     * @param len at most so many
     * @param flags MSG_
     * @return how many bytes came, 0 at the end of a stream
     * @throws IndexOutOfBoundsException if the part is not inside the array
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(byte[] b, int off, int len, int flags) throws IOException {
        return recvInto(ByteBuffer.wrap(b, off, len), 0, flags);
    }

    /**
     * Receives bytes without a copy and without allocation.
     *
     * @param b where to, from position to limit; its position moves by what came
     * @return how many bytes came, 0 at the end of a stream
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(DirectBuffer b) throws IOException {
        return recvInto(b, 0);
    }

    /**
     * Receives bytes without a copy and without allocation; recv(2).
     *
     * @param b where to, from position to limit; its position moves by what came
     * @param flags MSG_
     * @return how many bytes came, 0 at the end of a stream; with MSG_TRUNC the length of the
     *     datagram
     * @throws IOException as {@link #recv(int)}
     */
    public int recvInto(DirectBuffer b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        ByteBuffer at = b.buffer();
        int length = room(at, 0, "recv_into");
        if (length == 0) {
            return 0;
        }
        int n = io.recv(b, at.position(), length, flags);
        at.position(at.position() + Math.min(n, length));
        return n;
    }

    /**
     * Receives what is there, without waiting whatever the timeout is.
     *
     * @param b where to, from position to limit; its position moves by what came
     * @return how many bytes came, 0 at the end of a stream, or {@link #WOULD_BLOCK}
     * @throws IOException if the connection fails
     */
    public int tryRecvInto(DirectBuffer b) throws IOException {
        ByteBuffer at = b.buffer();
        int length = room(at, 0, "recv_into");
        if (length == 0) {
            return 0;
        }
        int n = io.tryRecv(b, at.position(), length);
        if (n > 0) {
            at.position(at.position() + n);
        }
        return n;
    }

    /**
     * Receives what is there, without waiting whatever the timeout is.
     *
     * @param b where to, from position to limit; its position moves by what came
     * @return how many bytes came, 0 at the end of a stream, or {@link #WOULD_BLOCK}
     * @throws IOException if the connection fails
     */
    public int tryRecvInto(ByteBuffer b) throws IOException {
        int length = room(b, 0, "recv_into");
        if (length == 0) {
            return 0;
        }
        if (b.isDirect()) {
            int n = io.tryRecv(io.engine.wrap(b), b.position(), length);
            b.position(b.position() + Math.max(n, 0));
            return n;
        }
        DirectBuffer scratch = io.engine.scratch().borrow(io.attempt(length));
        try {
            int n = io.tryRecv(scratch, 0, io.attempt(length));
            b.put(scratch.slice(0, Math.max(n, 0)));
            return n;
        } finally {
            io.engine.scratch().release(scratch);
        }
    }

    /**
     * Receives a datagram and who sent it.
     *
     * @param bufsize at most so many bytes; the rest of a longer datagram is lost
     * @return the bytes and the sender; no sender on a connected stream
     * @throws IllegalArgumentException if the size is negative
     * @throws IOException as {@link #recv(int)}
     */
    public Received recvfrom(int bufsize) throws IOException {
        return recvfrom(bufsize, 0);
    }

    /**
     * Receives a datagram and who sent it; recvfrom(2).
     *
     * @param bufsize at most so many bytes; 0 takes a datagram and drops its bytes
     * @param flags MSG_
     * @return the bytes and the sender; no sender on a connected stream
     * @throws IllegalArgumentException if the size is negative
     * @throws IOException as {@link #recv(int)}
     */
    public Received recvfrom(int bufsize, int flags) throws IOException {
        Sockets.require(flags, "flags");
        checkSize(bufsize, "recvfrom");
        return io.recvfrom(
                bufsize,
                flags,
                (scratch, received, stored) -> {
                    byte[] data = new byte[stored];
                    scratch.get(Syscalls.SLOT_SIZE, data, 0, stored);
                    return new Received(data, sender(scratch));
                });
    }

    /**
     * Receives a datagram into a buffer.
     *
     * @param b where to, from position to limit; its position moves by what came
     * @return how many bytes came, and the sender
     * @throws IOException as {@link #recv(int)}
     */
    public ReceivedInto recvfromInto(ByteBuffer b) throws IOException {
        return recvfromInto(b, 0, 0);
    }

    /**
     * Receives a datagram into a buffer; recvfrom(2).
     *
     * @param b where to; its position moves by what came
     * @param nbytes at most so many; 0 means what remains in the buffer
     * @param flags MSG_
     * @return how many bytes came, and the sender
     * @throws IllegalArgumentException if less remains than {@code nbytes}, or the buffer is
     *     read-only
     * @throws IOException as {@link #recv(int)}
     */
    public ReceivedInto recvfromInto(ByteBuffer b, int nbytes, int flags) throws IOException {
        Sockets.require(flags, "flags");
        int length = room(b, nbytes, "recvfrom_into");
        return io.recvfrom(
                length,
                flags,
                (scratch, received, stored) -> {
                    b.put(scratch.slice(Syscalls.SLOT_SIZE, stored));
                    return new ReceivedInto(received, sender(scratch));
                });
    }

    /**
     * Receives a message, without control messages.
     *
     * @param bufsize at most so many bytes
     * @return the bytes, the flags and the sender
     * @throws IllegalArgumentException if the size is negative
     * @throws IOException as {@link #recv(int)}
     */
    public Message recvmsg(int bufsize) throws IOException {
        return recvmsg(bufsize, 0, 0);
    }

    /**
     * Receives a message with control messages.
     *
     * @param bufsize at most so many bytes
     * @param ancbufsize room for control messages; {@link Sockets#cmsgSpace} tells how much each
     *     takes
     * @return the bytes, the control messages, the flags and the sender
     * @throws IllegalArgumentException if a size is negative
     * @throws IOException as {@link #recv(int)}
     */
    public Message recvmsg(int bufsize, int ancbufsize) throws IOException {
        return recvmsg(bufsize, ancbufsize, 0);
    }

    /**
     * Receives a message with control messages; recvmsg(2). Descriptors that come with it are
     * close-on-exec and belong to the caller.
     *
     * @param bufsize at most so many bytes; 0 takes a datagram and drops its bytes
     * @param ancbufsize room for control messages; what does not fit is dropped, and the flags say
     *     MSG_CTRUNC
     * @param flags MSG_
     * @return the bytes, the control messages, the flags and the sender
     * @throws IllegalArgumentException if a size is negative
     * @throws IOException as {@link #recv(int)}; EOPNOTSUPP for control messages on nio
     */
    public Message recvmsg(int bufsize, int ancbufsize, int flags) throws IOException {
        Sockets.require(flags, "flags");
        checkSize(bufsize, "recvmsg");
        checkAncillary(ancbufsize, "recvmsg");
        return Messages.recvmsg(
                io,
                bufsize,
                ancbufsize,
                flags,
                (scratch, at, received, parts) -> {
                    byte[] data = new byte[Math.min(received, bufsize)];
                    scratch.get(at, data, 0, data.length);
                    return new Message(data, parts.ancdata(), parts.flags(), sender(parts));
                });
    }

    /**
     * Receives a message into several buffers, one after another; recvmsg(2).
     *
     * @param buffers where to; their positions move by what came
     * @param ancbufsize room for control messages; what does not fit is dropped, and the flags say
     *     MSG_CTRUNC
     * @param flags MSG_
     * @return how many bytes came, the control messages, the flags and the sender
     * @throws IllegalArgumentException if the size is negative or a buffer is read-only
     * @throws IOException as {@link #recv(int)}; EOPNOTSUPP for control messages on nio
     */
    public MessageInto recvmsgInto(List<ByteBuffer> buffers, int ancbufsize, int flags)
            throws IOException {
        Sockets.require(flags, "flags");
        checkAncillary(ancbufsize, "recvmsg_into");
        int room = 0;
        for (ByteBuffer each : buffers) {
            room = Math.addExact(room, room(each, 0, "recvmsg_into"));
        }
        int length = room;
        return Messages.recvmsg(
                io,
                length,
                ancbufsize,
                flags,
                (scratch, at, received, parts) -> {
                    scatter(scratch.slice(at, Math.min(received, length)), buffers);
                    return new MessageInto(received, parts.ancdata(), parts.flags(), sender(parts));
                });
    }

    /**
     * Receives a message into several buffers, without control messages.
     *
     * @param buffers where to; their positions move by what came
     * @return how many bytes came, the flags and the sender
     * @throws IllegalArgumentException if a buffer is read-only
     * @throws IOException as {@link #recv(int)}
     */
    public MessageInto recvmsgInto(List<ByteBuffer> buffers) throws IOException {
        return recvmsgInto(buffers, 0, 0);
    }

    /** Descriptors that nobody will get. */
    void closeRights(List<Cmsg> ancdata) {
        Messages.closeRights(io, ancdata);
    }

    private static void scatter(ByteBuffer received, List<ByteBuffer> buffers) {
        int end = received.limit();
        for (ByteBuffer each : buffers) {
            received.limit(Math.min(end, received.position() + each.remaining()));
            each.put(received);
        }
    }

    private static void checkAncillary(int size, String call) {
        if (size < 0) {
            throw new IllegalArgumentException("invalid ancillary data buffer length in " + call);
        }
    }

    private @Nullable Address sender(Messages.Parts parts) {
        boolean named = parts.sockaddr().length > 0;
        return named || !io.stream ? Addresses.decode(parts.sockaddr(), family) : null;
    }

    private @Nullable Address sender(DirectBuffer slot) {
        boolean named = slot.getInt(0) > 0;
        return named || !io.stream ? Addresses.decode(slot, family) : null;
    }

    // ---- sending

    /**
     * Sends bytes; a peer that is gone gives {@link io.sockeye.engine.BrokenPipeException}, never a
     * signal.
     *
     * @param b what to send
     * @return how many bytes went, which may be fewer if there is a timeout
     * @throws BlockingIOException if the timeout is 0 and there is no room
     * @throws OsTimeoutException if the timeout passes
     * @throws IOException if the connection fails
     */
    public int send(byte[] b) throws IOException {
        return send(b, 0);
    }

    /**
     * Sends bytes; send(2).
     *
     * @param b what to send
     * @param flags MSG_
     * @return how many bytes went, which may be fewer if there is a timeout
     * @throws IOException as {@link #send(byte[])}
     */
    public int send(byte[] b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        return io.send(source(b), b.length, flags, false);
    }

    /**
     * Sends what lies between position and limit.
     *
     * @param b what to send; its position moves by what went
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}
     */
    public int send(ByteBuffer b) throws IOException {
        return send(b, 0);
    }

    /**
     * Sends what lies between position and limit; send(2).
     *
     * @param b what to send; its position moves by what went
     * @param flags MSG_
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}
     */
    public int send(ByteBuffer b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        int n = send(b, flags, false);
        b.position(b.position() + n);
        return n;
    }

    /**
     * Sends what lies between position and limit, without a copy and without allocation.
     *
     * @param b what to send; its position moves by what went
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}
     */
    public int send(DirectBuffer b) throws IOException {
        return send(b, 0);
    }

    /**
     * Sends what lies between position and limit, without a copy and without allocation; send(2).
     *
     * @param b what to send; its position moves by what went
     * @param flags MSG_
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}
     */
    public int send(DirectBuffer b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        ByteBuffer at = b.buffer();
        int n = io.send(b, at.position(), at.remaining(), flags, false);
        at.position(at.position() + n);
        return n;
    }

    /**
     * Sends buffers as one message.
     *
     * @param buffers what to send; their positions move by what went
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}
     */
    public int sendmsg(List<ByteBuffer> buffers) throws IOException {
        return sendmsg(buffers, List.of(), 0, null);
    }

    /**
     * Sends buffers as one message, with control messages.
     *
     * @param buffers what to send; their positions move by what went
     * @param ancdata the control messages, which go with the first byte
     * @return how many bytes went
     * @throws IOException as {@link #send(byte[])}; EOPNOTSUPP for control messages on nio
     */
    public int sendmsg(List<ByteBuffer> buffers, List<Cmsg> ancdata) throws IOException {
        return sendmsg(buffers, ancdata, 0, null);
    }

    /**
     * Sends buffers as one message, with control messages, to an address; sendmsg(2).
     *
     * @param buffers what to send; their positions move by what went
     * @param ancdata the control messages, which go with the first byte
     * @param flags MSG_
     * @param to the receiver, or null on a connected socket
     * @return how many bytes went
     * @throws IllegalArgumentException if there is too much ancillary data, or the address is wrong
     * @throws IOException as {@link #send(byte[])}; EOPNOTSUPP for control messages on nio
     */
    public int sendmsg(
            List<ByteBuffer> buffers, List<Cmsg> ancdata, int flags, @Nullable Address to)
            throws IOException {
        Sockets.require(flags, "flags");
        byte[] sockaddr = to == null ? null : Addresses.encode(io.engine, family, to, "sendmsg");
        return Messages.sendmsg(io, buffers, ancdata, flags, sockaddr);
    }

    /**
     * Sends a file from its beginning to its end; as {@link #sendfile(FileChannel, long, long)}.
     *
     * @param file open for reading
     * @return how many bytes went
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be read or the connection fails
     */
    public long sendfile(FileChannel file) throws IOException {
        return sender(0, FileSender.EVERYTHING).send(file);
    }

    /**
     * Sends a file from an offset to its end; as {@link #sendfile(FileChannel, long, long)}.
     *
     * @param file open for reading
     * @param offset of the first byte
     * @return how many bytes went
     * @throws IllegalArgumentException if the offset is negative
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be read or the connection fails
     */
    public long sendfile(FileChannel file, long offset) throws IOException {
        return sender(offset, FileSender.EVERYTHING).send(file);
    }

    /**
     * Sends a part of a file. The timeout is for each wait, not for the whole. When bytes have
     * gone, the file's position afterwards is behind the last of them, also if the call failed.
     *
     * <p>An interrupt in the moment in which the file is read closes the {@code FileChannel}, as
     * the JDK has it, and fails the call; an interrupt in a wait is as for every other call.
     *
     * @param file open for reading
     * @param offset of the first byte
     * @param count at most so many bytes; the file may end before
     * @return how many bytes went
     * @throws IllegalArgumentException if the offset is negative or the count not positive
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be read or the connection fails; {@link
     *     OsException#bytesSent()} says how much had gone
     */
    public long sendfile(FileChannel file, long offset, long count) throws IOException {
        return sender(offset, count).send(file);
    }

    /**
     * Sends a file from its beginning to its end; as {@link #sendfile(Path, long, long)}.
     *
     * @param file what to send
     * @return how many bytes went
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be read or the connection fails
     */
    public long sendfile(Path file) throws IOException {
        return sendfile(file, 0, FileSender.EVERYTHING);
    }

    /**
     * Sends a file from an offset to its end; as {@link #sendfile(Path, long, long)}.
     *
     * @param file what to send
     * @param offset of the first byte
     * @return how many bytes went
     * @throws IllegalArgumentException if the offset is negative
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be read or the connection fails
     */
    public long sendfile(Path file, long offset) throws IOException {
        return sendfile(file, offset, FileSender.EVERYTHING);
    }

    /**
     * Sends a part of a file with sendfile(2), which moves it inside the kernel. Where that is not
     * to be had (nio, file systems without it) the bytes travel through memory. The timeout is for
     * each wait, not for the whole.
     *
     * @param file what to send
     * @param offset of the first byte
     * @param count at most so many bytes; the file may end before
     * @return how many bytes went
     * @throws IllegalArgumentException if the offset is negative or the count not positive
     * @throws IllegalStateException if the socket is no stream, or may not wait
     * @throws IOException if the file cannot be opened or read or the connection fails; {@link
     *     OsException#bytesSent()} says how much had gone
     */
    public long sendfile(Path file, long offset, long count) throws IOException {
        FileSender sender = sender(offset, count);
        forceNonblocking("sendfile");
        return sender.send(file);
    }

    private FileSender sender(long offset, long count) {
        if (!io.stream) {
            throw new IllegalStateException("sendfile needs a socket of type SOCK_STREAM");
        }
        if (offset < 0 || count <= 0) {
            throw new IllegalArgumentException(
                    "sendfile needs an offset that is not negative and a positive count: offset "
                            + offset
                            + ", count "
                            + count);
        }
        if (io.timeoutNanos == 0) {
            throw new IllegalStateException("sendfile needs a socket that may wait: timeout 0");
        }
        return new FileSender(io, offset, count);
    }

    /**
     * Sends as much as there is room for, without waiting whatever the timeout is.
     *
     * @param b what to send; its position moves by what went
     * @return how many bytes went, or {@link #WOULD_BLOCK}
     * @throws IOException if the connection fails
     */
    public int trySend(DirectBuffer b) throws IOException {
        ByteBuffer at = b.buffer();
        int n = io.trySend(b, at.position(), at.remaining());
        if (n > 0) {
            at.position(at.position() + n);
        }
        return n;
    }

    /**
     * Sends as much as there is room for, without waiting whatever the timeout is.
     *
     * @param b what to send; its position moves by what went
     * @return how many bytes went, or {@link #WOULD_BLOCK}
     * @throws IOException if the connection fails
     */
    public int trySend(ByteBuffer b) throws IOException {
        int n =
                b.isDirect()
                        ? io.trySend(io.engine.wrap(b), b.position(), b.remaining())
                        : tryCopy(b);
        b.position(b.position() + Math.max(n, 0));
        return n;
    }

    private int tryCopy(ByteBuffer b) throws OsException {
        int piece = io.attempt(b.remaining());
        DirectBuffer scratch = io.engine.scratch().borrow(piece);
        try {
            source(b).copy(0, scratch, 0, piece);
            return io.trySend(scratch, 0, piece);
        } finally {
            io.engine.scratch().release(scratch);
        }
    }

    /**
     * Sends every byte. The timeout is for the whole call, not for each piece.
     *
     * @param b what to send
     * @throws IOException as {@link #send(byte[])}; {@link OsException#bytesSent()} says how much
     *     had gone
     */
    public void sendall(byte[] b) throws IOException {
        sendall(b, 0);
    }

    /**
     * Sends every byte. The timeout is for the whole call, not for each piece.
     *
     * @param b what to send
     * @param flags MSG_
     * @throws IOException as {@link #send(byte[])}; {@link OsException#bytesSent()} says how much
     *     had gone
     */
    public void sendall(byte[] b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        if (b.length > 0) {
            io.send(source(b), b.length, flags, true);
        }
    }

    /**
     * Sends every byte between position and limit. The timeout is for the whole call.
     *
     * @param b what to send; its position moves by what went, also when the call fails
     * @throws IOException as {@link #send(byte[])}; {@link OsException#bytesSent()} says how much
     *     had gone
     */
    public void sendall(ByteBuffer b) throws IOException {
        sendall(b, 0);
    }

    /**
     * Sends every byte between position and limit. The timeout is for the whole call.
     *
     * @param b what to send; its position moves by what went, also when the call fails
     * @param flags MSG_
     * @throws IOException as {@link #send(byte[])}; {@link OsException#bytesSent()} says how much
     *     had gone
     */
    public void sendall(ByteBuffer b, int flags) throws IOException {
        Sockets.require(flags, "flags");
        if (!b.hasRemaining()) {
            return;
        }
        try {
            b.position(b.position() + send(b, flags, true));
        } catch (OsException e) {
            b.position(b.position() + (int) e.bytesSent());
            throw e;
        }
    }

    /**
     * Sends a text.
     *
     * @param text what to send
     * @param charset how its characters become bytes
     * @throws IOException as {@link #sendall(byte[])}
     */
    public void sendall(String text, Charset charset) throws IOException {
        sendall(text.getBytes(charset), 0);
    }

    private int send(ByteBuffer b, int flags, boolean all) throws OsException {
        if (b.isDirect()) {
            return io.send(io.engine.wrap(b), b.position(), b.remaining(), flags, all);
        }
        return io.send(source(b), b.remaining(), flags, all);
    }

    /**
     * Sends a datagram.
     *
     * @param b what to send
     * @param to the receiver
     * @return how many bytes went
     * @throws IOException EMSGSIZE if it is too long; as {@link #send(byte[])}
     */
    public int sendto(byte[] b, Address to) throws IOException {
        return sendto(b, 0, to);
    }

    /**
     * Sends a datagram.
     *
     * @param b what to send
     * @param host of the receiver
     * @param port of the receiver
     * @return how many bytes went
     * @throws IOException EMSGSIZE if it is too long; as {@link #send(byte[])}
     */
    public int sendto(byte[] b, String host, int port) throws IOException {
        return sendto(b, 0, Address.inet(host, port));
    }

    /**
     * Sends a datagram; sendto(2).
     *
     * @param b what to send
     * @param flags MSG_
     * @param to the receiver
     * @return how many bytes went
     * @throws IllegalArgumentException if the address is of another family
     * @throws GaiException if the host cannot be resolved
     * @throws IOException EMSGSIZE if it is too long; as {@link #send(byte[])}
     */
    public int sendto(byte[] b, int flags, Address to) throws IOException {
        Sockets.require(flags, "flags");
        byte[] sockaddr = Addresses.encode(io.engine, family, to, "sendto");
        return io.sendto(source(b), b.length, flags, sockaddr);
    }

    /**
     * Sends what lies between position and limit as a datagram.
     *
     * @param b what to send; its position moves by what went
     * @param to the receiver
     * @return how many bytes went
     * @throws IOException EMSGSIZE if it is too long; as {@link #send(byte[])}
     */
    public int sendto(ByteBuffer b, Address to) throws IOException {
        return sendto(b, 0, to);
    }

    /**
     * Sends what lies between position and limit as a datagram; sendto(2).
     *
     * @param b what to send; its position moves by what went
     * @param flags MSG_
     * @param to the receiver
     * @return how many bytes went
     * @throws IllegalArgumentException if the address is of another family
     * @throws GaiException if the host cannot be resolved
     * @throws IOException EMSGSIZE if it is too long; as {@link #send(byte[])}
     */
    public int sendto(ByteBuffer b, int flags, Address to) throws IOException {
        Sockets.require(flags, "flags");
        byte[] sockaddr = Addresses.encode(io.engine, family, to, "sendto");
        int n = io.sendto(source(b), b.remaining(), flags, sockaddr);
        b.position(b.position() + n);
        return n;
    }

    private static Io.Source source(byte[] b) {
        return (from, scratch, at, length) -> scratch.put(at, b, from, length);
    }

    private static Io.Source source(ByteBuffer b) {
        return (from, scratch, at, length) ->
                scratch.slice(at, length).put(b.slice(b.position() + from, length));
    }

    // ---- timeouts

    /**
     * Lets calls wait for ever, or not at all.
     *
     * @param blocking true for no timeout, false for a timeout of 0
     * @throws IOException if the socket is closed
     */
    public void setblocking(boolean blocking) throws IOException {
        setTimeoutNanos(blocking ? Timeouts.NONE : 0);
    }

    /**
     * Whether calls may wait.
     *
     * @return false only if the timeout is 0
     */
    public boolean getblocking() {
        return io.timeoutNanos != 0;
    }

    /**
     * Sets how long a call may wait.
     *
     * @param timeout null for no limit, 0 for not at all
     * @throws IllegalArgumentException if it is negative
     * @throws IOException if the socket is closed; the value is kept all the same
     */
    public void settimeout(@Nullable Duration timeout) throws IOException {
        setTimeoutNanos(Timeouts.nanos(timeout));
    }

    /**
     * Sets how long a call may wait, in seconds: 5000 is not 5 s, and 0 means not at all.
     *
     * @param seconds not negative
     * @throws IllegalArgumentException if it is negative or no number
     * @throws IOException if the socket is closed; the value is kept all the same
     */
    public void settimeout(double seconds) throws IOException {
        setTimeoutNanos(Timeouts.nanos(seconds));
    }

    /**
     * How long a call may wait.
     *
     * @return the timeout, or null for no limit
     */
    public @Nullable Duration gettimeout() {
        return Timeouts.duration(io.timeoutNanos);
    }

    void setTimeoutNanos(long timeoutNanos) throws OsException {
        io.timeoutNanos = timeoutNanos;
        int fd = io.enter("settimeout");
        try {
            boolean nonblocking = timeoutNanos >= 0 || forcedNonblocking || shared;
            OsException.check(io.sys.setNonblocking(fd, nonblocking), "settimeout");
        } finally {
            io.release();
        }
    }

    // ---- options

    /**
     * Reads an option whose value is an int; getsockopt(2).
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @return its value; of a longer one the first four bytes
     * @throws IOException ENOPROTOOPT if there is no such option
     */
    public int getsockopt(int level, int opt) throws IOException {
        byte[] value = option(level, opt, 4, 4);
        return ByteBuffer.wrap(value).order(java.nio.ByteOrder.nativeOrder()).getInt();
    }

    /**
     * Reads an option as bytes, for those that are structs; getsockopt(2).
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @param buflen room for its value, 1 to 1024
     * @return the value, as long as it is
     * @throws IllegalArgumentException if the length is out of range
     * @throws IOException ENOPROTOOPT if there is no such option
     */
    public byte[] getsockopt(int level, int opt, int buflen) throws IOException {
        if (buflen < 1 || buflen > LARGEST_OPTION) {
            throw new IllegalArgumentException(
                    "getsockopt buflen out of range: " + buflen + ", not 1-" + LARGEST_OPTION);
        }
        return option(level, opt, buflen, 0);
    }

    private byte[] option(int level, int opt, int buflen, int least) throws OsException {
        Sockets.require(level, "level");
        Sockets.require(opt, "opt");
        int fd = io.enter("getsockopt");
        DirectBuffer scratch = io.engine.scratch().borrow(buflen);
        try {
            scratch.putInt(0, 0);
            int n = io.sys.getsockopt(fd, level, opt, scratch, 0, buflen);
            byte[] value = new byte[Math.max(OsException.check(n, "getsockopt"), least)];
            scratch.get(0, value, 0, value.length);
            return value;
        } finally {
            io.engine.scratch().release(scratch);
            io.release();
        }
    }

    /**
     * Sets an option whose value is an int; setsockopt(2).
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @param value its new value
     * @throws IOException ENOPROTOOPT if there is no such option, EINVAL if it is a struct
     */
    public void setsockopt(int level, int opt, int value) throws IOException {
        setsockopt(level, opt, Sockets.pack(value));
    }

    /**
     * Switches an option on or off; setsockopt(2).
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @param value true for 1, false for 0
     * @throws IOException ENOPROTOOPT if there is no such option
     */
    public void setsockopt(int level, int opt, boolean value) throws IOException {
        setsockopt(level, opt, Sockets.pack(value ? 1 : 0));
    }

    /**
     * Sets an option to bytes, for those that are structs; setsockopt(2). {@link Sockets#pack}
     * makes them of ints.
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @param value the bytes as C has them
     * @throws IOException ENOPROTOOPT if there is no such option, EINVAL if the length is wrong
     */
    public void setsockopt(int level, int opt, byte[] value) throws IOException {
        Sockets.require(level, "level");
        Sockets.require(opt, "opt");
        int fd = io.enter("setsockopt");
        DirectBuffer scratch = io.engine.scratch().borrow(value.length);
        try {
            scratch.put(0, value, 0, value.length);
            int result = io.sys.setsockopt(fd, level, opt, scratch, 0, value.length);
            OsException.check(result, "setsockopt");
        } finally {
            io.engine.scratch().release(scratch);
            io.release();
        }
    }

    /**
     * Sets an option to no value, for the few that take a length alone; setsockopt(2) with a null
     * pointer, Python's {@code setsockopt(level, opt, None, optlen)}.
     *
     * @param level SOL_ or IPPROTO_
     * @param opt the option
     * @param optlen the length
     * @throws IllegalArgumentException if the length is negative
     * @throws IOException EFAULT if the option wants a value, ENOPROTOOPT if there is none such
     */
    public void setsockoptNull(int level, int opt, int optlen) throws IOException {
        Sockets.require(level, "level");
        Sockets.require(opt, "opt");
        checkSize(optlen, "setsockopt");
        int fd = io.enter("setsockopt");
        try {
            int result = io.sys.setsockopt(fd, level, opt, null, 0, optlen);
            OsException.check(result, "setsockopt");
        } finally {
            io.release();
        }
    }

    /**
     * The options that are structs in C, with types.
     *
     * @return a view of this socket
     */
    public SocketOptions options() {
        return new SocketOptions(this);
    }

    // ---- the descriptor

    /**
     * Whether programs that this process executes inherit the descriptor; Python's {@code
     * get_inheritable}. What sockeye opens is never inherited unless {@link #setInheritable} says
     * so.
     *
     * @return true if it is not close-on-exec
     * @throws IOException if the socket is closed
     */
    public boolean getInheritable() throws IOException {
        return (descriptorFlags("F_GETFD", 0) & FD_CLOEXEC) == 0;
    }

    /**
     * Lets programs that this process executes inherit the descriptor, or not; Python's {@code
     * set_inheritable}.
     *
     * @param inheritable false for close-on-exec
     * @throws IOException if the socket is closed; EOPNOTSUPP on nio for true
     */
    public void setInheritable(boolean inheritable) throws IOException {
        descriptorFlags("F_SETFD", inheritable ? 0 : FD_CLOEXEC);
    }

    private int descriptorFlags(String command, int flags) throws OsException {
        int fd = io.enter(command);
        try {
            int number = io.engine.abi().constant(command);
            return OsException.check(io.sys.fcntl(fd, number, flags), command);
        } finally {
            io.release();
        }
    }

    /**
     * Python on Windows describes the socket for another process.
     *
     * @param pid of the other process
     * @return never
     * @throws OsException always, with EOPNOTSUPP: here {@link Sockets#sendFds} passes sockets
     */
    public byte[] share(long pid) throws OsException {
        throw windowsAlone("share", "sendFds passes sockets to other processes");
    }

    /**
     * Python on Windows controls the socket by SIO_ commands.
     *
     * @param control SIO_
     * @param option its argument
     * @throws OsException always, with EOPNOTSUPP: here options do the same
     */
    public void ioctl(int control, int option) throws OsException {
        throw windowsAlone("ioctl", "setsockopt sets SO_KEEPALIVE, TCP_KEEPIDLE and their kin");
    }

    static OsException windowsAlone(String call, String instead) {
        String message = call + ": only Windows has this; here " + instead;
        return OsException.of(Errno.EOPNOTSUPP, call, "", message, 0);
    }

    @Override
    public int fileno() {
        return io.isClosed() ? -1 : io.fd();
    }

    @Override
    public Engine engine() {
        return io.engine;
    }

    @Override
    public Lease lease() {
        return io;
    }

    /**
     * The address family.
     *
     * @return AF_, also after close
     */
    public int family() {
        return family;
    }

    /**
     * The type, without flags.
     *
     * @return SOCK_, also after close
     */
    public int type() {
        return type;
    }

    /**
     * The protocol that the socket was made with.
     *
     * @return IPPROTO_ or 0, also after close
     */
    public int proto() {
        return proto;
    }

    /**
     * Another socket object over the same connection, with a descriptor and a timeout of its own.
     *
     * @return the duplicate; it is closed for itself
     * @throws IOException if the OS refuses it (EMFILE)
     */
    public Socket dup() throws IOException {
        int fd = io.enter("dup");
        try {
            int copy = OsException.check(io.sys.dup(fd), "dup");
            Socket socket = new Socket(io.engine, copy, family, type, proto, io.timeoutNanos);
            socket.forcedNonblocking = forcedNonblocking;
            socket.shared = true;
            shared = true;
            return socket;
        } finally {
            io.release();
        }
    }

    /**
     * Gives the descriptor up without closing it; the object is closed. What the user set as
     * blocking mode is restored on the descriptor.
     *
     * @return the descriptor, or -1 if the socket was closed before
     */
    public int detach() {
        int fd = io.detach();
        guard.disarm();
        if (fd >= 0 && forcedNonblocking && !shared && io.timeoutNanos < 0) {
            io.sys.setNonblocking(fd, false);
        }
        return fd;
    }

    // ---- files and views

    /**
     * The socket as a file with a buffer; a text is UTF-8, and any end of a line is read as {@code
     * \n}.
     *
     * @param mode as {@link #makefile(String, int, Charset, String)}
     * @return the file
     * @throws IllegalArgumentException if the mode is another
     * @throws IOException if the socket is closed
     */
    public SocketFile makefile(String mode) throws IOException {
        return makefile(mode, -1);
    }

    /**
     * The socket as a file; a text is UTF-8, and any end of a line is read as {@code \n}.
     *
     * @param mode as {@link #makefile(String, int, Charset, String)}
     * @param buffering as {@link #makefile(String, int, Charset, String)}
     * @return the file
     * @throws IllegalArgumentException if the mode is another, or a text is to be unbuffered
     * @throws IOException if the socket is closed
     */
    public SocketFile makefile(String mode, int buffering) throws IOException {
        return makefile(FileMode.of(mode), buffering, StandardCharsets.UTF_8, Newline.TRANSLATED);
    }

    /**
     * The socket as a text file; any end of a line is read as {@code \n}.
     *
     * @param mode as {@link #makefile(String, int, Charset, String)}
     * @param buffering as {@link #makefile(String, int, Charset, String)}
     * @param encoding of the text
     * @return the file
     * @throws IllegalArgumentException if the mode is another or binary, or unbuffered
     * @throws IOException if the socket is closed
     */
    public SocketFile makefile(String mode, int buffering, Charset encoding) throws IOException {
        return makefile(mode, buffering, encoding, null);
    }

    /**
     * The socket as a text file.
     *
     * @param mode any of {@code r} (read), {@code w} (write) and {@code b} (bytes, not text), in
     *     any order; reading if it says neither
     * @param buffering the size of the buffer; negative for {@link SocketFile#DEFAULT_BUFFER_SIZE};
     *     0 for none, if the file is binary; 1 for a text that is sent at the end of each line
     * @param encoding of the text
     * @param newline what ends a line: null for {@code \n}, {@code \r} and {@code \r\n}, all read
     *     as {@code \n}, which is written as the system's; an empty text for the same, left as they
     *     are; or one of the three, as which {@code \n} is also written
     * @return the file
     * @throws IllegalArgumentException if the mode is another or binary, a text is to be
     *     unbuffered, or the newline is another
     * @throws IOException if the socket is closed
     */
    public SocketFile makefile(
            String mode, int buffering, Charset encoding, @Nullable String newline)
            throws IOException {
        FileMode parsed = FileMode.of(mode);
        if (!parsed.isText()) {
            throw new IllegalArgumentException("a binary file has no encoding and no newline");
        }
        return makefile(parsed, buffering, encoding, Newline.of(newline));
    }

    private SocketFile makefile(FileMode mode, int buffering, Charset encoding, Newline newline)
            throws IOException {
        if (buffering == 0 && mode.isText()) {
            throw new IllegalArgumentException("unbuffered files must be binary");
        }
        return file(new RawFile(this, io, false), mode, buffering, encoding, newline);
    }

    /**
     * The socket as a binary file to write to, without a buffer: each write is a {@link #sendall},
     * also if the socket has a timeout. It is what {@code StreamRequestHandler} of Python's
     * socketserver writes to.
     *
     * @return the file
     * @throws IOException if the socket is closed
     */
    public SocketFile sendallFile() throws IOException {
        RawFile raw = new RawFile(this, io, true);
        return file(raw, FileMode.of("wb"), 0, StandardCharsets.UTF_8, Newline.TRANSLATED);
    }

    private SocketFile file(
            RawFile raw, FileMode mode, int buffering, Charset encoding, Newline newline)
            throws IOException {
        SocketFile file = new SocketFile(this, raw, mode, buffering, encoding, newline);
        if (io.isClosed()) {
            throw new ClosedException("makefile", 0);
        }
        shares.addFile();
        return file;
    }

    /**
     * What arrives, for code that reads from the JDK's sockets: -1 at the end, and the exceptions
     * of {@code java.net} with ours as the cause. A timeout is a {@link
     * java.net.SocketTimeoutException}, after which reading may go on; a timeout of 0 is an {@link
     * java.nio.channels.IllegalBlockingModeException}; an interrupt of a virtual thread is an
     * {@link java.io.InterruptedIOException} and leaves the socket open. {@code available} tells of
     * up to 64 KiB. Nothing is read ahead.
     *
     * @return a stream whose {@code close} closes the socket
     */
    public InputStream inputStream() {
        return new SocketInputStream(this, io);
    }

    /**
     * What is sent, for code that writes to the JDK's sockets: a write sends all. Exceptions are as
     * for {@link #inputStream}; those for timeouts and interrupts count what had gone in {@code
     * bytesTransferred}.
     *
     * @return a stream without a buffer, whose {@code close} closes the socket
     */
    public OutputStream outputStream() {
        return new SocketOutputStream(this, io);
    }

    /**
     * The socket for code that reads and writes channels: -1 at the end, 0 if a socket with a
     * timeout of 0 would have to wait, {@link java.nio.channels.ClosedChannelException} after close
     * and {@link java.nio.channels.AsynchronousCloseException} for a call that close ended, {@link
     * java.nio.channels.NotYetConnectedException} without a connection. Other exceptions are as for
     * {@link #inputStream}; all have ours as the cause. Unlike the JDK's channels it is not closed
     * by an interrupt.
     *
     * @return a channel whose {@code close} closes the socket
     */
    public ByteChannel channel() {
        return new SocketByteChannel(this, io);
    }

    void fileClosed() throws IOException {
        if (shares.dropFile()) {
            reallyClose();
        }
    }

    /**
     * Closes the socket. Calls that are blocked on it end with {@link
     * io.sockeye.engine.ClosedException}, selectors forget it, and when this returns the descriptor
     * is closed. A second call does nothing.
     *
     * <p>If there are files of {@link #makefile} that are not closed, all that happens when the
     * last of them is; until then the socket goes on working.
     *
     * @throws IOException if the OS reports that something written before was lost
     */
    @Override
    public void close() throws IOException {
        if (shares.dropOwner()) {
            reallyClose();
        }
    }

    private void reallyClose() throws IOException {
        int result = io.close();
        guard.disarm();
        if (result < 0 && result != -Errno.ECONNRESET) {
            throw OsException.of(-result, "close");
        }
    }

    /** Python's text: descriptor, family, type, protocol and, while it is open, addresses. */
    @Override
    public String toString() {
        boolean closed = io.isClosed() || shares.isOwnerGone();
        return "<socket.socket"
                + (closed ? " [closed]" : "")
                + " fd="
                + fileno()
                + ", family="
                + family
                + ", type="
                + type
                + ", proto="
                + proto
                + describe()
                + '>';
    }

    private String describe() {
        Address local = known(io.sys::getsockname);
        Address peer = known(io.sys::getpeername);
        return (local == null ? "" : ", laddr=" + local) + (peer == null ? "" : ", raddr=" + peer);
    }

    /** An address for the text; closed or not connected, Python leaves it out as well. */
    private @Nullable Address known(AddressCall call) {
        try {
            return address("toString", call);
        } catch (IOException e) {
            return null;
        }
    }

    private static void checkSize(int bufsize, String call) {
        if (bufsize < 0) {
            throw new IllegalArgumentException("negative buffersize in " + call + ": " + bufsize);
        }
    }

    private static int room(ByteBuffer b, int nbytes, String call) {
        if (b.isReadOnly()) {
            throw new IllegalArgumentException(call + " needs a buffer that can be written");
        }
        checkSize(nbytes, call);
        if (nbytes > b.remaining()) {
            throw new IllegalArgumentException(
                    call
                            + ": buffer too small for "
                            + nbytes
                            + " bytes: "
                            + b.remaining()
                            + " remain");
        }
        return nbytes == 0 ? b.remaining() : nbytes;
    }

    private static int truncBit() {
        return Sockets.MSG_TRUNC;
    }
}
