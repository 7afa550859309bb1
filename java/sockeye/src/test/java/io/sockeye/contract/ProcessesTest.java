package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ChildProcessException;
import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsFileNotFoundException;
import io.sockeye.engine.OsTimeoutException;
import io.sockeye.os.Child;
import io.sockeye.os.Fd;
import io.sockeye.os.Processes;
import io.sockeye.os.SpawnOptions;
import io.sockeye.os.WaitStatus;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that get chosen descriptors, end, are killed and waited for. */
@Tag("contract")
class ProcessesTest extends ContractTest {
    private Child shell(String script, Consumer<SpawnOptions> options) throws IOException {
        return Processes.spawn(
                List.of("sh", "-c", script),
                o -> {
                    o.engine(engine);
                    options.accept(o);
                });
    }

    @Test
    void aProgramIsFoundInThePathAndItsExitCodeComesBack() throws Exception {
        Child child = shell("exit 7", o -> {});
        WaitStatus status = child.waitFor();
        assertEquals(child.pid(), status.pid());
        assertTrue(status.exited());
        assertEquals(7, status.exitCode());
        assertSame(status, child.poll());
        assertThrows(IllegalStateException.class, status::signal);
    }

    @Test
    void itTalksOverTheDescriptorsThatItWasGiven() throws Exception {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        own(pair.first());
        own(pair.second());
        Child child =
                shell(
                        "read line <&5; echo \"$line $GREETING $(pwd)\" >&5",
                        o ->
                                o.fd(5, pair.second())
                                        .environment("GREETING", "你好")
                                        .directory(Path.of("/")));
        pair.second().close();
        pair.first().sendall(bytes("ask\n"));
        String answer =
                new String(
                        ReactorContract.receiveAll(pair.first()),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertEquals("ask 你好 /\n", answer);
        assertEquals(0, child.waitFor(30.0).exitCode());
    }

    @Test
    void itHasNoOtherDescriptors() throws Exception {
        Fd.Pipe pipe = Fd.pipe(engine);
        own(pipe.in());
        own(pipe.out());
        int number = pipe.in().fileno();
        Child child = shell("test ! -e /proc/self/fd/" + number, o -> o.fd(1, pipe.out()));
        assertEquals(0, child.waitFor(30.0).exitCode());
    }

    @Test
    void aSignalEndsItAndTheStatusSaysSo() throws Exception {
        Child child = shell("exec sleep 600", o -> o.newSession(true));
        assertTrue(child.poll().running());
        assertThrows(OsTimeoutException.class, () -> child.waitFor(0.01));
        child.kill(Processes.SIGKILL);
        WaitStatus status = child.waitFor(30.0);
        assertTrue(status.signaled());
        assertEquals(Processes.SIGKILL, status.signal());
        assertThrows(IllegalStateException.class, status::exitCode);
        // Its number may be somebody else's by now.
        child.kill(Processes.SIGKILL);
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws Exception {
        if (!engine.name().equals("jni")) {
            assumeRealKernel("shares no memory with a child, by which posix_spawn reports");
        }
        assertThrows(
                OsFileNotFoundException.class,
                () -> Processes.spawn(List.of("/nonexistent/program"), o -> o.engine(engine)));
        assertThrows(
                OsFileNotFoundException.class,
                () -> shell("exit 0", o -> o.directory(Path.of("/nonexistent"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> Processes.spawn(List.of(), o -> o.engine(engine)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Processes.spawn(List.of("a\0b"), o -> o.engine(engine)));
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        pair.close();
        assertThrows(ClosedException.class, () -> shell("exit 0", o -> o.fd(3, pair.first())));
    }

    @Test
    void onlyOwnProcessesAreWaitedFor() throws Exception {
        Child child = shell("exit 0", o -> {});
        child.waitFor(30.0);
        assertThrows(ChildProcessException.class, () -> Processes.waitpid(child.pid(), 0));
        assertThrows(IllegalArgumentException.class, () -> Processes.waitpid(-1, 0));
        Process others = new ProcessBuilder("sh", "-c", "exit 3").start();
        assertThrows(ChildProcessException.class, () -> Processes.waitpid((int) others.pid(), 0));
        assertEquals(3, others.waitFor());
        others.getOutputStream().close();
        others.getInputStream().close();
        others.getErrorStream().close();
    }

    @Test
    void aHundredChildrenAreAllReaped() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertEquals(i, shell("exit " + i, o -> {}).waitFor(30.0).exitCode());
        }
        failsWith(Errno.ESRCH, () -> Processes.kill(Integer.MAX_VALUE, 0));
    }

    @Test
    void standardInputCanBeReplaced() throws Exception {
        Child child = shell("cat", o -> o.fd(0, emptyPipe()));
        assertEquals(0, child.waitFor(30.0).exitCode());
    }

    /** The end of what is to be read. */
    private Fd emptyPipe() {
        try {
            Fd.Pipe pipe = Fd.pipe(engine);
            own(pipe.in());
            pipe.out().write(ByteBuffer.allocate(0));
            pipe.out().close();
            return pipe.in();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
