package io.sockeye.socketserver;

import io.sockeye.os.Child;
import io.sockeye.os.Fd;
import io.sockeye.os.Processes;
import io.sockeye.os.SpawnOptions;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Starts a program for each connection, and reaps it on a thread of its own. */
final class CommandRunner implements ForkingMixIn.Children<Socket> {
    private final BaseServer<Socket> server;
    private final Command command;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Set<Long> active = new LinkedHashSet<>();

    CommandRunner(BaseServer<Socket> server, Command command) {
        this.server = server;
        this.command = command;
    }

    @Override
    public void start() {
        // Each program is started when its connection is there.
    }

    @Override
    public void process(Socket request, Address client) throws Exception {
        Child child;
        lock.lock();
        try {
            // With the lock, so that whoever the program has answered finds it here.
            child = spawn(request, client);
            active.add((long) child.pid());
        } finally {
            lock.unlock();
        }
        Thread reaper = new Thread(() -> reap(child), "sockeye-reaper-" + child.pid());
        reaper.setDaemon(true);
        reaper.start();
        server.closeRequest(request);
    }

    /** A program expects descriptors that block. */
    private Child spawn(Socket request, Address client) throws IOException {
        try (Socket connection = request.dup();
                Fd blocking = Fd.adopt(request.engine(), connection.detach())) {
            blocking.setblocking(true);
            return Processes.spawn(command.argv(), o -> give(o, blocking, client));
        }
    }

    private void give(SpawnOptions options, Fd connection, Address client) {
        options.engine(server.engine()).fd(0, connection).fd(1, connection).newSession(true);
        if (client instanceof Address.Inet inet) {
            remote(options, inet.host(), inet.port());
        } else if (client instanceof Address.Inet6 inet) {
            remote(options, inet.host(), inet.port());
        } else {
            options.environment("REMOTE_ADDR", client.hostPort());
        }
        command.environment().forEach(options::environment);
    }

    private static void remote(SpawnOptions options, String host, int port) {
        options.environment("REMOTE_ADDR", host).environment("REMOTE_PORT", Integer.toString(port));
    }

    private void reap(Child child) {
        try {
            child.waitFor();
        } catch (IOException e) {
            ForkingMixIn.LOGGER.log(Level.WARNING, "waiting for " + child, e);
        }
        lock.lock();
        try {
            active.remove((long) child.pid());
            change.signalAll();
        } finally {
            lock.unlock();
        }
        server.changed();
    }

    @Override
    public boolean hasRoom(int most) {
        lock.lock();
        try {
            return active.size() < most;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<Long> active() {
        lock.lock();
        try {
            return new LinkedHashSet<>(active);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitQuiet() {
        lock.lock();
        try {
            while (!active.isEmpty()) {
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close(boolean block) {
        if (block) {
            awaitQuiet();
        }
    }
}
