package io.sockeye.contract;

import static io.sockeye.select.Select.POLLERR;
import static io.sockeye.select.Select.POLLHUP;
import static io.sockeye.select.Select.POLLIN;
import static io.sockeye.select.Select.POLLOUT;
import static io.sockeye.select.Select.POLLPRI;
import static io.sockeye.select.Select.POLLRDHUP;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.MSG_OOB;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.HasFileno;
import io.sockeye.os.Fd;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The states in which a descriptor can be, and what Linux says about each: poll when it is asked
 * for IN, OUT, PRI and RDHUP, and select. {@code readiness.py} makes the same ones.
 */
enum SocketState {
    FRESH(POLLOUT | POLLHUP, "rw", ContractTest::tcp),
    BOUND(POLLOUT | POLLHUP, "rw", SocketState::bound),
    LISTENING(0, "-", ContractTest::listener),
    PENDING(POLLIN, "r", SocketState::pending),
    CONNECTED(POLLOUT, "w", test -> test.connected().client()),
    DATA(POLLIN | POLLOUT, "rw", SocketState::data),
    PEER_SHUT_WR(POLLIN | POLLOUT | POLLRDHUP, "rw", SocketState::peerShutWr),
    PEER_CLOSED(POLLIN | POLLOUT | POLLRDHUP, "rw", SocketState::peerClosed),
    BOTH_SHUT(POLLIN | POLLOUT | POLLHUP | POLLRDHUP, "rw", SocketState::bothShut),
    RESET(POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP, "rw", SocketState::reset),
    REFUSED(POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP, "rw", SocketState::refused),
    FULL(0, "-", SocketState::full),
    URGENT(POLLOUT | POLLPRI, "wx", SocketState::urgent),
    UDP_FRESH(POLLOUT, "w", ContractTest::udp),
    UDP_DATA(POLLIN | POLLOUT, "rw", SocketState::udpData),
    UDP_REFUSED(POLLOUT | POLLERR, "rw", SocketState::udpRefused),
    UNIX_FRESH(POLLOUT | POLLHUP, "rw", ContractTest::unix),
    UNIX_CONNECTED(POLLOUT, "w", test -> pair(test).first()),
    UNIX_CLOSED(POLLIN | POLLOUT | POLLHUP | POLLRDHUP, "rw", SocketState::unixClosed),
    PIPE_EMPTY(0, "-", test -> pipe(test).in()),
    PIPE_DATA(POLLIN, "r", SocketState::pipeData),
    PIPE_END(POLLHUP, "r", SocketState::pipeEnd),
    PIPE_ROOM(POLLOUT, "w", test -> pipe(test).out()),
    PIPE_FULL(0, "-", SocketState::pipeFull),
    PIPE_BROKEN(POLLOUT | POLLERR, "rw", SocketState::pipeBroken);

    /** Everything that poll can be asked for. */
    static final int ASKED = POLLIN | POLLOUT | POLLPRI | POLLRDHUP;

    /** Opens a descriptor and brings it into the state. */
    @FunctionalInterface
    interface Maker {
        HasFileno make(ContractTest test) throws IOException;
    }

    final int polled;
    final String selected;
    private final Maker maker;

    SocketState(int polled, String selected, Maker maker) {
        this.polled = polled;
        this.selected = selected;
        this.maker = maker;
    }

    HasFileno make(ContractTest test) throws IOException {
        return maker.make(test);
    }

    /** What a selector says that was asked for reading: an error counts as everything. */
    boolean isReadable() {
        return (polled & (POLLIN | POLLERR | POLLHUP)) != 0;
    }

    boolean isWritable() {
        return (polled & (POLLOUT | POLLERR | POLLHUP)) != 0;
    }

    static SocketPair pair(ContractTest test) throws IOException {
        return test.own(socketpair(test.engine, AF_UNIX, SOCK_STREAM, 0));
    }

    static Fd.Pipe pipe(ContractTest test) throws IOException {
        return test.own(Fd.pipe(test.engine));
    }

    private static Socket bound(ContractTest test) throws IOException {
        Socket socket = test.tcp();
        socket.bind("127.0.0.1", 0);
        return socket;
    }

    private static Socket pending(ContractTest test) throws IOException {
        Socket listener = test.listener();
        test.tcp().connect(listener.getsockname());
        return listener;
    }

    private static Socket data(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ends.server().sendall(new byte[1]);
        return ends.client();
    }

    private static Socket peerShutWr(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ends.server().shutdown(SHUT_WR);
        return ends.client();
    }

    private static Socket peerClosed(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ends.server().close();
        return ends.client();
    }

    private static Socket bothShut(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ends.server().shutdown(SHUT_WR);
        ends.client().shutdown(SHUT_WR);
        return ends.client();
    }

    private static Socket reset(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ContractTest.reset(ends.server());
        return ends.client();
    }

    private static Socket refused(ContractTest test) throws IOException {
        Socket socket = test.tcp();
        socket.setblocking(false);
        socket.connectEx(test.deadPort());
        return socket;
    }

    private static Socket full(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ContractTest.fill(ends.client());
        return ends.client();
    }

    private static Socket urgent(ContractTest test) throws IOException {
        ContractTest.Ends ends = test.connected();
        ends.server().send(new byte[1], MSG_OOB);
        return ends.client();
    }

    private static Socket udpData(ContractTest test) throws IOException {
        Socket socket = test.boundUdp();
        test.udp().sendto(new byte[0], socket.getsockname());
        return socket;
    }

    private static Socket udpRefused(ContractTest test) throws IOException {
        Socket nobody = test.boundUdp();
        Address address = nobody.getsockname();
        Socket socket = test.udp();
        socket.connect(address);
        nobody.close();
        socket.send(new byte[1]);
        return socket;
    }

    private static Socket unixClosed(ContractTest test) throws IOException {
        SocketPair pair = pair(test);
        pair.second().close();
        return pair.first();
    }

    private static Fd pipeData(ContractTest test) throws IOException {
        Fd.Pipe pipe = pipe(test);
        pipe.out().write(ByteBuffer.allocate(1));
        return pipe.in();
    }

    private static Fd pipeEnd(ContractTest test) throws IOException {
        Fd.Pipe pipe = pipe(test);
        pipe.out().close();
        return pipe.in();
    }

    private static Fd pipeFull(ContractTest test) throws IOException {
        Fd.Pipe pipe = pipe(test);
        pipe.out().setblocking(false);
        ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
        while (true) {
            try {
                pipe.out().write(chunk.clear());
            } catch (BlockingIOException e) {
                return pipe.out();
            }
        }
    }

    private static Fd pipeBroken(ContractTest test) throws IOException {
        Fd.Pipe pipe = pipe(test);
        pipe.in().close();
        return pipe.out();
    }
}
