package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.OsException;
import io.sockeye.socket.Accepted;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;

/**
 * The phone that answers in capitals (S2-1). Teaches the two loops of a serial server: one for
 * calls, one for what is said in a call. No bytes mean that the caller has hung up, on every
 * system; a call that breaks must not end the server.
 */
public final class PhoneServer {
    private PhoneServer() {}

    public static void main(String[] args) throws IOException {
        Address at = Arguments.address(args, "127.0.0.1", 8080);
        try (Socket phone = new Socket(AF_INET, SOCK_STREAM)) { // buy a phone
            phone.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
            phone.bind(at); // put a SIM card in
            phone.listen(5); // switch it on
            System.out.println("listening on " + phone.getsockname().hostPort());
            CtrlC.closes(phone);
            while (true) {
                talk(phone.accept());
            }
        } catch (ClosedException e) {
            System.out.println("closed");
        }
    }

    private static void talk(Accepted call) throws IOException {
        System.out.println("client addr " + call.address());
        try (Socket conn = call.socket()) {
            byte[] message;
            while ((message = conn.recv(1024)).length > 0) {
                conn.sendall(upper(message));
            }
        } catch (OsException e) {
            System.out.println("the call broke: " + e.getMessage());
        }
    }

    /** As Python's bytes.upper(): ASCII only, so that a character cut in two does no harm. */
    private static byte[] upper(byte[] message) {
        for (int i = 0; i < message.length; i++) {
            if (message[i] >= 'a' && message[i] <= 'z') {
                message[i] -= 'a' - 'A';
            }
        }
        return message;
    }
}
