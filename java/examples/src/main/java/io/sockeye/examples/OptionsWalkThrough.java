package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

import io.sockeye.engine.OsException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A connection's two addresses and its options (S3-7). Teaches that a level and a name make an
 * option, that the kernel may give another value than was asked for (Linux doubles the sizes of
 * buffers), and that a value which is a struct comes and goes as bytes. The nio engine has no
 * IP_TTL, and says so as the OS would.
 */
public final class OptionsWalkThrough {
    private static final int SIZE_OF_LINGER = 8;

    private OptionsWalkThrough() {}

    public static void main(String[] args) throws IOException {
        Address to = Arguments.address(args, "127.0.0.1", 44444);
        try (Socket s = new Socket(AF_INET, SOCK_STREAM)) {
            s.setsockopt(SOL_SOCKET, SO_SNDBUF, 65535);
            System.out.println("SO_SNDBUF " + s.getsockopt(SOL_SOCKET, SO_SNDBUF));
            System.out.println("IP_TTL " + timeToLive(s));

            s.setsockopt(SOL_SOCKET, SO_LINGER, pack(1, 5));
            byte[] linger = s.getsockopt(SOL_SOCKET, SO_LINGER, SIZE_OF_LINGER);
            ByteBuffer ints = ByteBuffer.wrap(linger).order(ByteOrder.nativeOrder());
            System.out.println("SO_LINGER (" + ints.getInt() + ", " + ints.getInt() + ")");

            s.connect(to);
            System.out.println("this end " + s.getsockname());
            System.out.println("the other " + s.getpeername());
        }
    }

    private static String timeToLive(Socket s) throws IOException {
        try {
            return Integer.toString(s.getsockopt(SOL_IP, IP_TTL));
        } catch (OsException e) {
            return e.errnoName();
        }
    }
}
