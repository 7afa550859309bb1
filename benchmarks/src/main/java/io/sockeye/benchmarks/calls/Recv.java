package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.MESSAGE;
import static io.sockeye.benchmarks.calls.EngineSockets.expect;

import io.sockeye.engine.Errno;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** One non-blocking recv over the seam, with nothing to receive and with 64 bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Recv {
    @Benchmark
    public int wouldBlock(EngineSockets sockets) {
        return expect(
                -Errno.EAGAIN,
                sockets.syscalls.recv(sockets.second, sockets.buffer, 0, MESSAGE, 0));
    }

    @Benchmark
    public int afterSend(EngineSockets sockets) {
        expect(MESSAGE, sockets.syscalls.send(sockets.first, sockets.buffer, 0, MESSAGE, 0));
        return expect(
                MESSAGE, sockets.syscalls.recv(sockets.second, sockets.buffer, 0, MESSAGE, 0));
    }

    /** The same through Socket: with its lease, its timeout and its buffer's position. */
    @Benchmark
    public int socketAfterSend(EngineSockets sockets) throws IOException {
        sockets.buffer.buffer().clear();
        expect(MESSAGE, sockets.sender().send(sockets.buffer));
        sockets.buffer.buffer().clear();
        return expect(MESSAGE, sockets.receiver().recvInto(sockets.buffer));
    }
}
