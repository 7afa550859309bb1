package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_LINGER;
import static io.sockeye.socket.Sockets.pack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of the contract, which is the same for every engine. Each subclass runs once for each
 * engine that the build expects. What a test opens through the methods here is closed at its end.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(ExpectedEngines.class)
@ExtendWith({ExecutedEngines.class, DescriptorGuard.class, NioSkips.class})
@Timeout(value = 45, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ContractTest {
    @Parameter(0)
    Engine engine;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Deque<Background<?>> started = new ArrayDeque<>();

    /** The engine of the test at hand. */
    static Engine engineOf(ExtensionContext context) {
        return ((ContractTest) context.getRequiredTestInstance()).engine;
    }

    /** Two ends of one stream. */
    record Ends(Socket client, Socket server) {}

    /** The streams that every engine has. */
    enum Link {
        TCP4,
        TCP6,
        UNIX
    }

    /** Skips a test of what the kernel does and qemu's emulation of a process does not. */
    static void assumeRealKernel(String difference) {
        assumeFalse(Boolean.getBoolean("sockeye.test.emulated"), "the emulator " + difference);
    }

    @AfterEach
    void closeEverything() throws Exception {
        synchronized (opened) {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
        for (Background<?> background : started) {
            Eventually.eventually("a background call ends", background::isDone);
        }
    }

    /** Closes it at the end of the test. */
    <T extends AutoCloseable> T own(T closeable) {
        synchronized (opened) {
            opened.push(closeable);
        }
        return closeable;
    }

    /** Runs a call on a platform thread; it must have ended when the test ends. */
    <T> Background<T> inBackground(Callable<T> call) {
        Background<T> background = Background.start(call);
        started.add(background);
        return background;
    }

    /** A call without a result. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Runs a call without a result on a platform thread. */
    Background<Void> inBackground(Action action) {
        Callable<Void> call =
                () -> {
                    action.run();
                    return null;
                };
        return inBackground(call);
    }

    Socket tcp() throws IOException {
        return own(new Socket(engine, AF_INET, SOCK_STREAM));
    }

    Socket tcp6() throws IOException {
        return own(new Socket(engine, AF_INET6, SOCK_STREAM));
    }

    Socket udp() throws IOException {
        return own(new Socket(engine, AF_INET, SOCK_DGRAM));
    }

    Socket unix() throws IOException {
        return own(new Socket(engine, AF_UNIX, SOCK_STREAM));
    }

    /** A datagram socket with a port on the loopback. */
    Socket boundUdp() throws IOException {
        Socket socket = udp();
        socket.bind("127.0.0.1", 0);
        return socket;
    }

    /** A listening TCP socket on the loopback. */
    Socket listener() throws IOException {
        Socket socket = tcp();
        socket.bind("127.0.0.1", 0);
        socket.listen();
        return socket;
    }

    /** A listening socket of any kind. */
    Socket listener(Link link) throws IOException {
        Socket socket =
                switch (link) {
                    case TCP4 -> listener();
                    case TCP6 -> tcp6();
                    case UNIX -> unix();
                };
        if (link == Link.TCP6) {
            socket.bind("::1", 0);
        } else if (link == Link.UNIX) {
            socket.bind(socketPath());
        }
        if (link != Link.TCP4) {
            socket.listen();
        }
        return socket;
    }

    /** A socket that can connect to {@link #listener(Link)}. */
    Socket client(Link link) throws IOException {
        return switch (link) {
            case TCP4 -> tcp();
            case TCP6 -> tcp6();
            case UNIX -> unix();
        };
    }

    /** Two ends of one TCP connection. */
    Ends connected() throws IOException {
        return connected(Link.TCP4);
    }

    /** Two ends of one stream. */
    Ends connected(Link link) throws IOException {
        Socket listener = listener(link);
        Socket client = client(link);
        client.connect(listener.getsockname());
        Socket server = own(listener.accept().socket());
        listener.close();
        return new Ends(client, server);
    }

    /** A path for a Unix socket, short enough, in a folder that goes away with the test. */
    Path socketPath() throws IOException {
        Path folder = Files.createTempDirectory("sockeye");
        own(() -> delete(folder));
        return folder.resolve("s");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                Files.delete(child);
            }
        }
        Files.delete(folder);
    }

    /** A listener that accepts nobody and whose queue is full: whoever connects now waits. */
    Socket fullListener() throws IOException {
        Socket listener = tcp();
        listener.bind("127.0.0.1", 0);
        listener.listen(1);
        for (int i = 0; i < 8; i++) {
            Socket client = tcp();
            client.setblocking(false);
            client.connectEx(listener.getsockname());
        }
        return listener;
    }

    /** A port of the loopback on which nobody listens. */
    Address deadPort() throws IOException {
        Socket bound = tcp();
        bound.bind("127.0.0.1", 0);
        return bound.getsockname();
    }

    /** Sends until nothing more fits; what went in is returned. */
    static int fill(Socket socket) throws IOException {
        int sent = 0;
        DirectBuffer chunk = socket.engine().allocate(64 * 1024);
        int n;
        while (true) {
            chunk.buffer().clear();
            n = socket.trySend(chunk);
            if (n == Socket.WOULD_BLOCK) {
                return sent;
            }
            sent += n;
        }
    }

    /** A stream whose client cannot send another byte, until the server receives. */
    Ends stuffed() throws IOException {
        Ends ends = connected(Link.UNIX);
        fill(ends.client());
        return ends;
    }

    /** Closes a TCP socket so that its peer is reset. */
    static void reset(Socket socket) throws IOException {
        socket.setsockopt(SOL_SOCKET, SO_LINGER, pack(1, 0));
        socket.close();
    }

    /** Receives exactly that many bytes. */
    static byte[] receiveFully(Socket socket, int count) throws IOException {
        byte[] all = new byte[count];
        int got = 0;
        while (got < count) {
            int n = socket.recvInto(all, got, count - got, 0);
            assertTrue(n > 0, "the stream ended after " + got + " bytes");
            got += n;
        }
        return all;
    }

    /** The call must fail with this errno. */
    static OsException failsWith(int errno, Executable call) {
        OsException failure = assertThrows(OsException.class, call);
        assertEquals(
                io.sockeye.engine.Errno.name(errno), failure.errnoName(), failure.getMessage());
        return failure;
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    static byte[] pattern(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (i * 31 + (i >> 8));
        }
        return data;
    }

    static int port(Socket socket) throws IOException {
        Address address = socket.getsockname();
        return address instanceof Address.Inet inet
                ? inet.port()
                : ((Address.Inet6) address).port();
    }

    static boolean same(byte[] a, byte[] b) {
        return Arrays.equals(a, b);
    }

    static boolean has(String constant) {
        return Sockets.has(constant);
    }
}
