package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.socket.Address;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as values. */
@Tag("contract")
class AddressValuesTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aPortHas16Bits(int port) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Address.inet("::1", port));
        assertTrue(refusal.getMessage().contains("0-65535"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Address.inet6("::1", port, 0, 0));
    }

    @Test
    void aHostHoldsNoNul() {
        assertThrows(IllegalArgumentException.class, () -> Address.inet("local\0host", 80));
        assertThrows(IllegalArgumentException.class, () -> Address.inet6("::1\0", 80, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x100000})
    void flowinfoHas20Bits(int flowinfo) {
        assertThrows(IllegalArgumentException.class, () -> Address.inet6("::1", 80, flowinfo, 0));
    }

    @Test
    void equalAddressesAreOneKey() {
        Map<Address, Integer> map = new HashMap<>();
        map.put(Address.inet("127.0.0.1", 80), 1);
        map.put(Address.inet6("::1", 80, 0, 2), 2);
        map.put(Address.unix(Path.of("/tmp/s")), 3);
        map.put(new Address.Raw(99, new byte[] {1, 2}), 4);
        assertEquals(1, map.get(Address.inet("127.0.0.1", 80)));
        assertEquals(2, map.get(Address.inet6("::1", 80, 0, 2)));
        assertEquals(3, map.get(Address.unix(Path.of("/tmp/s"))));
        assertEquals(4, map.get(new Address.Raw(99, new byte[] {1, 2})));
        assertNotEquals(Address.inet6("::1", 80, 0, 2), Address.inet6("::1", 80, 0, 3));
        assertNotEquals(Address.inet("127.0.0.1", 80), Address.inet("127.0.0.1", 81));
    }

    @Test
    void textIsPythons() {
        assertEquals("('127.0.0.1', 80)", Address.inet("127.0.0.1", 80).toString());
        assertEquals("('::1', 80, 0, 3)", Address.inet6("::1", 80, 0, 3).toString());
        assertEquals(
                "('fe80::1', 80, 0, 4294967295)", Address.inet6("fe80::1", 80, 0, -1).toString());
        assertEquals("'/tmp/s'", Address.unix(Path.of("/tmp/s")).toString());
        assertEquals("b'\\x00name'", Address.abstractUnix("name").toString());
    }

    @Test
    void textForPeopleIsHostAndPort() {
        assertEquals("127.0.0.1:80", Address.inet("127.0.0.1", 80).hostPort());
        assertEquals("[::1]:80", Address.inet6("::1", 80, 0, 0).hostPort());
        assertEquals("[::1]:80", Address.inet("::1", 80).hostPort());
        assertEquals("[fe80::1%2]:80", Address.inet6("fe80::1", 80, 0, 2).hostPort());
        assertEquals("/tmp/s", Address.unix(Path.of("/tmp/s")).hostPort());
        assertEquals("@name", Address.abstractUnix("name").hostPort());
    }

    @Test
    void theBytesOfAnAddressCannotBeChanged() {
        byte[] path = {'/', 'x'};
        Address.Unix address = new Address.Unix(path);
        path[1] = 'y';
        address.path()[1] = 'z';
        assertEquals("'/x'", address.toString());
        assertFalse(address.isAbstract());
    }

    @Test
    void theJdksAddressesGoThereAndBack() {
        for (Address address :
                new Address[] {
                    Address.inet("127.0.0.1", 80),
                    Address.inet6("::1", 80, 0, 0),
                    Address.unix(Path.of("/tmp/s"))
                }) {
            assertEquals(address, Address.of(address.toSocketAddress()));
        }
        assertEquals(
                InetSocketAddress.createUnresolved("example.invalid", 80),
                Address.inet("example.invalid", 80).toSocketAddress());
        assertEquals(
                UnixDomainSocketAddress.of("/tmp/s"),
                Address.unix(Path.of("/tmp/s")).toSocketAddress());
        assertThrows(
                IllegalArgumentException.class, () -> Address.abstractUnix("x").toSocketAddress());
    }
}
