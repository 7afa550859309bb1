package io.sockeye.benchmarks.calls;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A non-blocking pair of sockets of one engine, and its bare calls. */
@State(Scope.Thread)
public class EngineSockets {
    static final int MESSAGE = 64;

    @Param({"jni", "ffm", "jna", "nio"})
    String engine;

    Syscalls syscalls;
    DirectBuffer buffer;
    int first;
    int second;
    private SocketPair pair;

    @Setup
    public void open() throws IOException {
        Engine chosen = Engines.named(engine);
        syscalls = chosen.syscalls();
        buffer = chosen.allocate(MESSAGE);
        pair = Sockets.socketpair(chosen, AF_UNIX, SOCK_STREAM, 0);
        pair.first().setblocking(false);
        pair.second().setblocking(false);
        first = pair.first().fileno();
        second = pair.second().fileno();
    }

    @TearDown
    public void close() throws IOException {
        pair.close();
    }

    Socket sender() {
        return pair.first();
    }

    Socket receiver() {
        return pair.second();
    }

    /** A benchmark that measures failures measures nothing. */
    static int expect(int wanted, int result) {
        if (result != wanted) {
            throw new IllegalStateException("the call returned " + result + ", not " + wanted);
        }
        return result;
    }
}
