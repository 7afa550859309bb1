package io.sockeye.contract;

import io.sockeye.reactor.DatagramProtocol;
import io.sockeye.reactor.Protocol;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** An echo allocates nothing, on the thread of the loop. */
class ReactorAllocationTest extends ReactorContract {
    /** What the JDK's channels and selector allocate for each echo. */
    private static final int OF_THE_JDK = 400;

    private void echoesWithoutAllocating(int size) throws Exception {
        Reactor reactor = reactor();
        Protocol echo =
                new Recorder() {
                    @Override
                    protected void dataReceived(ByteBuffer data) {
                        transport().write(data);
                    }
                };
        Socket client = client(listen(reactor, echo));
        Thread loop = onLoop(reactor, Thread::currentThread);
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        ByteBuffer answer = ByteBuffer.allocateDirect(size);
        Allocations.expectAtMost(
                loop,
                engine.hasRealFds() ? 0 : OF_THE_JDK,
                () -> {
                    client.send(message.clear());
                    answer.clear();
                    while (answer.hasRemaining()) {
                        client.recvInto(answer);
                    }
                });
    }

    @Test
    void aSmallEchoAllocatesNothing() throws Exception {
        echoesWithoutAllocating(64);
    }

    @Test
    void aLargeEchoAllocatesNothing() throws Exception {
        echoesWithoutAllocating(16_000);
    }

    @Test
    void aDatagramOfASenderThatIsKnownAllocatesNothing() throws Exception {
        Reactor reactor = reactor();
        DatagramProtocol echo =
                new DatagramProtocol() {
                    @Override
                    protected void datagramReceived(ByteBuffer data, Address from)
                            throws Exception {
                        transport().write(data, from);
                    }
                };
        Address server = reactor.listenUDP("127.0.0.1", 0, echo).getHost();
        Socket[] clients = {boundUdp(), boundUdp(), boundUdp()};
        for (Socket each : clients) {
            each.connect(server);
        }
        Thread loop = onLoop(reactor, Thread::currentThread);
        ByteBuffer message = ByteBuffer.allocateDirect(64);
        ByteBuffer answer = ByteBuffer.allocateDirect(64);
        Allocations.expectAtMost(
                loop,
                engine.hasRealFds() ? 0 : clients.length * OF_THE_JDK,
                () -> {
                    for (Socket each : clients) {
                        each.send(message.clear());
                        each.recvInto(answer.clear());
                    }
                });
    }
}
