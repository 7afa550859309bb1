package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** What stream and datagram sockets share: family, options, shutdown. */
abstract class SocketDescription extends Description {
    static final int SOCK_STREAM = constant("SOCK_STREAM");
    static final int SOCK_DGRAM = constant("SOCK_DGRAM");

    static final int MSG_PEEK = constant("MSG_PEEK");
    static final int MSG_OOB = constant("MSG_OOB");

    /** Flags without effect here: nothing waits, and the JVM lives without SIGPIPE. */
    static final int IDLE_FLAGS =
            constant("MSG_DONTWAIT")
                    | constant("MSG_WAITALL")
                    | constant("MSG_NOSIGNAL")
                    | constant("MSG_CMSG_CLOEXEC");

    static final int SHUT_RD = constant("SHUT_RD");
    static final int SHUT_WR = constant("SHUT_WR");
    static final int SHUT_RDWR = constant("SHUT_RDWR");

    private static final int O_RDWR = 2;
    private static final int SOL_SOCKET = constant("SOL_SOCKET");
    private static final int SO_TYPE = Abi.host().constant("SO_TYPE");
    private static final int SO_DOMAIN = Abi.host().constant("SO_DOMAIN");
    private static final int SO_PROTOCOL = Abi.host().constant("SO_PROTOCOL");
    private static final int SO_ACCEPTCONN = Abi.host().constant("SO_ACCEPTCONN");
    private static final int SO_ERROR = Abi.host().constant("SO_ERROR");

    final int family;
    private final int type;

    /** Guarded by this. */
    final Options options = new Options(this);

    volatile boolean readShut;
    volatile boolean writeShut;

    SocketDescription(int family, int type) {
        super(-Errno.EOPNOTSUPP);
        this.family = family;
        this.type = type;
    }

    boolean isStream() {
        return type == SOCK_STREAM;
    }

    /** The channel that options are set on and read from; opened if need be. Guarded by this. */
    abstract NetworkChannel optionChannel() throws IOException;

    /** Whether the socket was bound or connected; IPV6_V6ONLY is fixed then. Guarded by this. */
    abstract boolean hasName() throws IOException;

    abstract boolean isListening();

    /** SO_ERROR: the error of a connect that failed, told once. */
    abstract int takeError() throws IOException;

    @Override
    int accessMode() {
        return O_RDWR;
    }

    @Override
    int read(DirectBuffer buffer, int offset, int length) throws IOException {
        return recv(buffer, offset, length, 0, null, 0);
    }

    @Override
    int write(DirectBuffer buffer, int offset, int length) throws IOException {
        return send(buffer, offset, length, 0, null, 0);
    }

    @Override
    int setsockopt(int level, int option, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        synchronized (this) {
            return options.set(level, option, buffer, offset, length);
        }
    }

    @Override
    int getsockopt(int level, int option, DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (level == SOL_SOCKET) {
            if (option == SO_ERROR) {
                return answer(takeError(), buffer, offset, length);
            }
            if (option == SO_TYPE) {
                return answer(type, buffer, offset, length);
            }
            if (option == SO_DOMAIN) {
                return answer(family, buffer, offset, length);
            }
            if (option == SO_PROTOCOL) {
                return answer(protocol(), buffer, offset, length);
            }
            if (option == SO_ACCEPTCONN) {
                return answer(isListening() ? 1 : 0, buffer, offset, length);
            }
        }
        synchronized (this) {
            return options.get(level, option, buffer, offset, length);
        }
    }

    /** Whether IPv4 peers must not be seen; the JDK's IPv6 sockets are always dual-stack. */
    final boolean isV6Only() {
        if (family != Sockaddrs.AF_INET6) {
            return false;
        }
        synchronized (this) {
            return options.isSet(Option.V6ONLY);
        }
    }

    /**
     * Reads into a part of a buffer, whose position and limit stay as they are.
     *
     * @return as the channel: 0 if nothing is there, -1 at the end
     */
    static int read(ReadableByteChannel channel, DirectBuffer from, int offset, int length)
            throws IOException {
        ByteBuffer buffer = from.buffer();
        int position = buffer.position();
        int limit = buffer.limit();
        try {
            return channel.read(buffer.limit(offset + length).position(offset));
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    /** Writes a part of a buffer, whose position and limit stay as they are. */
    static int write(WritableByteChannel channel, DirectBuffer from, int offset, int length)
            throws IOException {
        ByteBuffer buffer = from.buffer();
        int position = buffer.position();
        int limit = buffer.limit();
        try {
            return channel.write(buffer.limit(offset + length).position(offset));
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    private int protocol() {
        if (family == Sockaddrs.AF_UNIX) {
            return 0;
        }
        return constant(isStream() ? "IPPROTO_TCP" : "IPPROTO_UDP");
    }

    private static int answer(int value, DirectBuffer buffer, int offset, int length) {
        return Options.copy(Sockaddrs.nativeInt(value), buffer, offset, length);
    }

    /** A constant of the host, 0 where it has none: a flag that nobody can set. */
    private static int constant(String name) {
        return Abi.host().has(name) ? Abi.host().constant(name) : 0;
    }
}
