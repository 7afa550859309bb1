package io.sockeye.socket;

import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import java.io.IOException;

/**
 * A descriptor that a service manager opened for this process; sd_listen_fds(3).
 *
 * @param fd 3 or more, close-on-exec by now; whoever takes it over closes it
 * @param name by which the service manager knows it, {@code "unknown"} if it gave none
 */
public record ListenFd(int fd, String name) {
    /**
     * Takes the descriptor over as a socket. One that is a pipe or a file is for {@code Fd.adopt}.
     *
     * @return the socket, whose family, type and protocol the kernel tells
     * @throws IOException ENOTSOCK if it is no socket; the descriptor stays open
     */
    public Socket socket() throws IOException {
        return socket(Engines.best());
    }

    /**
     * Takes the descriptor over as a socket of an engine.
     *
     * @param engine one with descriptors of the operating system
     * @return the socket, whose family, type and protocol the kernel tells
     * @throws IOException ENOTSOCK if it is no socket; the descriptor stays open
     */
    public Socket socket(Engine engine) throws IOException {
        return Socket.adopt(engine, fd);
    }
}
