package io.sockeye.benchmarks.calls;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 64 bytes there and back between two threads that block, through the public API: with arrays of
 * the Java heap, and with the engine's own memory, which is neither copied nor garbage.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PingPong extends OnEachEngine {
    private static final int MESSAGE = 64;

    private SocketPair pair;
    private Socket near;
    private DirectBuffer memory;
    private final byte[] array = new byte[MESSAGE];

    @Setup
    public void open() throws IOException {
        Engine chosen = Engines.named(engine);
        pair = Sockets.socketpair(chosen, AF_UNIX, SOCK_STREAM, 0);
        near = pair.first();
        memory = chosen.allocate(MESSAGE);
        Thread echo = new Thread(() -> echo(pair.second(), chosen.allocate(MESSAGE)), "echo");
        echo.setDaemon(true);
        echo.start();
    }

    @TearDown
    public void close() throws IOException {
        pair.close();
    }

    @Benchmark
    public byte arrays() throws IOException {
        near.sendall(array);
        for (int got = 0; got < MESSAGE; ) {
            got += near.recvInto(array, got, MESSAGE - got, 0);
        }
        return array[0];
    }

    @Benchmark
    public byte engineMemory() throws IOException {
        exchange(near, memory, true);
        exchange(near, memory, false);
        return memory.get(0);
    }

    private static void echo(Socket socket, DirectBuffer buffer) {
        try {
            while (true) {
                exchange(socket, buffer, false);
                exchange(socket, buffer, true);
            }
        } catch (IOException e) {
            // The benchmark has closed the pair.
            return;
        }
    }

    private static void exchange(Socket socket, DirectBuffer buffer, boolean out)
            throws IOException {
        buffer.buffer().clear();
        while (buffer.buffer().hasRemaining()) {
            int count = out ? socket.send(buffer) : socket.recvInto(buffer);
            if (count == 0) {
                throw new IOException("the other side has closed");
            }
        }
    }
}
