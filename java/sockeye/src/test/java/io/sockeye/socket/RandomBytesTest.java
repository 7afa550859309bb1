package io.sockeye.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Engines;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Addresses and structs from random numbers; a failure tells the seed. */
class RandomBytesTest {
    private static final int MANY = 20_000;
    private static final int[] FAMILIES = {
        Sockets.AF_INET,
        Sockets.AF_INET6,
        Sockets.AF_UNIX,
        Sockets.AF_NETLINK,
        Sockets.AF_PACKET,
        Sockets.AF_VSOCK,
        Sockets.AF_CAN,
        0,
        0xffff
    };

    private final Engine engine = Engines.best();
    private final long seed = Long.getLong("sockeye.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String told(Object what) {
        return "-Dsockeye.test.seed=" + seed + ": " + what;
    }

    private Address anAddress(int family) {
        int port = random.nextInt(0x10000);
        if (family == Sockets.AF_INET) {
            return Address.inet(InetText.ntop4(bytes(4)), port);
        }
        if (family == Sockets.AF_INET6) {
            String host = InetText.ntop6(sparse(bytes(16)));
            return Address.inet6(host, port, random.nextInt(0x100000), random.nextInt());
        }
        if (family == Sockets.AF_UNIX) {
            return new Address.Unix(aUnixName());
        }
        if (family == Sockets.AF_NETLINK) {
            return new Address.Netlink(random.nextInt(), random.nextInt());
        }
        if (family == Sockets.AF_PACKET) {
            int index = random.nextInt();
            int type = random.nextInt(0x100);
            return new Address.Packet(
                    index, port, type, random.nextInt(0x10000), bytes(random.nextInt(9)));
        }
        return family == Sockets.AF_VSOCK
                ? new Address.Vsock(random.nextInt(), random.nextInt())
                : new Address.Raw(family, bytes(random.nextInt(Syscalls.SOCKADDR_MAX - 1)));
    }

    /** Zeros make the short forms of IPv6. */
    private byte[] sparse(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(3) == 0 ? bytes[i] : 0;
        }
        return bytes;
    }

    /** Of a path no byte is 0; an abstract name begins with one and may hold more. */
    private byte[] aUnixName() {
        byte[] name = bytes(random.nextInt(108));
        boolean isAbstract = random.nextBoolean();
        for (int i = 0; i < name.length; i++) {
            name[i] = name[i] == 0 && !isAbstract ? 1 : name[i];
        }
        if (isAbstract && name.length > 0) {
            name[0] = 0;
        }
        return name;
    }

    @Test
    void addressesSurviveTheWayToCAndBack() throws IOException {
        for (int i = 0; i < MANY; i++) {
            int family = FAMILIES[random.nextInt(FAMILIES.length)];
            Address address = anAddress(family);
            byte[] sockaddr = Addresses.encode(engine, family, address, "test");
            assertEquals(address, Addresses.decode(sockaddr, family), told(address));
            Address again = throughASlot(sockaddr, family);
            assertEquals(address, again, told(address));
        }
    }

    private Address throughASlot(byte[] sockaddr, int family) {
        DirectBuffer slot = engine.allocate(Syscalls.SLOT_SIZE);
        Addresses.put(slot, sockaddr);
        assertArrayEquals(sockaddr, Addresses.bytes(slot));
        return Addresses.decode(slot, family);
    }

    @Test
    void noBytesAreTooStrangeForAnAddress() {
        DirectBuffer slot = engine.allocate(Syscalls.SLOT_SIZE);
        for (int i = 0; i < MANY; i++) {
            byte[] sockaddr = bytes(random.nextInt(Syscalls.SOCKADDR_MAX + 1));
            int family = FAMILIES[random.nextInt(FAMILIES.length)];
            if (sockaddr.length >= 2) {
                ByteBuffer.wrap(sockaddr)
                        .order(ByteOrder.nativeOrder())
                        .putShort(0, (short) family);
            }
            try {
                Address address = Addresses.decode(sockaddr, family);
                assertFalse(address.toString().isEmpty());
                address.hostPort();
                assertEquals(address, Addresses.decode(sockaddr.clone(), family));
                Addresses.put(slot, sockaddr);
                Addresses.decode(slot, family);
                slot.putInt(0, random.nextInt());
                Addresses.decode(slot, family);
            } catch (RuntimeException e) {
                throw new AssertionError(told(Arrays.toString(sockaddr)), e);
            }
        }
    }

    @Test
    void noBytesAreTooStrangeForAStruct() {
        for (int i = 0; i < MANY; i++) {
            byte[] struct = bytes(random.nextInt(300));
            try {
                assertFalse(TcpInfo.of(struct).stateName().isEmpty());
                PeerCredentials.of(struct);
                new Cmsg(Sockets.SOL_SOCKET, Sockets.SCM_RIGHTS, struct).ints();
            } catch (RuntimeException e) {
                throw new AssertionError(told(Arrays.toString(struct)), e);
            }
        }
    }

    private static final List<String> VALUES =
            List.of(
                    "",
                    "0",
                    "1",
                    "3",
                    "77",
                    "-1",
                    "1e3",
                    "99999999999",
                    "2147483647",
                    "a:b:c",
                    " 3");

    private void put(Map<String, String> environment, String name) {
        int chosen = random.nextInt(VALUES.size() + 1);
        if (chosen < VALUES.size()) {
            environment.put(name, VALUES.get(chosen));
        }
    }

    @Test
    void anEnvironmentMakesSenseOrIsRefused() {
        for (int i = 0; i < MANY; i++) {
            Map<String, String> environment = new HashMap<>();
            put(environment, "LISTEN_PID");
            put(environment, "LISTEN_FDNAMES");
            environment.put("LISTEN_FDS", VALUES.get(random.nextInt(VALUES.size())));
            try {
                List<ListenFd> fds = ServiceManager.listenFds(environment, 77);
                boolean ours = "77".equals(environment.get("LISTEN_PID"));
                int count = ours ? Integer.parseInt(environment.get("LISTEN_FDS")) : 0;
                assertEquals(count, fds.size(), told(environment));
            } catch (OsException e) {
                assertEquals(Errno.EINVAL, e.errno(), told(environment));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aPlaceForNotificationsIsAPathOrAnAbstractName() throws IOException {
        assertEquals(Address.abstractUnix("a/b"), ServiceManager.address("@a/b"));
        assertEquals(new Address.Unix(new byte[] {'/', 'a'}), ServiceManager.address("/a"));
        for (String bad : List.of("", "/", "@", "vsock:2:1", "relative")) {
            try {
                throw new AssertionError(bad + " is " + ServiceManager.address(bad));
            } catch (OsException e) {
                assertEquals(Errno.EAFNOSUPPORT, e.errno());
            }
        }
    }
}
