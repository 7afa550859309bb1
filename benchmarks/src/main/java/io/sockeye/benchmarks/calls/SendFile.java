package io.sockeye.benchmarks.calls;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engines;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sending 64 MiB of a file that is in the page cache over the loopback: by its channel, by its
 * path, and with the JDK's transferTo over its own channel.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SendFile extends OnEachEngine {
    private static final int SIZE = 64 << 20;

    private Path path;
    private FileChannel file;
    private Socket ours;
    private SocketChannel jdk;

    @Setup
    public void open() throws IOException {
        path = Files.createTempFile("sockeye", null);
        Files.write(path, new byte[SIZE]);
        file = FileChannel.open(path);
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress("127.0.0.1", 0));
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            ours = new Socket(Engines.named(engine), AF_INET, SOCK_STREAM);
            ours.connect("127.0.0.1", address.getPort());
            drain(listener.accept());
            jdk = SocketChannel.open(address);
            drain(listener.accept());
        }
    }

    private static void drain(SocketChannel peer) {
        Thread receiver = new Thread(() -> receive(peer), "receiver");
        receiver.setDaemon(true);
        receiver.start();
    }

    private static void receive(SocketChannel peer) {
        ByteBuffer into = ByteBuffer.allocateDirect(1 << 20);
        try (peer) {
            while (peer.read(into) >= 0) {
                into.clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TearDown
    public void close() throws IOException {
        ours.close();
        jdk.close();
        file.close();
        Files.delete(path);
    }

    @Benchmark
    public long byChannel() throws IOException {
        return ours.sendfile(file);
    }

    @Benchmark
    public long byPath() throws IOException {
        return ours.sendfile(path);
    }

    @Benchmark
    public long transferToOfTheJdk() throws IOException {
        long sent = 0;
        while (sent < SIZE) {
            sent += file.transferTo(sent, SIZE - sent, jdk);
        }
        return sent;
    }
}
