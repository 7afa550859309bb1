package io.sockeye.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server of this JVM that treats every connection the same way, right or wrong. */
final class Peer implements AutoCloseable {
    /** What is done with a connection. */
    interface Conduct {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final Conduct conduct;

    Peer(Conduct conduct) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.conduct = conduct;
        start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    static void echo(Socket client) throws IOException {
        client.getInputStream().transferTo(client.getOutputStream());
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listener.accept();
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            conduct.serve(client);
        } catch (IOException e) {
            // The generator has left.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "peer");
        thread.setDaemon(true);
        thread.start();
    }
}
