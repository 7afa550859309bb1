package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.socket.SocketConstants;
import io.sockeye.socket.Sockets;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The constants, one by one against those of Python's {@code socket} on the same host. */
@Tag("contract")
class ConstantsTest {
    private static final String SCRIPT =
            """
            import socket
            for name in dir(socket):
                value = getattr(socket, name)
                if isinstance(value, int) and not isinstance(value, bool):
                    print(name, int(value))
            """;

    /** Bluetooth, names that only CPython gives to C's, and what stands in {@code Errno}. */
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    "(BTPROTO|HCI|BT|L2CAP|BDADDR)_.*|SOL_(HCI|L2CAP|RFCOMM|SCO)|CAN_BCM_.*"
                            + "|ALG_(OP_SIGN|OP_VERIFY|SET_PUBKEY)|IOCTL_VM_.*|EAGAIN|EBADF|EWOULDBLOCK");

    private static Map<String, Long> pythons() throws Exception {
        Map<String, Long> constants = new HashMap<>();
        for (String line : Python.run(SCRIPT).lines().toList()) {
            String[] parts = line.split(" ");
            constants.put(parts[0], Long.valueOf(parts[1]));
        }
        assertTrue(constants.size() > 200, constants.toString());
        return constants;
    }

    private static Map<String, Long> ours() throws IllegalAccessException {
        Map<String, Long> constants = new HashMap<>();
        for (Field field : SocketConstants.class.getFields()) {
            constants.put(field.getName(), ((Number) field.get(null)).longValue());
        }
        return constants;
    }

    @Test
    void whatBothHaveHasOneValue() throws Exception {
        Map<String, Long> pythons = pythons();
        int compared = 0;
        for (Map.Entry<String, Long> our : ours().entrySet()) {
            Long python = pythons.get(our.getKey());
            if (python != null) {
                compared++;
                assertTrue(isThere(our.getKey()), our.getKey() + " is not absent");
                boolean unsigned = our.getValue() == -1 && python == 0xffffffffL;
                assertTrue(unsigned || python.equals(our.getValue()), our + " is " + python);
            }
        }
        assertTrue(compared > 200, compared + " constants compared");
    }

    @Test
    void nothingIsMissing() throws Exception {
        Map<String, Long> ours = ours();
        List<String> missing = new ArrayList<>();
        for (String name : pythons().keySet()) {
            if (!ours.containsKey(name) && !LEFT_OUT.matcher(name).matches()) {
                missing.add(name);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void whatTheHostLacksIsAbsent() throws Exception {
        for (Map.Entry<String, Long> our : ours().entrySet()) {
            boolean absent = our.getValue() == Sockets.ABSENT;
            assertEquals(!isThere(our.getKey()), absent, our.getKey());
        }
        assertFalse(Sockets.has("NO_SUCH_CONSTANT"));
    }

    /** The numbers of RFC 1112 and C are constants in Java too. */
    private static boolean isThere(String name) {
        return name.startsWith("INADDR_") || Sockets.has(name);
    }
}
