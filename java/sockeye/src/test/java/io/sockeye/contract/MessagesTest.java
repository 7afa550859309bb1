package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.IPPROTO_IPV6;
import static io.sockeye.socket.Sockets.IPV6_PKTINFO;
import static io.sockeye.socket.Sockets.IPV6_RECVPKTINFO;
import static io.sockeye.socket.Sockets.MSG_CTRUNC;
import static io.sockeye.socket.Sockets.MSG_PEEK;
import static io.sockeye.socket.Sockets.MSG_TRUNC;
import static io.sockeye.socket.Sockets.SCM_CREDENTIALS;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.SOL_SOCKET;
import static io.sockeye.socket.Sockets.SO_PASSCRED;
import static io.sockeye.socket.Sockets.cmsgLen;
import static io.sockeye.socket.Sockets.cmsgSpace;
import static io.sockeye.socket.Sockets.pack;
import static io.sockeye.socket.Sockets.recvFds;
import static io.sockeye.socket.Sockets.sendFds;
import static io.sockeye.socket.Sockets.socketpair;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.os.Fd;
import io.sockeye.socket.Address;
import io.sockeye.socket.Cmsg;
import io.sockeye.socket.Message;
import io.sockeye.socket.MessageInto;
import io.sockeye.socket.ReceivedFds;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketPair;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** sendmsg and recvmsg: several buffers, control messages, descriptors. */
@Tag("contract")
class MessagesTest extends ContractTest {
    private static ByteBuffer heap(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private SocketPair pair(int type) throws IOException {
        SocketPair pair = socketpair(engine, AF_UNIX, type, 0);
        own(pair.first());
        own(pair.second());
        return pair;
    }

    // ---- bytes

    @Test
    void buffersOfAllKindsAreOneMessage() throws Exception {
        Ends ends = connected();
        List<ByteBuffer> buffers = List.of(heap("one "), direct("two "), heap(""), heap("three"));
        assertEquals(13, ends.client().sendmsg(buffers));
        assertTrue(buffers.stream().noneMatch(ByteBuffer::hasRemaining));
        assertEquals("one two three", text(receiveFully(ends.server(), 13)));
    }

    @Test
    void aDatagramOfSeveralBuffersArrivesWholeAndFillsSeveral() throws Exception {
        Socket receiver = boundUdp();
        Socket sender = boundUdp();
        sender.sendmsg(List.of(heap("abc"), direct("defg")), List.of(), 0, receiver.getsockname());
        ByteBuffer first = ByteBuffer.allocate(2);
        ByteBuffer second = ByteBuffer.allocateDirect(10);
        MessageInto message = receiver.recvmsgInto(List.of(first, second));
        assertEquals(7, message.count());
        assertEquals(sender.getsockname(), message.address());
        assertEquals(2, first.position());
        assertEquals(5, second.position());
        assertEquals("ab", text(first.array()));
    }

    @Test
    void aBlockingStreamSendsToTheLastByte() throws Exception {
        Ends ends = connected();
        byte[] much = pattern(3_000_000);
        Background<byte[]> received = inBackground(() -> receiveFully(ends.server(), much.length));
        List<ByteBuffer> buffers =
                List.of(
                        ByteBuffer.wrap(much, 0, 1_000_000).slice(),
                        ByteBuffer.allocateDirect(1_500_000).put(much, 1_000_000, 1_500_000).flip(),
                        ByteBuffer.wrap(much, 2_500_000, 500_000).slice());
        assertEquals(much.length, ends.client().sendmsg(buffers));
        assertArrayEquals(much, received.result());
    }

    @Test
    void theEndOfAStreamIsAnEmptyMessage() throws Exception {
        Ends ends = connected();
        ends.client().close();
        Message message = ends.server().recvmsg(10);
        assertEquals(0, message.data().length);
        assertNull(message.address());
    }

    @Test
    void aPeekLeavesTheMessage() throws Exception {
        Ends ends = connected();
        ends.client().sendall(bytes("x"));
        assertEquals("x", text(ends.server().recvmsg(9, 0, MSG_PEEK).data()));
        assertEquals("x", text(ends.server().recvmsg(9).data()));
    }

    @Test
    void timeoutsAreKept() throws Exception {
        Ends ends = connected();
        ends.server().settimeout(0.01);
        assertThrows(io.sockeye.engine.OsTimeoutException.class, () -> ends.server().recvmsg(1));
        ends.server().setblocking(false);
        failsWith(Errno.EAGAIN, () -> ends.server().recvmsg(1));
    }

    @Test
    void badSizesAreRefused() throws Exception {
        Socket socket = boundUdp();
        assertThrows(IllegalArgumentException.class, () -> socket.recvmsg(-1));
        assertThrows(IllegalArgumentException.class, () -> socket.recvmsg(1, -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> socket.recvmsgInto(List.of(heap("x").asReadOnlyBuffer())));
        assertThrows(IllegalArgumentException.class, () -> cmsgLen(-1));
        assertThrows(IllegalArgumentException.class, () -> cmsgSpace(Integer.MAX_VALUE));
    }

    @Test
    void aCutOffDatagramSaysSo() throws Exception {
        Socket receiver = boundUdp();
        receiver.sendto(bytes("too long"), receiver.getsockname());
        Message message = receiver.recvmsg(3);
        assertEquals("too", text(message.data()));
        if (engine.hasRealFds()) {
            assertEquals(MSG_TRUNC, message.flags() & MSG_TRUNC);
        }
    }

    // ---- control messages

    @Test
    void sizesAreThoseOfTheMacros() {
        assertEquals(Sockets.has("SO_PASSCRED") ? 20 : 16, cmsgLen(4));
        assertEquals(Sockets.has("SO_PASSCRED") ? 24 : 16, cmsgSpace(4));
    }

    @Test
    void descriptorsArePassedWithBytes() throws Exception {
        SocketPair pair = pair(SOCK_STREAM);
        Fd.Pipe one = Fd.pipe();
        own(one.in());
        own(one.out());
        Fd.Pipe two = Fd.pipe();
        own(two.in());
        own(two.out());
        int sent = sendFds(pair.first(), bytes("fds"), one.in().fileno(), two.out().fileno());
        assertEquals(3, sent);
        ReceivedFds received = recvFds(pair.second(), 100, 5);
        assertEquals("fds", text(received.data()));
        assertEquals(2, received.fds().length);
        Fd reader = own(Fd.adopt(received.fds()[0]));
        Fd writer = own(Fd.adopt(received.fds()[1]));
        assertNotEquals(one.in().fileno(), reader.fileno());
        one.out().write(heap("1"));
        writer.write(heap("2"));
        ByteBuffer got = ByteBuffer.allocate(2);
        reader.read(got);
        two.in().read(got);
        assertEquals("12", text(got.array()));
    }

    @Test
    void manyDescriptorsAreAllPassed() throws Exception {
        SocketPair pair = pair(SOCK_STREAM);
        Socket some = boundUdp();
        int[] many = new int[200];
        Arrays.fill(many, some.fileno());
        sendFds(pair.first(), bytes("x"), many);
        ReceivedFds received = recvFds(pair.second(), 1, many.length);
        assertEquals(many.length, received.fds().length);
        assertEquals(many.length, Arrays.stream(received.fds()).distinct().count());
        for (int fd : received.fds()) {
            engine.syscalls().close(fd);
        }
    }

    @Test
    void descriptorsWithoutRoomAreClosed() throws Exception {
        assumeRealKernel("forgets MSG_CTRUNC");
        SocketPair pair = pair(SOCK_STREAM);
        int fd = pair.first().fileno();
        sendFds(pair.first(), bytes("x"), fd, fd, fd, fd, fd);
        OsException refused = assertThrows(OsException.class, () -> recvFds(pair.second(), 1, 2));
        assertTrue(refused.getMessage().contains("maxfds = 2"), refused.getMessage());
        // DescriptorGuard fails this test if one of them stayed open.
        sendFds(pair.first(), bytes("y"));
        assertEquals("y", text(recvFds(pair.second(), 1, 0).data()));
    }

    @Test
    void whatDoesNotFitIsCutOffAndSaidSo() throws Exception {
        assumeRealKernel("forgets MSG_CTRUNC");
        SocketPair pair = pair(SOCK_STREAM);
        sendFds(pair.first(), bytes("x"), pair.first().fileno());
        Message message = pair.second().recvmsg(1, cmsgLen(0));
        assertEquals("x", text(message.data()));
        assertEquals(MSG_CTRUNC, message.flags() & MSG_CTRUNC);
    }

    @Test
    void credentialsTellWhoSent() throws Exception {
        SocketPair pair = pair(SOCK_DGRAM);
        pair.second().setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
        pair.first().send(bytes("me"));
        Message message = pair.second().recvmsg(10, cmsgSpace(12));
        Cmsg credentials = message.ancdata().get(0);
        assertEquals(SOL_SOCKET, credentials.level());
        assertEquals(SCM_CREDENTIALS, credentials.type());
        assertEquals(ProcessHandle.current().pid(), credentials.ints()[0]);
    }

    @Test
    void packetInfoTellsWhereToAndMayBeSent() throws Exception {
        Socket receiver = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        receiver.bind("::1", 0);
        receiver.setsockopt(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        Address at = receiver.getsockname();
        Socket sender = own(new Socket(engine, AF_INET6, SOCK_DGRAM));
        byte[] info = new byte[20];
        info[15] = 1;
        List<Cmsg> from = List.of(new Cmsg(IPPROTO_IPV6, IPV6_PKTINFO, info));
        sender.sendmsg(List.of(heap("hi")), from, 0, at);
        Message message = receiver.recvmsg(10, cmsgSpace(20));
        Cmsg told = message.ancdata().get(0);
        assertEquals(IPV6_PKTINFO, told.type());
        assertArrayEquals(Arrays.copyOf(info, 16), Arrays.copyOf(told.data(), 16));
        assertEquals("::1", ((Address.Inet6) message.address()).host());
    }

    @Test
    void severalControlMessagesComeInOrder() throws Exception {
        SocketPair pair = pair(SOCK_STREAM);
        pair.second().setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
        pair.first().sendmsg(List.of(heap("x")), List.of(Cmsg.rights(pair.first().fileno())));
        Message message = pair.second().recvmsg(1, cmsgSpace(12) + cmsgSpace(4));
        assertEquals(2, message.ancdata().size());
        for (Cmsg each : message.ancdata()) {
            if (each.isRights()) {
                engine.syscalls().close(each.ints()[0]);
            }
        }
    }

    @Test
    void aBadDescriptorIsRefusedAndTheSocketGoesOn() throws Exception {
        SocketPair pair = pair(SOCK_STREAM);
        sendFds(pair.first(), bytes("0"));
        assertEquals("0", text(pair.second().recv(1)));
        failsWith(Errno.EBADF, () -> sendFds(pair.first(), bytes("x"), 1_000_000));
        failsWith(
                Errno.EINVAL,
                () ->
                        pair.first()
                                .sendmsg(
                                        List.of(heap("x")),
                                        List.of(new Cmsg(SOL_SOCKET, 99, pack(1)))));
        pair.first().sendall(bytes("y"));
        assertEquals("y", text(pair.second().recv(5)));
    }

    @Test
    void pythonUnderstandsPassedDescriptors() throws Exception {
        Socket listener = unix();
        listener.bind(socketPath());
        listener.listen();
        String path = new String(((Address.Unix) listener.getsockname()).path(), US_ASCII);
        Background<String> python =
                inBackground(
                        () ->
                                Python.run(
                                        """
                                        import os, socket, sys
                                        s = socket.socket(socket.AF_UNIX)
                                        s.connect(sys.argv[1])
                                        data, fds, flags, address = socket.recv_fds(s, 100, 3)
                                        os.write(fds[0], b'from python')
                                        r, w = os.pipe()
                                        socket.send_fds(s, [b'back'], [r])
                                        os.write(w, b'pipe of python')
                                        print(data.decode(), len(fds))
                                        """,
                                        path));
        Socket peer = own(listener.accept().socket());
        Fd.Pipe pipe = Fd.pipe();
        own(pipe.in());
        own(pipe.out());
        sendFds(peer, bytes("take"), pipe.out().fileno());
        ByteBuffer got = ByteBuffer.allocate(11);
        pipe.in().read(got);
        assertEquals("from python", text(got.array()));
        ReceivedFds back = recvFds(peer, 100, 1);
        Fd in = own(Fd.adopt(back.fds()[0]));
        assertEquals("take 1", python.result().strip());
        ByteBuffer more = ByteBuffer.allocate(14);
        in.read(more);
        assertEquals("pipe of python", text(more.array()));
    }
}
