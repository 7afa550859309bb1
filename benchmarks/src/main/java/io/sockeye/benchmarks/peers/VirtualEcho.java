package io.sockeye.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the JDK alone offers since 21: a virtual thread for each connection, which blocks in {@code
 * java.net.Socket}. Nothing of sockeye is in it.
 */
public final class VirtualEcho {
    private static final int BACKLOG = 4096;

    /** Each connection has one of its own, so it is smaller than that of a server with one loop. */
    private static final int BUFFER_SIZE = 1 << 14;

    /** What the program cannot do here; its caller is told why and goes on without it. */
    private static final int REFUSED = 2;

    private VirtualEcho() {}

    /** Serves until it is killed: {@code --host HOST --port PORT}. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[0].equals("--host") || !args[2].equals("--port")) {
            refuse("usage: VirtualEcho --host ADDRESS --port PORT");
        }
        ExecutorService threads = virtualThreads();
        InetAddress host = InetAddress.getByName(args[1]);
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(args[3]), BACKLOG, host)) {
            String at = listener.getInetAddress().getHostAddress();
            System.out.println("ready " + at + ":" + listener.getLocalPort());
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER_SIZE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The client is gone, and nobody waits for this thread.
            return;
        }
    }

    /** By reflection, because these classes are compiled for Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            String version = System.getProperty("java.specification.version");
            refuse("virtual threads need JDK 21 or newer; this is JDK " + version);
            throw new IllegalStateException(e);
        }
    }

    private static void refuse(String why) {
        System.err.println(why);
        System.exit(REFUSED);
    }
}
