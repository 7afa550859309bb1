package io.sockeye.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A control message: what travels beside the bytes of a message, such as descriptors or
 * credentials; cmsg(3). Python's tuple {@code (cmsg_level, cmsg_type, cmsg_data)}.
 *
 * @param level SOL_SOCKET, IPPROTO_IP ...
 * @param type SCM_RIGHTS, SCM_CREDENTIALS, IP_PKTINFO ...
 * @param data its bytes, in the layout of the host
 */
public record Cmsg(int level, int type, byte[] data) {
    /**
     * Checks the constants and keeps the array as it is.
     *
     * @param level SOL_SOCKET, IPPROTO_IP ...
     * @param type SCM_RIGHTS, SCM_CREDENTIALS, IP_PKTINFO ...
     * @param data its bytes, in the layout of the host
     * @throws IllegalArgumentException if the host lacks a constant
     */
    public Cmsg {
        Sockets.require(level, "level");
        Sockets.require(type, "type");
    }

    /**
     * Passes descriptors to the receiver, who gets descriptors of its own for the same files.
     *
     * @param fds open descriptors
     * @return SCM_RIGHTS with these
     */
    public static Cmsg rights(int... fds) {
        return new Cmsg(Sockets.SOL_SOCKET, Sockets.SCM_RIGHTS, Sockets.pack(fds));
    }

    /**
     * The data as ints of the host.
     *
     * @return as many as there are whole ones
     */
    public int[] ints() {
        int[] ints = new int[data.length / Integer.BYTES];
        ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).asIntBuffer().get(ints);
        return ints;
    }

    /**
     * Whether it passes descriptors.
     *
     * @return true for SCM_RIGHTS
     */
    public boolean isRights() {
        return level == Sockets.SOL_SOCKET && type == Sockets.SCM_RIGHTS;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cmsg that
                && level == that.level
                && type == that.type
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * level + type) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "(" + level + ", " + type + ", " + data.length + " bytes)";
    }
}
