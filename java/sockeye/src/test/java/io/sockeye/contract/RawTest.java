package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_NETLINK;
import static io.sockeye.socket.Sockets.AF_PACKET;
import static io.sockeye.socket.Sockets.ETHERTYPE_IP;
import static io.sockeye.socket.Sockets.IPPROTO_ICMP;
import static io.sockeye.socket.Sockets.IPPROTO_IP;
import static io.sockeye.socket.Sockets.IPPROTO_RAW;
import static io.sockeye.socket.Sockets.IP_HDRINCL;
import static io.sockeye.socket.Sockets.NETLINK_ROUTE;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_RAW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.PermissionException;
import io.sockeye.socket.Address;
import io.sockeye.socket.Names;
import io.sockeye.socket.Received;
import io.sockeye.socket.Socket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Raw sockets, for whoever may have them, and families whose addresses are numbers. */
@Tag("contract")
class RawTest extends ContractTest {
    private static final int IP_HEADER = 20;

    /** A raw socket, or an end of the test if this user may not have one. */
    private Socket raw(int family, int type, int proto) throws IOException {
        try {
            Socket socket = own(new Socket(engine, family, type, proto));
            socket.settimeout(10);
            return socket;
        } catch (PermissionException e) {
            assertEquals(io.sockeye.engine.Errno.EPERM, e.errno());
            return Assumptions.abort("raw sockets need CAP_NET_RAW: " + e.getMessage());
        }
    }

    /** RFC 1071. */
    private static short checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    private static byte[] echoRequest(int id, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(8 + payload.length);
        message.put(0, (byte) 8).putShort(4, (short) id).putShort(6, (short) 1).put(8, payload);
        return message.putShort(2, checksum(message.array())).array();
    }

    @Test
    void theLoopbackAnswersAnEcho() throws IOException {
        Socket socket = raw(AF_INET, SOCK_RAW, IPPROTO_ICMP);
        int id = (int) (System.nanoTime() & 0x7fff);
        byte[] request = echoRequest(id, bytes("sockeye"));
        assertEquals(request.length, socket.sendto(request, Address.inet("127.0.0.1", 0)));
        ByteBuffer reply;
        do {
            Received received = socket.recvfrom(200);
            assertEquals(Address.inet("127.0.0.1", 0), received.address());
            reply = ByteBuffer.wrap(received.data());
        } while (reply.get(IP_HEADER) != 0 || reply.getShort(IP_HEADER + 4) != id);
        byte[] payload = Arrays.copyOfRange(reply.array(), IP_HEADER + 8, reply.capacity());
        assertEquals("sockeye", text(payload));
    }

    /** From a source that is not ours, which no other socket can do. */
    @Test
    void aHeaderOfOnesOwnIsSent() throws IOException {
        Socket receiver = boundUdp();
        receiver.settimeout(10);
        Socket socket = raw(AF_INET, SOCK_RAW, IPPROTO_RAW);
        socket.setsockopt(IPPROTO_IP, IP_HDRINCL, 1);
        assertEquals(1, socket.getsockopt(IPPROTO_IP, IP_HDRINCL));
        byte[] payload = bytes("by hand");
        int length = IP_HEADER + 8 + payload.length;
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) 0x45).putShort(2, (short) length).put(8, (byte) 64).put(9, (byte) 17);
        packet.put(12, new byte[] {127, 0, 0, 9}).put(16, new byte[] {127, 0, 0, 1});
        packet.putShort(IP_HEADER, (short) 4242).putShort(IP_HEADER + 2, (short) port(receiver));
        packet.putShort(IP_HEADER + 4, (short) (8 + payload.length)).put(IP_HEADER + 8, payload);
        socket.sendto(packet.array(), Address.inet("127.0.0.1", 0));
        Received received = receiver.recvfrom(100);
        assertEquals("by hand", text(received.data()));
        assertEquals(Address.inet("127.0.0.9", 4242), received.address());
    }

    @Test
    void whoMayNotIsToldSo() throws Exception {
        Assumptions.assumeTrue(engine.hasRealFds() && mayDropPermissions());
        ChildJvm child = new ChildJvm().option("-Dsockeye.engine=" + engine.name());
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-all"));
        command.addAll(child.command(RawChild.class));
        assertEquals("PermissionException EPERM socket", output(command));
    }

    private static boolean mayDropPermissions() {
        try {
            return output(List.of("setpriv", "--bounding-set=-net_raw", "id", "-u")).equals("0");
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            return printed;
        }
    }

    @Test
    void netlinkAddressesAreNumbers() throws IOException {
        Socket socket = own(new Socket(engine, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
        assertEquals(new Address.Netlink(0, 0), socket.getsockname());
        socket.bind(new Address.Netlink(0, 0));
        Address.Netlink name = (Address.Netlink) socket.getsockname();
        assertTrue(name.pid() != 0, name.toString());
    }

    @Test
    void packetAddressesHaveAnInterface() throws IOException {
        Socket socket = raw(AF_PACKET, SOCK_DGRAM, 0);
        int loopback = Names.ifNametoindex(engine, "lo");
        socket.bind(new Address.Packet(loopback, ETHERTYPE_IP, 0, 0, new byte[0]));
        Address.Packet name = (Address.Packet) socket.getsockname();
        assertEquals(loopback, name.interfaceIndex());
        assertEquals(ETHERTYPE_IP, name.protocol());
        assertEquals(772, name.hardwareType(), "ARPHRD_LOOPBACK");
        assertArrayEquals(new byte[6], name.hardwareAddress());
        // Others use the loopback too.
        byte[] marked = bytes("sockeye " + System.nanoTime());
        Socket sender = boundUdp();
        sender.sendto(marked, sender.getsockname());
        byte[] seen;
        do {
            seen = socket.recvfrom(2000).data();
        } while (!text(seen).endsWith(text(marked)));
        assertEquals(IP_HEADER + 8 + marked.length, seen.length);
    }
}
