package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Very many clients in one Python process: all connect, and when they are let, each sends a byte,
 * expects it back, and leaves.
 */
final class Crowd implements AutoCloseable {
    private static final String CLIENTS =
            """
            import resource, socket, sys
            port, many = int(sys.argv[1]), int(sys.argv[2])
            limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            clients = [socket.create_connection(('127.0.0.1', port)) for _ in range(many)]
            print('connected', flush=True)
            sys.stdin.readline()
            for i, client in enumerate(clients):
                client.sendall(bytes([i % 256]))
            for i, client in enumerate(clients):
                assert client.recv(9) == bytes([i % 256]), i
            print('served', flush=True)
            """;

    private final Process process;
    private final BufferedReader said;

    Crowd(int port, int many) throws IOException {
        process =
                new ProcessBuilder("python3", "-c", CLIENTS, "" + port, "" + many)
                        .redirectErrorStream(true)
                        .start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    }

    void awaitConnected() throws IOException {
        expect("connected");
    }

    /** Lets all send, and waits until all have received. */
    void isServed() throws Exception {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        expect("served");
        if (process.waitFor() != 0) {
            throw new AssertionError("the clients ended with " + process.exitValue());
        }
    }

    private void expect(String word) throws IOException {
        String line = said.readLine();
        if (!word.equals(line)) {
            throw new AssertionError("the clients say " + line + " instead of " + word);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
