package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.expect;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A send and a recv of the same bytes through Socket, from and to the kinds of memory that there
 * are: an array, a buffer of the Java heap, a direct buffer, and the engine's own memory.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BufferKinds extends OnEachEngine {
    @Param({"64", "16384"})
    public int size;

    private SocketPair pair;
    private Socket sender;
    private Socket receiver;
    private byte[] array;
    private ByteBuffer heap;
    private ByteBuffer direct;
    private DirectBuffer memory;

    @Setup
    public void open() throws IOException {
        Engine chosen = Engines.named(engine);
        pair = Sockets.socketpair(chosen, AF_UNIX, SOCK_STREAM, 0);
        sender = pair.first();
        receiver = pair.second();
        sender.setblocking(false);
        receiver.setblocking(false);
        array = new byte[size];
        heap = ByteBuffer.allocate(size);
        direct = ByteBuffer.allocateDirect(size);
        memory = chosen.allocate(size);
    }

    @TearDown
    public void close() throws IOException {
        pair.close();
    }

    @Benchmark
    public int array() throws IOException {
        expect(size, sender.send(array));
        return expect(size, receiver.recvInto(array));
    }

    /** The array is made by recv, as in Python. */
    @Benchmark
    public byte[] newArray() throws IOException {
        expect(size, sender.send(array));
        return receiver.recv(size);
    }

    @Benchmark
    public int heapBuffer() throws IOException {
        expect(size, sender.send(heap.clear()));
        return expect(size, receiver.recvInto(heap.clear()));
    }

    @Benchmark
    public int directBuffer() throws IOException {
        expect(size, sender.send(direct.clear()));
        return expect(size, receiver.recvInto(direct.clear()));
    }

    @Benchmark
    public int engineMemory() throws IOException {
        memory.buffer().clear();
        expect(size, sender.send(memory));
        memory.buffer().clear();
        return expect(size, receiver.recvInto(memory));
    }
}
