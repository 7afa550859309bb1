package io.sockeye.contract;

import static io.sockeye.socket.Sockets.MSG_WAITALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** close() from another thread, under every call that waits. */
@Tag("contract")
class CloseTest extends ContractTest {
    private static final int TOO_MUCH = 64 * 1024 * 1024;

    /** A call that waits for ever, on a socket that {@link #blockedOn} makes. */
    interface Call {
        void on(Socket socket) throws IOException;
    }

    /** The listener to which the connecting calls connect. */
    private static final class Full {
        static Address address = Address.inet("", 0);
    }

    /** Every call that can wait. */
    enum Blocking {
        ACCEPT("accept", Socket::accept),
        CONNECT("connect", s -> s.connect(Full.address)),
        CONNECT_EX("connect", s -> s.connectEx(Full.address)),
        RECV("recv", s -> s.recv(1)),
        RECV_LARGE("recv", s -> s.recv(1 << 20)),
        RECV_WAITALL("recv", s -> s.recv(10, MSG_WAITALL)),
        RECV_INTO_ARRAY("recv", s -> s.recvInto(new byte[1])),
        RECV_INTO_HEAP("recv", s -> s.recvInto(ByteBuffer.allocate(1))),
        RECV_INTO_DIRECT("recv", s -> s.recvInto(ByteBuffer.allocateDirect(1))),
        RECV_INTO_OWN("recv", s -> s.recvInto(s.engine().allocate(1))),
        RECVFROM("recvfrom", s -> s.recvfrom(1)),
        RECVFROM_INTO("recvfrom", s -> s.recvfromInto(ByteBuffer.allocate(1))),
        RECVFROM_UDP("recvfrom", s -> s.recvfrom(1)),
        SEND("send", s -> s.send(new byte[1])),
        SEND_DIRECT("send", s -> s.send(ByteBuffer.allocateDirect(1))),
        SEND_OWN("send", s -> s.send(s.engine().allocate(1))),
        SENDALL("sendall", s -> s.sendall(new byte[TOO_MUCH])),
        SENDALL_DIRECT("sendall", s -> s.sendall(ByteBuffer.allocateDirect(TOO_MUCH)));

        private final String name;
        private final Call call;

        Blocking(String name, Call call) {
            this.name = name;
            this.call = call;
        }
    }

    /** A socket on which the call waits. */
    private Socket blockedOn(Blocking call) throws IOException {
        return switch (call) {
            case ACCEPT -> listener();
            case CONNECT, CONNECT_EX -> {
                Full.address = fullListener().getsockname();
                yield tcp();
            }
            case RECVFROM_UDP -> boundUdp();
            case SEND, SEND_DIRECT, SEND_OWN -> stuffed().client();
            default -> connected().client();
        };
    }

    private void closeEnds(Blocking call, Duration timeout, boolean virtual) throws Exception {
        Socket socket = blockedOn(call);
        socket.settimeout(timeout);
        Background<Void> blocked =
                virtual
                        ? VirtualThreads.start(() -> run(call, socket))
                        : inBackground(() -> call.call.on(socket));
        blocked.awaitBlocked();
        int fd = socket.fileno();
        String target = target(fd);
        socket.close();
        assertNotEquals(target, target(fd), "the descriptor is open after close()");
        ClosedException closed = blocked.failure(ClosedException.class);
        assertEquals(Errno.EBADF, closed.errno());
        assertEquals(call.name, closed.call());
    }

    private static Void run(Blocking call, Socket socket) throws IOException {
        call.call.on(socket);
        return null;
    }

    /** What a descriptor leads to, as far as the engine tells. */
    private String target(int fd) {
        if (engine.hasRealFds()) {
            return Descriptors.open().getOrDefault(fd, "nothing");
        }
        return engine.syscalls().setNonblocking(fd, true) == 0 ? "something" : "nothing";
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsACallWithoutTimeout(Blocking call) throws Exception {
        closeEnds(call, null, false);
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsACallWithATimeout(Blocking call) throws Exception {
        closeEnds(call, Duration.ofHours(1), false);
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsACallOnAVirtualThread(Blocking call) throws Exception {
        assumeTrue(VirtualThreads.exist(), "this JDK has no virtual threads");
        closeEnds(call, null, true);
    }

    @Test
    void closeEndsAConnectToAFullUnixListener() throws Exception {
        Socket full = unix();
        full.bind(socketPath());
        full.listen(0);
        Address address = full.getsockname();
        List<Socket> filling = new ArrayList<>();
        int errno = 0;
        while (errno == 0) {
            Socket client = unix();
            client.setblocking(false);
            errno = client.connectEx(address);
            filling.add(client);
        }
        Socket client = unix();
        Background<Void> connect = inBackground(() -> client.connect(address)).awaitBlocked();
        client.close();
        connect.failure(ClosedException.class);
    }

    @Test
    void closeEndsEveryCallOnTheSocket() throws Exception {
        Ends ends = connected();
        List<Background<?>> blocked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocked.add(inBackground(() -> ends.client().recv(1)));
        }
        blocked.add(inBackground(() -> ends.client().sendall(new byte[TOO_MUCH])));
        for (Background<?> call : blocked) {
            call.awaitBlocked();
        }
        ends.client().close();
        for (Background<?> call : blocked) {
            call.failure(ClosedException.class);
        }
    }

    @Test
    void everyCallAfterCloseSaysSo() throws IOException {
        Ends ends = connected();
        Socket s = ends.client();
        s.close();
        Executable[] calls = {
            () -> s.recv(1),
            () -> s.recvInto(new byte[1]),
            () -> s.recvInto(engine.allocate(1)),
            () -> s.tryRecvInto(engine.allocate(1)),
            () -> s.tryRecvInto(ByteBuffer.allocate(1)),
            () -> s.recvfrom(1),
            () -> s.recvfromInto(ByteBuffer.allocate(1)),
            () -> s.send(new byte[1]),
            () -> s.send(engine.allocate(1)),
            () -> s.trySend(engine.allocate(1)),
            () -> s.trySend(ByteBuffer.allocate(1)),
            () -> s.sendall(new byte[1]),
            () -> s.sendto(new byte[1], "127.0.0.1", 9),
            s::accept,
            s::tryAccept,
            () -> s.bind("127.0.0.1", 0),
            () -> s.connect("127.0.0.1", 9),
            () -> s.connectEx("127.0.0.1", 9),
            s::listen,
            () -> s.shutdown(0),
            s::getsockname,
            s::getpeername,
            () -> s.getsockopt(1, 2),
            () -> s.setsockopt(1, 2, 1),
            s::dup,
            () -> s.settimeout(1)
        };
        for (Executable call : calls) {
            ClosedException closed = assertThrows(ClosedException.class, call);
            assertEquals(Errno.EBADF, closed.errno());
        }
        assertEquals(-1, s.fileno());
        assertEquals(-1, s.detach());
        assertEquals(0, ends.server().recv(1).length);
    }

    @Test
    void closeIsIdempotentAndClosesNothingElse() throws IOException {
        Socket socket = tcp();
        int fd = socket.fileno();
        socket.close();
        Socket next = tcp();
        assertEquals(fd, next.fileno(), "the lowest free descriptor is used again");
        socket.close();
        socket.close();
        next.bind("127.0.0.1", 0);
    }

    @Test
    void closeByManyThreadsClosesOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            Ends ends = connected();
            Background<byte[]> receiver = inBackground(() -> ends.client().recv(1));
            List<Background<Void>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(inBackground(ends.client()::close));
            }
            for (Background<Void> closer : closers) {
                closer.result();
            }
            receiver.failure(ClosedException.class);
            assertEquals(0, ends.server().recv(1).length);
            ends.server().close();
        }
    }
}
