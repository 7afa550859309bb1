package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of what nio skips names tests that exist. */
@Tag("contract")
class NioSkipsTest {
    @Test
    void everyListedTestExists() throws ClassNotFoundException {
        for (String id : NioSkips.listed().keySet()) {
            String[] parts = id.split("\\.");
            Class<?> type = Class.forName(NioSkips.class.getPackageName() + '.' + parts[0]);
            assertTrue(ContractTest.class.isAssignableFrom(type), id);
            boolean exists =
                    Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(parts[1]));
            assertTrue(exists, "there is no test " + id);
        }
    }
}
