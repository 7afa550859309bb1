package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Multiplexer;
import io.sockeye.os.Fd;
import io.sockeye.reactor.ClientFactory;
import io.sockeye.reactor.ListeningPort;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Descriptors of others on the loop. */
@Tag("contract")
class ReactorWatchTest extends ReactorContract {
    private SocketPair pair() throws Exception {
        return own(Sockets.socketpair(engine, Sockets.AF_UNIX, Sockets.SOCK_STREAM, 0));
    }

    @Test
    void aReaderIsCalledAsLongAsThereIsSomething() throws Exception {
        Reactor reactor = reactor();
        SocketPair pair = pair();
        CompletableFuture<String> got = new CompletableFuture<>();
        StringBuilder all = new StringBuilder();
        runOnLoop(
                reactor,
                () ->
                        reactor.addReader(
                                pair.first(),
                                () -> {
                                    all.append(text(receiveOne(pair.first())));
                                    if (all.length() == 3) {
                                        reactor.removeReader(pair.first());
                                        got.complete(all.toString());
                                    }
                                }));
        pair.second().sendall(bytes("abcdef"));
        assertEquals("abc", get(got));
        assertEquals(0, onLoop(reactor, () -> 0));
        assertEquals(3, all.length());
    }

    private static byte[] receiveOne(Socket socket) {
        try {
            return socket.recv(1);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pipesCanBeWatched() throws Exception {
        Reactor reactor = reactor();
        Fd.Pipe pipe = own(Fd.pipe(engine));
        CompletableFuture<Boolean> readable = new CompletableFuture<>();
        CompletableFuture<Boolean> writable = new CompletableFuture<>();
        runOnLoop(
                reactor,
                () -> {
                    reactor.addReader(
                            pipe.in(),
                            () -> {
                                reactor.removeReader(pipe.in());
                                readable.complete(true);
                            });
                    reactor.addWriter(
                            pipe.out(),
                            () -> {
                                reactor.removeWriter(pipe.out());
                                writable.complete(true);
                            });
                });
        get(writable);
        pipe.out().write(ByteBuffer.allocate(1));
        get(readable);
    }

    @Test
    void aReaderAndAWriterShareADescriptor() throws Exception {
        Reactor reactor = reactor();
        SocketPair pair = pair();
        AtomicInteger writes = new AtomicInteger();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        runOnLoop(
                reactor,
                () -> {
                    reactor.addWriter(
                            pair.first(),
                            () -> {
                                if (writes.incrementAndGet() == 3) {
                                    reactor.removeWriter(pair.first());
                                }
                            });
                    reactor.addReader(
                            pair.first(),
                            () -> {
                                reactor.removeReader(pair.first());
                                read.complete(true);
                            });
                });
        Eventually.eventually("it writes", () -> writes.get() == 3);
        pair.second().sendall(bytes("x"));
        get(read);
        assertEquals(3, writes.get());
    }

    @Test
    void aReaderThatThrowsIsRemoved() throws Exception {
        Reactor reactor = reactor();
        SocketPair pair = pair();
        AtomicInteger calls = new AtomicInteger();
        runOnLoop(
                reactor,
                () ->
                        reactor.addReader(
                                pair.first(),
                                () -> {
                                    calls.incrementAndGet();
                                    throw new IllegalStateException(Logs.ON_PURPOSE);
                                }));
        pair.second().sendall(bytes("x"));
        Eventually.eventually("it is called", () -> calls.get() == 1);
        for (int i = 0; i < 20; i++) {
            assertEquals(0, onLoop(reactor, () -> 0));
        }
        assertEquals(1, calls.get());
    }

    @Test
    void aClosedObjectIsNotWatchedAnyMore() throws Exception {
        Reactor reactor = reactor();
        SocketPair pair = pair();
        AtomicInteger calls = new AtomicInteger();
        runOnLoop(
                reactor,
                () -> {
                    reactor.addReader(pair.first(), calls::incrementAndGet);
                    reactor.addWriter(pair.first(), () -> reactor.removeWriter(pair.first()));
                    pair.second().sendall(bytes("x"));
                    pair.first().close();
                });
        runOnLoop(reactor, () -> reactor.removeReader(pair.first()));
        assertEquals(0, calls.get());
        runOnLoop(
                reactor,
                () ->
                        assertThrows(
                                Exception.class, () -> reactor.addReader(pair.first(), () -> {})));
    }

    @Test
    void whatGetsTheNumberOfAClosedObjectIsServed() throws Exception {
        Reactor reactor = reactor();
        ListeningPort port = reactor.listenTCP("127.0.0.1", 0, Echo::new);
        for (int i = 0; i < 10; i++) {
            SocketPair pair = pair();
            Recorder protocol = new Recorder();
            runOnLoop(
                    reactor,
                    () -> {
                        reactor.addReader(pair.first(), () -> {});
                        reactor.addReader(pair.second(), () -> {});
                        pair.first().close();
                        pair.second().close();
                        reactor.connectTCP(
                                "127.0.0.1", port(port), ClientFactory.forProtocol(() -> protocol));
                    });
            get(protocol.made);
            runWith(protocol, () -> protocol.transport().write(bytes("hello")));
            Eventually.eventually("the echo comes", () -> protocol.text().equals("hello"));
            runWith(protocol, () -> protocol.transport().loseConnection());
            get(protocol.lost);
        }
    }

    @Test
    void aRegularFileCanBeWatchedOnlyWhereTheOsDoes() throws Exception {
        if (!engine.hasRealFds()) {
            return;
        }
        Reactor reactor = reactor();
        int fd = RegularFile.open(this);
        HasFileno file = () -> fd;
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        Runnable reader =
                () -> {
                    reactor.removeReader(file);
                    called.complete(true);
                };
        if (kind == Multiplexer.EPOLL || kind == Multiplexer.IO_URING) {
            runOnLoop(reactor, () -> failsWith(Errno.EPERM, () -> reactor.addReader(file, reader)));
        } else {
            runOnLoop(reactor, () -> reactor.addReader(file, reader));
            get(called);
        }
    }

    @Test
    void nothingIsNothingToCall() throws Exception {
        Reactor reactor = reactor();
        SocketPair pair = pair();
        runOnLoop(
                reactor,
                () -> {
                    assertThrows(
                            NullPointerException.class,
                            () -> reactor.addReader(pair.first(), null));
                    assertThrows(
                            NullPointerException.class,
                            () -> reactor.addWriter(pair.first(), null));
                    assertThrows(NullPointerException.class, () -> reactor.callLater(1.0, null));
                });
    }
}
