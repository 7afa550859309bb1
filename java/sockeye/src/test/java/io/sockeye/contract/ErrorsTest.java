package io.sockeye.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.BrokenPipeException;
import io.sockeye.engine.ChildProcessException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.ConnectionAbortedException;
import io.sockeye.engine.ConnectionException;
import io.sockeye.engine.ConnectionRefusedException;
import io.sockeye.engine.ConnectionResetException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.FileExistsException;
import io.sockeye.engine.IsADirectoryException;
import io.sockeye.engine.NotADirectoryException;
import io.sockeye.engine.OsException;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.OsInterruptedException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.engine.PermissionException;
import io.sockeye.engine.ProcessLookupException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which exception an error number becomes: Python's table. */
@Tag("contract")
class ErrorsTest {
    private static String kind(int errno) {
        return OsException.of(errno, "call").getClass().getSimpleName();
    }

    @Test
    void everyErrorNumberBecomesPythonsClass() throws Exception {
        List<String> numbers = new ArrayList<>();
        for (int errno = 1; errno < 134; errno++) {
            numbers.add(Integer.toString(errno));
        }
        List<String> classes =
                Python.answers(
                        """
                        import sys
                        for line in sys.stdin:
                            print(type(OSError(int(line), 'x')).__name__)
                        """,
                        numbers);
        for (int errno = 1; errno < 134; errno++) {
            String python = classes.get(errno - 1);
            String expected =
                    switch (python) {
                        case "OSError" -> "OsException";
                        case "TimeoutError", "FileNotFoundError", "InterruptedError" ->
                                "Os" + python.replace("Error", "Exception");
                        default -> python.replace("Error", "Exception");
                    };
            assertEquals(expected, kind(errno), "errno " + errno);
        }
    }

    @Test
    void errorNumbersHavePythonsNamesAndWords() throws Exception {
        List<String> numbers = new ArrayList<>();
        for (int errno = 1; errno < 134; errno++) {
            if (!Errno.name(errno).isEmpty() && Errno.name(errno).startsWith("E")) {
                numbers.add(Integer.toString(errno));
            }
        }
        List<String> answers =
                Python.answers(
                        """
                        import sys, os, errno
                        for line in sys.stdin:
                            n = int(line)
                            names = [k for k, v in vars(errno).items() if v == n]
                            print(' '.join(names), '|', os.strerror(n))
                        """,
                        numbers);
        for (int i = 0; i < answers.size(); i++) {
            int errno = Integer.parseInt(numbers.get(i));
            String[] parts = answers.get(i).split(" \\| ");
            assertTrue(List.of(parts[0].split(" ")).contains(Errno.name(errno)), parts[0]);
            assertEquals(parts[1], Errno.strerror(errno));
        }
    }

    @Test
    void theTreeIsPythons() {
        assertInstanceOf(BlockingIOException.class, OsException.of(Errno.EINPROGRESS, "x"));
        for (OsException connection :
                new OsException[] {
                    OsException.of(Errno.EPIPE, "x"),
                    OsException.of(Errno.ECONNABORTED, "x"),
                    OsException.of(Errno.ECONNREFUSED, "x"),
                    OsException.of(Errno.ECONNRESET, "x")
                }) {
            assertInstanceOf(ConnectionException.class, connection);
        }
        assertEquals(ConnectionException.class, BrokenPipeException.class.getSuperclass());
        assertEquals(ConnectionException.class, ConnectionAbortedException.class.getSuperclass());
        assertEquals(ConnectionException.class, ConnectionRefusedException.class.getSuperclass());
        assertEquals(ConnectionException.class, ConnectionResetException.class.getSuperclass());
        for (Class<?> direct :
                new Class<?>[] {
                    BlockingIOException.class,
                    ChildProcessException.class,
                    ClosedException.class,
                    ConnectionException.class,
                    FileExistsException.class,
                    IsADirectoryException.class,
                    NotADirectoryException.class,
                    OsFileNotFoundException.class,
                    OsInterruptedException.class,
                    OsTimeoutException.class,
                    PermissionException.class,
                    ProcessLookupException.class
                }) {
            assertEquals(OsException.class, direct.getSuperclass());
        }
    }

    @Test
    void messagesSayWhatWasAskedAndWhatTheOsSaid() {
        OsException failure = OsException.of(Errno.EADDRINUSE, "bind", "('127.0.0.1', 80)");
        assertEquals(
                "[Errno 98] Address already in use: bind ('127.0.0.1', 80)", failure.getMessage());
        assertEquals("EADDRINUSE", failure.errnoName());
        assertEquals("bind", failure.call());
        assertEquals("('127.0.0.1', 80)", failure.address());
        assertEquals(0, failure.bytesSent());
        assertEquals("[Errno 9999]", OsException.of(9999, "x").getMessage().substring(0, 12));
    }

    @Test
    void aTimeoutOfTheKernelHasANumberAndTheLibrarysHasNot() {
        assertEquals(Errno.ETIMEDOUT, OsException.of(Errno.ETIMEDOUT, "connect").errno());
        OsTimeoutException own = OsTimeoutException.timedOut("recv", "", 7);
        assertEquals(-1, own.errno());
        assertEquals(7, own.bytesSent());
        assertEquals("timed out: recv", own.getMessage());
        assertEquals("timed out: recv", own.strerror());
    }
}
