package io.sockeye.engine.nio;

import static io.sockeye.engine.Poller.ERROR;
import static io.sockeye.engine.Poller.HANGUP;
import static io.sockeye.engine.Poller.READ;
import static io.sockeye.engine.Poller.WRITE;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket. It is a {@link SocketChannel} until listen() makes it a {@link
 * ServerSocketChannel}. A connect that fails closes the JDK's channel; the socket lives on and
 * opens another one, with the same name and options, when it needs it.
 */
final class StreamDescription extends SocketDescription {
    private enum State {
        UNCONNECTED,
        CONNECTING,
        CONNECTED,
        LISTENING,
        FAILED,
        CLOSED
    }

    private static final int SOCK_NONBLOCK = Abi.host().constant("SOCK_NONBLOCK");

    private final StreamReceiver receiver = new StreamReceiver(this);
    private volatile State state = State.UNCONNECTED;
    private volatile @Nullable SocketChannel client;
    private volatile @Nullable ServerSocketChannel server;

    /** What bind() got, its port included. */
    private @Nullable SocketAddress bound;

    /** Both ends of a socketpair() are nameless, though a path was needed to make them. */
    private boolean unnamed;

    private int error;

    /** Whether a connect() has returned 0; the one after it says EISCONN (connect(2), Linux). */
    private boolean connectTold;

    /** socket(2). The channel is opened at once, so that EMFILE shows here. */
    StreamDescription(int family) throws IOException {
        super(family, SOCK_STREAM);
        client = openClient();
    }

    /** A connection that is there already. */
    StreamDescription(int family, SocketChannel connected, boolean unnamed) throws IOException {
        super(family, SOCK_STREAM);
        connected.configureBlocking(false);
        this.client = connected;
        this.unnamed = unnamed;
        this.connectTold = true;
        this.state = State.CONNECTED;
    }

    // -- Readiness --

    @Override
    @Nullable SelectableChannel channel() {
        return server != null ? server : client;
    }

    @Override
    int ops(int interest) {
        int read = interest & READ;
        int write = interest & WRITE;
        return switch (state) {
            case CONNECTED ->
                    (read != 0 ? SelectionKey.OP_READ : 0)
                            | (write != 0 ? SelectionKey.OP_WRITE : 0);
            case LISTENING -> read != 0 ? SelectionKey.OP_ACCEPT : 0;
            case CONNECTING -> interest != 0 ? SelectionKey.OP_CONNECT : 0;
            default -> 0;
        };
    }

    /** As poll(2) on Linux reports a socket that no selector can watch. */
    @Override
    int readyNow() {
        return switch (state) {
            case UNCONNECTED -> WRITE | HANGUP;
            case FAILED -> READ | WRITE | HANGUP | (hasError() ? ERROR : 0);
            case CONNECTED -> receiver.holdsBytes() ? READ : 0;
            default -> 0;
        };
    }

    @Override
    int ready(int readyOps) {
        int read = readyOps & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
        boolean connected = (readyOps & SelectionKey.OP_CONNECT) != 0 && state == State.CONNECTED;
        boolean write = connected || (readyOps & SelectionKey.OP_WRITE) != 0;
        return (read != 0 ? READ : 0) | (write ? WRITE : 0);
    }

    @Override
    void settle() throws IOException {
        SocketChannel ended;
        synchronized (this) {
            ended = client;
            if (state != State.CONNECTING || ended == null || !finishConnect(ended)) {
                return;
            }
        }
        if (state == State.FAILED) {
            retire(ended);
        }
        changed();
    }

    private boolean finishConnect(SocketChannel channel) {
        try {
            if (!channel.finishConnect()) {
                return false;
            }
            state = State.CONNECTED;
        } catch (IOException e) {
            error = Errors.errno(e);
            client = null;
            state = State.FAILED;
        }
        return true;
    }

    private synchronized boolean hasError() {
        return error != 0;
    }

    // -- Names --

    @Override
    int bind(DirectBuffer slot, int offset) throws IOException {
        SocketAddress address = Sockaddrs.decode(slot, offset, family);
        synchronized (this) {
            boolean inet4 = Sockaddrs.isInet4(address) && isV6Only();
            if (state != State.UNCONNECTED || bound != null || inet4) {
                return state == State.CLOSED ? -Errno.EBADF : -Errno.EINVAL;
            }
            SocketChannel channel = client();
            channel.bind(address);
            bound = channel.getLocalAddress();
            return 0;
        }
    }

    @Override
    int getsockname(DirectBuffer slot, int offset) throws IOException {
        settle();
        synchronized (this) {
            SocketAddress name = bound;
            if (state == State.CONNECTED || state == State.CONNECTING) {
                name = open().getLocalAddress();
            }
            Sockaddrs.encode(slot, offset, unnamed ? null : name, family);
            return 0;
        }
    }

    @Override
    int getpeername(DirectBuffer slot, int offset) throws IOException {
        settle();
        synchronized (this) {
            if (state != State.CONNECTED || receiver.isReset()) {
                return -Errno.ENOTCONN;
            }
            SocketAddress peer = unnamed ? null : open().getRemoteAddress();
            Sockaddrs.encode(slot, offset, peer, family);
            return 0;
        }
    }

    // -- Connecting --

    @Override
    int connect(DirectBuffer slot, int offset) throws IOException {
        if (Sockaddrs.isUnspecified(slot, offset)) {
            disconnect();
            return 0;
        }
        SocketAddress to = Sockaddrs.decode(slot, offset, family);
        if (Sockaddrs.isInet4(to) && isV6Only()) {
            return -Errno.ENETUNREACH;
        }
        settle();
        int result;
        synchronized (this) {
            result = state == State.UNCONNECTED ? connect(to) : connectAgain();
        }
        changed();
        return result;
    }

    private int connectAgain() {
        switch (state) {
            case CONNECTING:
                return -Errno.EALREADY;
            case FAILED:
                int failure = error == 0 ? Errno.ECONNABORTED : error;
                error = 0;
                state = State.UNCONNECTED;
                return -failure;
            case CONNECTED:
                boolean told = connectTold;
                connectTold = true;
                return told ? -Errno.EISCONN : 0;
            default:
                return -Errno.EISCONN;
        }
    }

    private int connect(SocketAddress to) throws IOException {
        SocketChannel channel = client();
        try {
            if (channel.connect(to)) {
                state = State.CONNECTED;
                connectTold = true;
                return 0;
            }
        } finally {
            if (!channel.isOpen()) {
                client = null;
            }
        }
        if (family == Sockaddrs.AF_UNIX) {
            // The listener's queue is full. The JDK takes that for a connect under way, which would
            // then "succeed".
            client = null;
            channel.close();
            return -Errno.EAGAIN;
        }
        state = State.CONNECTING;
        connectTold = false;
        return -Errno.EINPROGRESS;
    }

    /** Back to a socket that has at most a name; the next call that needs a channel opens one. */
    private void disconnect() throws IOException {
        SelectableChannel old;
        synchronized (this) {
            if (state == State.UNCONNECTED || state == State.CLOSED) {
                return;
            }
            old = channel();
            closeBoth();
            error = 0;
            readShut = false;
            writeShut = false;
            receiver.forgetReset();
            state = State.UNCONNECTED;
        }
        if (old != null) {
            retire(old);
        }
        changed();
    }

    // -- Listening --

    @Override
    int listen(int backlog) throws IOException {
        settle();
        synchronized (this) {
            if (state == State.LISTENING) {
                return 0;
            }
            boolean nameless = family == Sockaddrs.AF_UNIX && bound == null;
            if (state != State.UNCONNECTED || nameless) {
                return -Errno.EINVAL;
            }
            ServerSocketChannel listener =
                    Listeners.replace(client(), bound, backlog, options, family);
            client = null;
            server = listener;
            bound = listener.getLocalAddress();
            state = State.LISTENING;
        }
        changed();
        return 0;
    }

    @Override
    boolean isListening() {
        return state == State.LISTENING;
    }

    @Override
    int accept(FdTable table, @Nullable DirectBuffer slot, int offset, int flags)
            throws IOException {
        ServerSocketChannel listener = server;
        if (listener == null) {
            return state == State.CLOSED ? -Errno.EBADF : -Errno.EINVAL;
        }
        SocketChannel peer = listener.accept();
        while (peer != null && Sockaddrs.isInet4(peer.getRemoteAddress()) && isV6Only()) {
            peer.close();
            peer = listener.accept();
        }
        return peer == null ? -Errno.EAGAIN : adopt(listener, peer, table, slot, offset, flags);
    }

    private int adopt(
            ServerSocketChannel listener,
            SocketChannel peer,
            FdTable table,
            @Nullable DirectBuffer slot,
            int offset,
            int flags)
            throws IOException {
        try {
            StreamDescription accepted = new StreamDescription(family, peer, false);
            synchronized (this) {
                accepted.options.inherit(options, listener, peer);
            }
            accepted.nonblocking = (flags & SOCK_NONBLOCK) != 0;
            if (slot != null) {
                Sockaddrs.encode(slot, offset, peer.getRemoteAddress(), family);
            }
            return table.add(accepted);
        } catch (IOException | RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    // -- Moving bytes --

    @Override
    int recv(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        if ((flags & ~(IDLE_FLAGS | MSG_PEEK)) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (slot != null) {
            slot.putInt(slotOffset, 0);
        }
        SocketChannel channel = state == State.CONNECTED ? client : connected();
        if (channel == null) {
            return notReceiving();
        }
        return receiver.receive(channel, buffer, offset, length, (flags & MSG_PEEK) != 0);
    }

    private int notReceiving() {
        switch (state) {
            case CONNECTING:
                return -Errno.EAGAIN;
            case FAILED:
                return -takeError();
            case CLOSED:
                return -Errno.EBADF;
            default:
                return family == Sockaddrs.AF_UNIX ? -Errno.EINVAL : -Errno.ENOTCONN;
        }
    }

    @Override
    int send(
            DirectBuffer buffer,
            int offset,
            int length,
            int flags,
            @Nullable DirectBuffer slot,
            int slotOffset)
            throws IOException {
        if ((flags & ~(IDLE_FLAGS | MSG_OOB)) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        SocketChannel channel = state == State.CONNECTED ? client : connected();
        if (family == Sockaddrs.AF_UNIX && slot != null) {
            return channel == null ? -Errno.EOPNOTSUPP : -Errno.EISCONN;
        }
        if (channel == null) {
            return notSending();
        }
        if (writeShut) {
            return -Errno.EPIPE;
        }
        if ((flags & MSG_OOB) != 0 && length > 0) {
            return sendUrgent(channel, buffer, offset, length);
        }
        int count = write(channel, buffer, offset, length);
        return count == 0 && length > 0 ? -Errno.EAGAIN : count;
    }

    /** The last byte is the urgent one; those before it go first, and the caller comes again. */
    private int sendUrgent(SocketChannel channel, DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (family == Sockaddrs.AF_UNIX) {
            return -Errno.EOPNOTSUPP;
        }
        if (length > 1) {
            int count = write(channel, buffer, offset, length - 1);
            return count == 0 ? -Errno.EAGAIN : count;
        }
        channel.socket().sendUrgentData(buffer.get(offset));
        return 1;
    }

    private int notSending() {
        switch (state) {
            case CONNECTING:
                return -Errno.EAGAIN;
            case FAILED:
                int failure = takeError();
                return failure == 0 ? -Errno.EPIPE : -failure;
            case CLOSED:
                return -Errno.EBADF;
            default:
                return family == Sockaddrs.AF_UNIX ? -Errno.ENOTCONN : -Errno.EPIPE;
        }
    }

    @Override
    int shutdown(int how) throws IOException {
        if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) {
            return -Errno.EINVAL;
        }
        settle();
        if (state == State.LISTENING || state == State.CONNECTING) {
            return shutdownUnconnected(how);
        }
        synchronized (this) {
            if (state != State.CONNECTED) {
                return family == Sockaddrs.AF_UNIX ? 0 : -Errno.ENOTCONN;
            }
            shutdown(open(), how);
            return 0;
        }
    }

    /**
     * shutdown(SHUT_RD) ends a listener, any shutdown a connect under way (Linux, inet_shutdown).
     */
    private int shutdownUnconnected(int how) throws IOException {
        if (state == State.CONNECTING || how != SHUT_WR) {
            disconnect();
        }
        return 0;
    }

    private void shutdown(SocketChannel channel, int how) throws IOException {
        if (how != SHUT_WR) {
            readShut = true;
            channel.shutdownInput();
        }
        if (how != SHUT_RD) {
            writeShut = true;
            channel.shutdownOutput();
        }
    }

    // -- Channels --

    @Override
    synchronized int takeError() {
        int taken = error;
        error = 0;
        return taken;
    }

    @Override
    int getsockopt(int level, int option, DirectBuffer buffer, int offset, int length)
            throws IOException {
        settle();
        return super.getsockopt(level, option, buffer, offset, length);
    }

    @Override
    NetworkChannel optionChannel() throws IOException {
        return server != null ? server : client();
    }

    @Override
    boolean hasName() {
        return bound != null || state != State.UNCONNECTED;
    }

    @Override
    void closeChannels() throws IOException {
        state = State.CLOSED;
        closeBoth();
    }

    private void closeBoth() throws IOException {
        SocketChannel oldClient = client;
        ServerSocketChannel oldServer = server;
        client = null;
        server = null;
        if (oldClient != null) {
            oldClient.close();
        }
        if (oldServer != null) {
            oldServer.close();
        }
    }

    /** The channel, if a connect that was under way has succeeded by now. */
    private @Nullable SocketChannel connected() throws IOException {
        settle();
        return state == State.CONNECTED ? client : null;
    }

    /** The channel of a socket that has one. Guarded by this. */
    private SocketChannel open() throws IOException {
        SocketChannel channel = client;
        if (channel == null) {
            throw new ClosedChannelException();
        }
        return channel;
    }

    /** The channel, opened again if a failed connect has closed it. Guarded by this. */
    private SocketChannel client() throws IOException {
        if (state == State.CLOSED) {
            throw new ClosedChannelException();
        }
        SocketChannel channel = client;
        if (channel == null || !channel.isOpen()) {
            channel = openClient();
            client = channel;
        }
        return channel;
    }

    private SocketChannel openClient() throws IOException {
        SocketChannel channel = SocketChannel.open(Sockaddrs.protocolFamily(family));
        try {
            channel.configureBlocking(false);
            options.applyTo(channel);
            if (bound != null && family != Sockaddrs.AF_UNIX) {
                channel.bind(bound);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
