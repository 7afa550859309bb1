package io.sockeye.benchmarks.calls;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.Engines;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading one line of a stream that never ends: as bytes and as text from a file of a socket, and
 * with the JDK's reader over its own socket and over ours.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Lines extends OnEachEngine {
    @Param({"60"})
    public int length;

    private ServerSocketChannel listener;
    private SocketFile bytes;
    private SocketFile text;
    private BufferedReader jdk;
    private BufferedReader view;

    @Setup
    public void open() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        bytes = connect().makefile("rb");
        text = connect().makefile("r");
        view = reader(new InputStreamReader(connect().inputStream(), StandardCharsets.UTF_8));
        java.net.Socket own = new java.net.Socket("127.0.0.1", port());
        serve();
        jdk = reader(new InputStreamReader(own.getInputStream(), StandardCharsets.UTF_8));
    }

    private static BufferedReader reader(InputStreamReader in) {
        return new BufferedReader(in);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(Engines.named(engine), AF_INET, SOCK_STREAM);
        socket.connect("127.0.0.1", port());
        serve();
        return socket;
    }

    private int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void serve() throws IOException {
        SocketChannel peer = listener.accept();
        Thread sender = new Thread(() -> send(peer), "sender");
        sender.setDaemon(true);
        sender.start();
    }

    private void send(SocketChannel peer) {
        String line = "x".repeat(length) + '\n';
        byte[] lines = line.repeat(1 + 256 * 1024 / line.length()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer block = ByteBuffer.allocateDirect(lines.length).put(lines);
        try (peer) {
            while (true) {
                peer.write(block.flip());
            }
        } catch (IOException e) {
            // The benchmark has closed the other end.
            return;
        }
    }

    @TearDown
    public void close() throws IOException {
        listener.close();
    }

    @Benchmark
    public byte[] fileOfBytes() throws IOException {
        return bytes.readline();
    }

    @Benchmark
    public String fileOfText() throws IOException {
        return text.readTextLine();
    }

    @Benchmark
    public String readerOverInputStream() throws IOException {
        return view.readLine();
    }

    @Benchmark
    public String readerOverJdkSocket() throws IOException {
        return jdk.readLine();
    }
}
