package io.sockeye.benchmarks.calls;

import static io.sockeye.benchmarks.calls.EngineSockets.expect;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A connection that is made, accepted and closed on both sides, over a Unix socket: with bare calls
 * over the seam, and with Socket.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Accept extends OnEachEngine {
    private static final int BACKLOG = 16;

    private Engine chosen;
    private Syscalls syscalls;
    private Path folder;
    private Address address;
    private Socket listener;
    private DirectBuffer slot;

    @Setup
    public void open() throws IOException {
        chosen = Engines.named(engine);
        syscalls = chosen.syscalls();
        folder = Files.createTempDirectory("sockeye");
        address = Address.unix(folder.resolve("listener"));
        listener = new Socket(chosen, AF_UNIX, SOCK_STREAM);
        listener.bind(address);
        listener.listen(BACKLOG);
        slot = chosen.allocate(Syscalls.SLOT_SIZE);
        expect(0, syscalls.getsockname(listener.fileno(), slot, 0));
    }

    @TearDown
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(folder.resolve("listener"));
        Files.delete(folder);
    }

    @Benchmark
    public int seam() throws IOException {
        int client = OsException.check(syscalls.socket(AF_UNIX, SOCK_STREAM, 0), "socket");
        expect(0, syscalls.connect(client, slot, 0));
        int accepted = syscalls.accept(listener.fileno(), null, 0, 0);
        OsException.check(accepted, "accept");
        expect(0, syscalls.close(accepted));
        return expect(0, syscalls.close(client));
    }

    @Benchmark
    public Socket socket() throws IOException {
        try (Socket client = new Socket(chosen, AF_UNIX, SOCK_STREAM)) {
            client.connect(address);
            try (Socket accepted = listener.accept().socket()) {
                return accepted;
            }
        }
    }
}
