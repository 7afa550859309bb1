package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.reactor.StreamReader;
import io.sockeye.reactor.StreamServer;
import io.sockeye.reactor.StreamWriter;
import io.sockeye.reactor.Streams;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * asyncio's start_server (S4-7). Teaches that a handler may read like a conversation though a loop
 * serves it: Python writes await, Java waits on a thread of the handler's own, or with the third
 * argument {@code stages} says what comes next and needs no thread. One read of 100 bytes is taken
 * for one message as in the seed, which suits people who type.
 */
public final class AsyncioEcho {
    private AsyncioEcho() {}

    private static void handleClient(StreamReader reader, StreamWriter writer) throws IOException {
        byte[] data = reader.read(100);
        if (print(data, writer)) {
            writer.write(data);
            writer.drain();
        }
    }

    private static CompletionStage<Void> handleClientInStages(
            StreamReader reader, StreamWriter writer) {
        return reader.readAsync(100)
                .thenCompose(
                        data -> {
                            if (!print(data, writer)) {
                                return CompletableFuture.completedFuture(null);
                            }
                            writer.write(data);
                            return writer.drainAsync();
                        });
    }

    /** Whether there is something to answer. */
    private static boolean print(byte[] data, StreamWriter writer) {
        if (data.length == 0) {
            System.out.println("Closing the connection");
            return false;
        }
        String message = new String(data, UTF_8);
        System.out.println("Received " + message + " from " + writer.getExtraInfo("peername"));
        System.out.println("Send: '" + message + "'");
        return true;
    }

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 8089);
        boolean stages = args.length > 2 && args[2].equals("stages");
        try (StreamServer server =
                stages
                        ? Streams.startServerAsync(
                                AsyncioEcho::handleClientInStages, at.host(), at.port())
                        : Streams.startServer(AsyncioEcho::handleClient, at.host(), at.port())) {
            System.out.println("Serving on " + server.sockets().get(0));
            CtrlC.closes(server);
            server.serveForever();
        }
    }
}
