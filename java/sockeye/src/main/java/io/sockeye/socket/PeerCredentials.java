package io.sockeye.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Who is at the other end of a Unix socket: the process that called connect, listen or socketpair.
 *
 * @param pid its process; 0 if it is in another PID namespace
 * @param uid its effective user, unsigned
 * @param gid its effective group, unsigned
 */
public record PeerCredentials(int pid, int uid, int gid) {
    /** {@code sizeof(struct ucred)}. */
    static final int SIZE = 12;

    /** Reads a {@code struct ucred}; what is missing is 0. */
    static PeerCredentials of(byte[] ucred) {
        ByteBuffer ints =
                ByteBuffer.wrap(Arrays.copyOf(ucred, SIZE)).order(ByteOrder.nativeOrder());
        return new PeerCredentials(ints.getInt(0), ints.getInt(4), ints.getInt(8));
    }
}
