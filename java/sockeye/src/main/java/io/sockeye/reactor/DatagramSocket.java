package io.sockeye.reactor;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import io.sockeye.reactor.driver.DatagramSource;
import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A datagram socket on one loop, with its protocol. */
final class DatagramSocket extends DatagramSource implements DatagramTransport, Stoppable {
    private static final int LARGEST = 64 * 1024;

    /** What may wait for room; the kernel's own buffer is not much larger. */
    private static final int WAITING_BYTES = 64 * 1024;

    private record Waiting(byte[] data, byte[] to) {}

    private final LoopGroup group;
    private final Loop loop;
    private final Socket socket;
    private final DatagramProtocol protocol;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final DirectBuffer destination;
    private @Nullable DirectBuffer outgoing;
    private int waitingBytes;
    private volatile long dropped;
    private volatile Address host;
    private boolean connected;
    private volatile boolean begun;

    private final PeerCache peers = new PeerCache();

    /** Whose address {@link #destination} holds. */
    private @Nullable Address lastTo;

    private DatagramSocket(
            LoopGroup group, Loop loop, Socket socket, DatagramProtocol protocol, Address host) {
        super(socket.fileno());
        this.group = group;
        this.loop = loop;
        this.socket = socket;
        this.protocol = protocol;
        this.host = host;
        this.destination = loop.engine.allocate(Syscalls.SLOT_SIZE);
    }

    static DatagramSocket bind(
            LoopGroup group, Loop loop, String host, int port, DatagramProtocol protocol)
            throws IOException {
        boolean six = host.indexOf(':') >= 0;
        int family = six ? Sockets.AF_INET6 : Sockets.AF_INET;
        Socket made = new Socket(loop.engine, family, Sockets.SOCK_DGRAM);
        try {
            made.setblocking(false);
            made.bind(six ? Address.inet6(host, port, 0, 0) : Address.inet(host, port));
            return new DatagramSocket(group, loop, made, protocol, made.getsockname());
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    @Override
    public void startListening() throws IOException {
        if (begun) {
            throw new IllegalStateException(
                    "a datagram socket listens once, and this one was on "
                            + host
                            + "; make another with listenUDP");
        }
        begun = true;
        group.add(this);
        try {
            group.onLoop(
                    loop,
                    () -> {
                        begin();
                        return null;
                    });
        } catch (Throwable e) {
            group.remove(this);
            socket.close();
            throw e;
        }
    }

    private void begin() throws Exception {
        OsException.check(loop.driver.open(this), "listenUDP");
        try {
            protocol.makeConnection(this);
        } catch (Throwable e) {
            loop.driver.release(this);
            throw e;
        }
    }

    @Override
    public CompletionStage<Void> stopListening() {
        group.remove(this);
        return group.submit(loop, this::reactorStopped);
    }

    @Override
    public void reactorStopped() {
        if (!isServed()) {
            return;
        }
        loop.driver.release(this);
        try {
            socket.close();
        } catch (IOException e) {
            Log.log(Level.DEBUG, () -> "closing " + this, e);
        }
        tell(protocol::stopProtocol);
    }

    // ---- receiving

    @Override
    protected void received(DirectBuffer data, int length, DirectBuffer from) {
        loop.counters.received.add(length);
        Address address = from(from);
        Object before = loop.enter(protocol);
        loop.incoming = data;
        try {
            protocol.datagramReceived(data.buffer(), address);
        } catch (Throwable e) {
            loop.failed(protocol, e);
        } finally {
            loop.incoming = null;
            loop.leave(before);
        }
    }

    private Address from(DirectBuffer from) {
        PeerCache.Peer known = peers.find(from);
        if (known != null) {
            return known.address();
        }
        Address address = Addresses.decode(Addresses.bytes(from), socket.family());
        return peers.keepSender(address, from).address();
    }

    @Override
    protected void receiveFailed(int errno) {
        if (errno == Errno.ECONNREFUSED) {
            tellRefused();
        } else {
            loop.failed(protocol, OsException.of(errno, "recvfrom", String.valueOf(host)));
        }
    }

    private void tellRefused() {
        if (isServed()) {
            tell(protocol::connectionRefused);
        }
    }

    private void tell(Loop.Call call) {
        loop.guarded(protocol, protocol, call);
    }

    // ---- sending

    @Override
    public void write(ByteBuffer data) throws IOException {
        loop.requireInLoop("write");
        if (!connected) {
            throw new IllegalStateException("the socket has no peer: connect it, or name one");
        }
        destination.putInt(0, 0);
        lastTo = null;
        send(data);
    }

    @Override
    public void write(ByteBuffer data, Address to) throws IOException {
        loop.requireInLoop("write");
        if (to != lastTo) {
            direct(to);
        }
        send(data);
    }

    private void direct(Address to) throws IOException {
        lastTo = null;
        PeerCache.Peer known = peers.find(to);
        if (known == null) {
            Addresses.put(destination, encode(to));
            peers.keepReceiver(to, destination);
        } else {
            known.putInto(destination);
        }
        lastTo = to;
    }

    private byte[] encode(Address to) throws IOException {
        if (to instanceof Address.Inet inet && !isNumeric(inet.host())) {
            throw new IllegalArgumentException(
                    "a datagram needs a numeric address, not '"
                            + inet.host()
                            + "': resolve names with callInThread");
        }
        return Addresses.encode(loop.engine, socket.family(), to, "sendto");
    }

    private static boolean isNumeric(String host) {
        try {
            int family = host.indexOf(':') >= 0 ? Sockets.AF_INET6 : Sockets.AF_INET;
            return Sockets.inetPton(family, host).length > 0;
        } catch (OsException e) {
            return host.equals("<broadcast>");
        }
    }

    private void send(ByteBuffer data) throws IOException {
        if (!isServed()) {
            throw OsException.of(Errno.EBADF, "sendto", String.valueOf(host));
        }
        int length = data.remaining();
        if (!waiting.isEmpty()) {
            later(data);
            return;
        }
        DirectBuffer delivered = loop.incoming;
        boolean echo = delivered != null && delivered.buffer() == data;
        DirectBuffer memory = echo ? delivered : outgoing(data);
        int n = sendOnce(memory, echo ? data.position() : 0, length);
        if (n == -Errno.EAGAIN) {
            later(data);
            return;
        }
        data.position(data.limit());
        OsException.check(n, "sendto");
        loop.counters.sent.add(n);
    }

    /** A refused one was an earlier datagram: this one is sent nevertheless. */
    private int sendOnce(DirectBuffer memory, int offset, int length) {
        int n = loop.driver.sendTo(this, memory, offset, length, destination);
        if (n == -Errno.ECONNREFUSED) {
            n = loop.driver.sendTo(this, memory, offset, length, destination);
            loop.callLaterNanos(0, this::tellRefused);
        }
        return n;
    }

    private DirectBuffer outgoing(ByteBuffer data) throws OsException {
        if (data.remaining() > LARGEST) {
            throw OsException.of(Errno.EMSGSIZE, "sendto", data.remaining() + " bytes");
        }
        DirectBuffer memory = outgoing;
        if (memory == null) {
            memory = loop.engine.allocate(LARGEST);
            outgoing = memory;
        }
        memory.buffer().put(0, data, data.position(), data.remaining());
        return memory;
    }

    private void later(ByteBuffer data) {
        int length = data.remaining();
        byte[] copy = new byte[length];
        data.get(copy);
        if (waitingBytes + length > WAITING_BYTES) {
            dropped++;
            return;
        }
        waitingBytes += length;
        waiting.add(new Waiting(copy, Addresses.bytes(destination)));
    }

    @Override
    protected void writable() {
        for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
            Addresses.put(destination, next.to);
            lastTo = null;
            try {
                DirectBuffer memory = outgoing(ByteBuffer.wrap(next.data));
                int n = sendOnce(memory, 0, next.data.length);
                if (n == -Errno.EAGAIN) {
                    return;
                }
                loop.counters.sent.add(OsException.check(n, "sendto"));
            } catch (OsException e) {
                loop.failed(protocol, e);
            }
            waiting.remove();
            waitingBytes -= next.data.length;
        }
    }

    // ---- the rest

    @Override
    public void connect(Address peer) throws IOException {
        loop.requireInLoop("connect");
        if (!isServed()) {
            throw OsException.of(Errno.EBADF, "connect", String.valueOf(host));
        }
        Addresses.put(loop.slot, encode(peer));
        OsException.check(loop.syscalls.connect(fd(), loop.slot, 0), "connect");
        connected = true;
        host = socket.getsockname();
    }

    @Override
    public void setBroadcastAllowed(boolean on) throws IOException {
        loop.requireInLoop("setBroadcastAllowed");
        socket.setsockopt(Sockets.SOL_SOCKET, Sockets.SO_BROADCAST, on);
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public Address getHost() {
        return host;
    }

    @Override
    public int connections() {
        return connected ? 1 : 0;
    }

    @Override
    public String toString() {
        return "datagrams of " + host;
    }
}
