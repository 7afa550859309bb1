package io.sockeye.engine.nio;

import static io.sockeye.engine.Poller.ERROR;
import static io.sockeye.engine.Poller.HANGUP;
import static io.sockeye.engine.Poller.READ;
import static io.sockeye.engine.Poller.WRITE;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * poll(2) over a selector. One thread at a time; {@link PollCalls} keeps the idle ones. What was
 * polled stays registered, so a thread that polls the same descriptors again changes nothing.
 *
 * <p>The end of a stream is seen as POLLIN only: the JDK has no POLLRDHUP, nor POLLERR and POLLHUP
 * of a connection, which count as everything that was asked for.
 */
final class PollCall implements Selection.Owner {
    private static final short POLLIN = constant("POLLIN");
    private static final short POLLOUT = constant("POLLOUT");
    private static final short POLLERR = constant("POLLERR");
    private static final short POLLHUP = constant("POLLHUP");
    private static final short POLLNVAL = constant("POLLNVAL");
    private static final short POLLRDHUP = constant("POLLRDHUP");
    private static final int ASKS_READ = POLLIN | constant("POLLRDNORM");
    private static final int ASKS_WRITE = POLLOUT | constant("POLLWRNORM");

    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD = 8;

    private static final DirectBuffer NONE = NioEngine.memory(POLLFD);

    private final FdTable table;
    private final Selection selection;
    private final Consumer<SelectionKey> onReady = this::onReady;

    /** What the selector watches, of this pass or an earlier one. */
    private final List<Watch> armed = new ArrayList<>();

    private @Nullable Watch[] watches = new Watch[4];
    private DirectBuffer pollfds = NONE;
    private int start;
    private int count;

    /** A watch is in {@link #armed} if its pass is this one; new watches have pass 0. */
    private long pass = 1;

    private boolean connecting;

    PollCall(FdTable table) throws IOException {
        this.table = table;
        this.selection = new Selection(this);
    }

    /** See Syscalls. */
    int poll(DirectBuffer fds, int offset, int length, long timeoutNanos) throws IOException {
        pollfds = fds;
        start = offset;
        count = length;
        try {
            return poll(timeoutNanos);
        } finally {
            selection.leave();
            pollfds = NONE;
            Arrays.fill(watches, 0, Math.min(length, watches.length), null);
        }
    }

    void close() throws IOException {
        armed.forEach(selection::cancel);
        selection.close();
    }

    @Override
    public void touched(Watch watch) {
        selection.wakeupIfAttentive();
    }

    private int poll(long timeoutNanos) throws IOException {
        long begin = timeoutNanos > 0 ? System.nanoTime() : 0;
        long left = timeoutNanos;
        while (true) {
            selection.attend();
            look();
            boolean ready = report() > 0;
            selection.select(ready ? 0 : left, onReady);
            if (connecting) {
                settle();
            }
            int events = report();
            if (events > 0 || left == 0) {
                return events;
            }
            if (timeoutNanos > 0) {
                left = Math.max(0, timeoutNanos - (System.nanoTime() - begin));
            }
        }
    }

    /** Arms a watch for everything that is asked for, and silences the others. */
    private void look() throws IOException {
        pass++;
        connecting = false;
        if (watches.length < count) {
            watches = new Watch[Math.max(count, watches.length * 2)];
        }
        for (int i = 0; i < count; i++) {
            watches[i] = watch(i);
        }
        int kept = 0;
        for (int i = 0; i < armed.size(); i++) {
            Watch watch = armed.get(i);
            if (watch.pass == pass) {
                selection.arm(watch, watch.interest);
                armed.set(kept++, watch);
            } else {
                selection.silence(watch);
            }
        }
        for (int i = armed.size() - 1; i >= kept; i--) {
            armed.remove(i);
        }
    }

    private @Nullable Watch watch(int index) throws IOException {
        int fd = fd(index);
        Description description = fd < 0 ? Description.NONE : table.get(fd);
        if (description == Description.NONE) {
            return null;
        }
        Watch watch = selection.watch(description);
        if (watch.pass != pass) {
            if (watch.pass != pass - 1) {
                armed.add(watch);
            }
            watch.pass = pass;
            watch.interest = 0;
            watch.readyOps = 0;
        }
        int asked = asked(index);
        watch.interest |= (asked & ASKS_READ) != 0 ? READ : 0;
        watch.interest |= (asked & ASKS_WRITE) != 0 ? WRITE : 0;
        return watch;
    }

    private void onReady(SelectionKey key) {
        try {
            Watch watch = (Watch) key.attachment();
            watch.readyOps = key.readyOps();
            connecting |= (watch.readyOps & SelectionKey.OP_CONNECT) != 0;
        } catch (CancelledKeyException e) {
            // Another thread is closing it; the report finds the descriptor gone.
            return;
        }
    }

    private void settle() throws IOException {
        for (int i = 0; i < count; i++) {
            Watch watch = watches[i];
            if (watch != null && (watch.readyOps & SelectionKey.OP_CONNECT) != 0) {
                watch.description.settle();
            }
        }
    }

    /** Fills in every revents and counts those with events. */
    private int report() {
        int ready = 0;
        for (int i = 0; i < count; i++) {
            int events = fd(i) < 0 ? 0 : events(watches[i], i);
            pollfds.putShort(start + i * POLLFD + 6, (short) events);
            ready += events == 0 ? 0 : 1;
        }
        return ready;
    }

    private int events(@Nullable Watch watch, int index) {
        if (watch == null || table.get(fd(index)) != watch.description) {
            return POLLNVAL;
        }
        int ready = watch.description.readyNow() | watch.description.ready(watch.readyOps);
        int asked = asked(index);
        return ((ready & READ) != 0 ? asked & ASKS_READ : 0)
                | ((ready & WRITE) != 0 ? asked & ASKS_WRITE : 0)
                | ((ready & ERROR) != 0 ? POLLERR : 0)
                | ((ready & HANGUP) != 0 ? POLLHUP : 0)
                | ((ready & (READ | HANGUP)) == (READ | HANGUP) ? asked & POLLRDHUP : 0);
    }

    private int fd(int index) {
        return pollfds.getInt(start + index * POLLFD);
    }

    private int asked(int index) {
        return pollfds.getShort(start + index * POLLFD + 4);
    }

    private static short constant(String name) {
        return Abi.host().has(name) ? (short) Abi.host().constant(name) : 0;
    }
}
