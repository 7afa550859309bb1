package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.engine.Multiplexer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Standard input of a child JVM, selected together with a socket. */
class StdinTest extends ContractTest {
    @Test
    void inputAndConnectionsAreWaitedForTogether() throws Exception {
        assumeTrue(engine.hasRealFds(), "standard input is no descriptor of nio's");
        for (Multiplexer kind : SelectorContract.kinds(engine)) {
            talkTo(
                    new ChildJvm()
                            .option("-Dsockeye.engine=" + engine.name())
                            .option("-Dsockeye.multiplexer=" + kind)
                            .start(StdinChild.class));
        }
    }

    private static void talkTo(Process child) throws Exception {
        try (OutputStream input = child.getOutputStream();
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            String address = output.readLine();
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            input.write(bytes("one\n"));
            input.flush();
            assertEquals("input one", output.readLine());
            new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
            assertEquals("connection", output.readLine());
            input.write(bytes("two\n"));
            input.flush();
            assertEquals("input two", output.readLine());
            shut(input);
            assertEquals("end", output.readLine());
            assertEquals(0, child.waitFor());
        } finally {
            child.destroyForcibly();
        }
    }

    private static void shut(OutputStream input) throws IOException {
        input.close();
    }
}
