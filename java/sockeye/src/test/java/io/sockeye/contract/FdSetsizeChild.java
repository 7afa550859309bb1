package io.sockeye.contract;

import static io.sockeye.selectors.Selectors.EVENT_READ;
import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.MSG_OOB;
import static io.sockeye.socket.Sockets.SOCK_STREAM;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.select.Select;
import io.sockeye.select.SelectResult;
import io.sockeye.selectors.BaseSelector;
import io.sockeye.selectors.PollSelector;
import io.sockeye.selectors.ReadyKey;
import io.sockeye.selectors.SelectSelector;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.util.List;

/** select where no descriptor below FD_SETSIZE is left for the library's own. */
final class FdSetsizeChild {
    private static final int SETSIZE = 1024;
    private static final List<Socket> NONE = List.of();

    private final Engine engine;

    private FdSetsizeChild(Engine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws Exception {
        FdSetsizeChild child = new FdSetsizeChild(Engines.named(arguments[0]));
        int lowest = child.fillUpTo(SETSIZE);
        child.engine.waits().prime();
        for (int i = 0; i < 4; i++) {
            child.engine.syscalls().close(lowest + i);
        }
        child.run();
        System.out.println("ok");
    }

    /** Takes every number up to a limit; the first that it got. */
    private int fillUpTo(int limit) {
        int first = engine.syscalls().dup(0);
        int last = first;
        while (last < limit) {
            last = engine.syscalls().dup(0);
        }
        return first;
    }

    private void run() throws Exception {
        Socket listener = new Socket(engine, AF_INET, SOCK_STREAM);
        listener.bind("127.0.0.1", 0);
        listener.listen();
        Socket low = new Socket(engine, AF_INET, SOCK_STREAM);
        low.connect(listener.getsockname());
        Socket peer = listener.accept().socket();
        require(low.fileno() < SETSIZE, "no low descriptor: " + low.fileno());
        selectStillWaitsAndSeesUrgentData(low, peer);
        aCloseStillEndsTheWait(listener);
        aSelectSelectorSaysWhatToUse();
        highDescriptorsAreForPoll(low, peer);
    }

    private void selectStillWaitsAndSeesUrgentData(Socket low, Socket peer) throws Exception {
        List<Socket> one = List.of(low);
        require(Select.select(NONE, one, NONE).writable().equals(one), "not writable");
        require(Select.select(one, NONE, one, 0.001).readable().isEmpty(), "readable");
        var waiting = Background.start(() -> Select.select(one, NONE, one)).awaitBlocked();
        peer.send(new byte[1], MSG_OOB);
        SelectResult<Socket, Socket, Socket> found = waiting.result();
        require(found.exceptional().equals(one), "not exceptional");
        require(found.readable().isEmpty(), "readable");
    }

    private void aCloseStillEndsTheWait(Socket listener) throws Exception {
        var waiting =
                Background.start(() -> Select.select(List.of(listener), NONE, NONE)).awaitBlocked();
        listener.close();
        waiting.failure(ClosedException.class);
    }

    private void aSelectSelectorSaysWhatToUse() throws IOException {
        fillUpTo(SETSIZE);
        try (SelectSelector selector = new SelectSelector(engine)) {
            throw new AssertionError("made " + selector);
        } catch (IOException e) {
            require(e.getMessage().contains("" + SETSIZE), e.getMessage());
            require(e.getMessage().contains("poll or epoll"), e.getMessage());
        }
    }

    private void highDescriptorsAreForPoll(Socket low, Socket peer) throws IOException {
        Socket high = Socket.adopt(engine, engine.syscalls().dup(low.fileno()));
        require(high.fileno() >= SETSIZE, "a low one: " + high.fileno());
        try (BaseSelector selector = new PollSelector(engine)) {
            peer.send(new byte[1]);
            selector.register(high, EVENT_READ, "high");
            List<ReadyKey> ready = selector.select();
            require(ready.size() == 1 && "high".equals(ready.get(0).key().data()), "" + ready);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
