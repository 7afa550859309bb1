package io.sockeye.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sockeye.engine.Engines;
import io.sockeye.socket.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 is nobody's address")
class DialerTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void connectionsComeFromAsManyAddressesAsTheyNeed() throws Exception {
        try (Peer peer = new Peer(this::tellSource)) {
            Dialer dialer = new Dialer(Engines.best(), "127.0.0.1", peer.port(), 2);
            List<String> sources = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Socket opened = dialer.open();
                sources.add(seen.take());
                opened.close();
            }
            assertEquals(
                    List.of("127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.3"),
                    sources);
        }
    }

    @Test
    void theServerSeesTheEndAndNoPortStaysTaken() throws Exception {
        try (Peer peer = new Peer(client -> seen.add("" + client.getInputStream().read()))) {
            new Dialer(Engines.best(), "127.0.0.1", peer.port()).open().close();
            assertEquals("-1", seen.take());
            String timeWait = String.format(Locale.ROOT, ":%04X 06 ", peer.port());
            assertFalse(Files.readString(Path.of("/proc/net/tcp")).contains(timeWait));
        }
    }

    private void tellSource(java.net.Socket client) {
        seen.add(client.getInetAddress().getHostAddress());
    }
}
