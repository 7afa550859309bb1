package io.sockeye.examples;

import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import io.sockeye.socketserver.ThreadingTCPServer;
import java.io.IOException;

/**
 * A mail server (S3-9), at a port that needs no privilege. Teaches that every step of a server is a
 * method to override: serverBind, serverActivate, getRequest, verifyRequest, processRequest,
 * finishRequest, shutdownRequest, closeRequest, and handleError when one of them fails.
 */
public final class MailServer extends ThreadingTCPServer {
    MailServer(Address at) throws IOException {
        super(at, MailRequestHandler::new, o -> o.allowReuseAddress(true));
    }

    /** Access control: a mail server that serves everybody is soon used for spam. */
    @Override
    protected boolean verifyRequest(Socket request, Address client) {
        boolean here = ((Address.Inet) client).host().startsWith("127.0.0.");
        System.out.println((here ? "serves " : "refuses ") + client);
        return here;
    }

    @Override
    protected void handleError(Socket request, Address client, Throwable t) {
        System.out.println("lost " + client + ": " + t.getMessage());
    }

    public static void main(String[] args) throws IOException {
        try (var server = new MailServer(Arguments.address(args, "0.0.0.0", 2525))) {
            System.out.println("listening on " + server.serverAddress().hostPort());
            server.serveForever();
        }
    }
}
