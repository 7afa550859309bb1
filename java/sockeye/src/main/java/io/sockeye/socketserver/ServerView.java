package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server of a worker process has from the server that took the request, instead of an
 * address and a socket of its own. The constructor that runs next claims it.
 */
record ServerView<R>(
        RequestCallback<R> handler, WorkerSetup setup, Address address, Socket socket) {
    /** A worker makes one server, on its main thread. */
    private static @Nullable ServerView<?> offered;

    interface Maker<R> {
        BaseServer<R> make() throws Exception;
    }

    /** Runs a constructor that gets this view. */
    BaseServer<R> give(Maker<R> maker) throws Exception {
        offered = this;
        BaseServer<R> server = Objects.requireNonNull(maker.make());
        if (offered != null) {
            throw new IllegalStateException(server.getClass() + " made no server");
        }
        return server;
    }

    /** The handler was made for the same class of server: so is R. */
    @SuppressWarnings("unchecked")
    static <R> @Nullable ServerView<R> claim() {
        ServerView<R> view = (ServerView<R>) offered;
        offered = null;
        return view;
    }

    void apply(ServerOptions options) {
        options.isView = true;
        options.mixIn = null;
        options.allowReuseAddress = setup.allowReuseAddress();
        options.allowReusePort = setup.allowReusePort();
        options.requestQueueSize = setup.requestQueueSize();
        options.maxPacketSize = setup.maxPacketSize();
        options.timeout = setup.timeout();
    }
}
