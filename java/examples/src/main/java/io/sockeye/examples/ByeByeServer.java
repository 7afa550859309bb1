package io.sockeye.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * Says "byebye" to one client, hears it out and ends (S3-20). Teaches that TCP does not care who
 * speaks first; it must only be agreed, because two that wait for each other wait for ever. {@link
 * HiHiClient} is the other end.
 */
public final class ByeByeServer {
    private ByeByeServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 2000);
        try (Socket s = new Socket()) {
            s.bind(at);
            s.listen(5);
            System.out.println("listening on " + s.getsockname().hostPort());
            try (var accepted = s.accept()) {
                Socket cs = accepted.socket();
                System.out.println("got connected from " + accepted.address());
                cs.sendall("byebye", US_ASCII);
                System.out.println(new String(cs.recv(512), US_ASCII));
            }
        }
    }
}
