package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sockeye.engine.OsTimeoutException;
import io.sockeye.reactor.LineReceiver;
import io.sockeye.reactor.Reactor;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A chat room: the first line that you send is your name, all others are heard by everybody. */
public final class ChatServer extends LineReceiver {
    private static final int MOST_CONNECTIONS = 1000;
    private static final int MOST_QUEUED = 256 * 1024;
    private static final int LONGEST_LINE = 1000;
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}]{1,20}");

    private final Map<String, ChatServer> room; // without locks: there is one loop
    private final Duration silence;
    private String name = "";
    private boolean asked;

    ChatServer(Map<String, ChatServer> room, Duration silence) {
        this.room = room;
        this.silence = silence;
        delimiter("\n");
        maxLength(LONGEST_LINE);
    }

    @Override
    protected void connectionMade() {
        transport().setWriteMarks(0, MOST_QUEUED);
        setReadTimeout(silence);
        sendLine("Your name?");
    }

    @Override
    protected void lineReceived(ByteBuffer bytes) {
        asked = false;
        // Control characters would let one user paint on the terminals of the others.
        String line = UTF_8.decode(bytes).toString().replaceAll("\\p{Cc}", " ").strip();
        if (line.isEmpty()) {
            return;
        }
        if (name.isEmpty()) {
            enter(line);
        } else {
            tellAll(name + ": " + line);
        }
    }

    private void enter(String wanted) {
        if (!NAME.matcher(wanted).matches()) {
            sendLine("* A name has 1 to 20 letters and digits. Your name?");
        } else if (room.putIfAbsent(wanted, this) != null) {
            sendLine("* " + wanted + " is taken. Your name?");
        } else {
            name = wanted;
            tellAll("* " + name + " came, " + room.size() + " here");
        }
    }

    private void tellAll(String line) {
        ByteBuffer bytes = UTF_8.encode(line + "\n");
        for (ChatServer each : room.values()) {
            each.transport().write(bytes.duplicate());
        }
    }

    /** The heartbeat: whoever is silent is asked once, and lost after as long a silence again. */
    @Override
    protected void timeoutConnection(OsTimeoutException silent) throws Exception {
        if (asked) {
            super.timeoutConnection(silent);
        } else {
            asked = true;
            sendLine("* Are you there? Press return.");
        }
    }

    /** More than MOST_QUEUED waits for somebody who does not read: no memory is left for that. */
    @Override
    protected void pauseWriting() {
        transport().abortConnection();
    }

    @Override
    protected void lineLengthExceeded(ByteBuffer start) {
        sendLine("* A line has at most " + LONGEST_LINE + " bytes.");
    }

    @Override
    protected void connectionLost(IOException reason) {
        if (room.remove(name, this)) {
            tellAll("* " + name + " left");
        }
    }

    @Override
    protected void draining() {
        sendLine("* The room closes.");
        transport().loseConnection();
    }

    public static void main(String[] args) throws IOException {
        Address.Inet at = Arguments.address(args, "127.0.0.1", 8080);
        Map<String, ChatServer> room = new HashMap<>();
        try (Reactor reactor = Reactor.create()) {
            var port =
                    reactor.listenTCP(
                            at.host(),
                            at.port(),
                            () -> new ChatServer(room, SILENCE),
                            o -> o.maxConnections(MOST_CONNECTIONS));
            System.out.println("listening on " + port.getHost().hostPort());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(reactor)));
            reactor.run();
        }
    }

    /** What was said by now is delivered, to those who take it within five seconds. */
    private static void close(Reactor reactor) {
        reactor.drain(Duration.ofSeconds(5))
                .exceptionally(late -> null)
                .toCompletableFuture()
                .join();
    }
}
