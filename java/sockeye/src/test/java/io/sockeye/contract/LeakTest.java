package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Sockets that nobody closes. */
class LeakTest extends ContractTest {
    @Test
    void aSocketThatIsCollectedIsClosed() throws IOException {
        Socket kept = forgetTheOther();
        Eventually.eventually(
                "the stream ends",
                () -> {
                    System.gc();
                    return kept.tryRecvInto(ByteBuffer.allocate(1)) == 0;
                });
    }

    private Socket forgetTheOther() throws IOException {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        return own(pair.second());
    }

    @Test
    void aSocketWithACallUnderWayIsNotCollected() throws Exception {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        Socket kept = own(pair.second());
        Background<byte[]> receiver = receiveOnlyHere(pair);
        pair = null;
        receiver.awaitBlocked();
        System.gc();
        kept.sendall(bytes("x"));
        assertEquals("x", text(receiver.result()));
    }

    private Background<byte[]> receiveOnlyHere(SocketPair pair) {
        Socket socket = pair.first();
        return inBackground(
                () -> {
                    try (socket) {
                        return socket.recv(1);
                    }
                });
    }
}
