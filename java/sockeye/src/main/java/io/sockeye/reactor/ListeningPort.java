package io.sockeye.reactor;

import io.sockeye.socket.Address;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** What listens, made by {@link Reactor#listenTCP}. Twisted's {@code IListeningPort}. */
public interface ListeningPort {
    /**
     * Where it listens, with the real port if 0 was asked for. Any thread.
     *
     * @return its address
     */
    Address getHost();

    /**
     * Listens again after {@link #stopListening}, at the same address.
     *
     * @throws IOException if the OS refuses it
     */
    void startListening() throws IOException;

    /**
     * Stops listening; connections that were accepted go on. Any thread.
     *
     * @return complete when nothing listens any more
     */
    CompletionStage<Void> stopListening();

    /**
     * How many connections that it accepted are open. Any thread.
     *
     * @return now
     */
    int connections();
}
