package io.sockeye.contract;

import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.listenFds;
import static io.sockeye.socket.Sockets.sdNotify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Descriptors that another program opened, handed over by its agreement with services. */
@Tag("contract")
class ServiceTest extends ContractTest {
    /**
     * A manager in Python. Its child is a shell, which knows its process id before it becomes the
     * service.
     */
    private static final String MANAGER =
            """
            import fcntl, os, socket, subprocess, sys, threading
            pid, names, *command = sys.argv[1:]
            web = socket.create_server(('127.0.0.1', 0))
            log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            log.bind('')
            reading, writing = os.pipe()
            os.write(writing, b'pipe')
            notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            notify.bind('')
            notify.settimeout(30)
            high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100)
                    for fd in (web.fileno(), log.fileno(), reading)]
            port, where = web.getsockname()[1], notify.getsockname()
            keep = os.dup(notify.fileno())
            keep = fcntl.fcntl(keep, fcntl.F_DUPFD, 100)
            for i, fd in enumerate(high):
                os.dup2(fd, 3 + i, inheritable=True)
            environment = dict(os.environ, LISTEN_FDS='3', LISTEN_FDNAMES=names,
                               NOTIFY_SOCKET='@' + where[1:].decode())
            if names == '-': del environment['LISTEN_FDNAMES']
            shell = 'LISTEN_PID=%s exec "$@"' % (pid if pid else '$$')
            child = subprocess.Popen(['sh', '-c', shell, 'sh'] + command, env=environment,
                                     pass_fds=(3, 4, 5), stdout=subprocess.PIPE)
            if not pid and names.startswith('web'):
                client = socket.create_connection(('127.0.0.1', port))
                client.sendall(b'hello')
                print(client.recv(100).decode())
            print(child.stdout.read().decode(), end='')
            if child.wait() == 0:
                told = socket.socket(fileno=keep)
                told.settimeout(0.1)
                try: print(told.recv(100).decode().replace('\\n', ' '))
                except TimeoutError: print('nothing told')
            """;

    private List<String> manage(String pid, String names) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(pid, names));
        arguments.addAll(
                new ChildJvm()
                        .option("-Dsockeye.engine=" + engine.name())
                        .option("-Dfile.encoding=UTF-8")
                        .command(ServiceChild.class));
        return Python.run(MANAGER, arguments.toArray(new String[0])).lines().toList();
    }

    @Test
    void aServiceTakesWhatItsManagerOpened() throws Exception {
        if (!engine.hasRealFds()) {
            assertEquals(List.of("EOPNOTSUPP", "nothing told"), manage("", "a:b:c"));
            return;
        }
        assertEquals(
                List.of(
                        "HELLO",
                        "true 3",
                        "again 0",
                        "3 web " + SOCK_STREAM + " false",
                        "4 log " + SOCK_DGRAM + " false",
                        "5 third ENOTSOCK pipe",
                        "notified true",
                        "READY=1 STATUS=\u00fcp"),
                manage("", "web:log:third"));
    }

    @Test
    void whatIsMeantForAnotherProcessIsLeftAlone() throws Exception {
        List<String> printed = manage("1", "web:log:third");
        assertEquals(List.of("true 0", "again 0"), printed.subList(0, 2));
    }

    @Test
    void withoutNamesTheyAreUnknown() throws Exception {
        if (engine.hasRealFds()) {
            List<String> printed = manage("", "-");
            assertEquals("3 unknown " + SOCK_STREAM + " false", printed.get(2));
            assertEquals("READY=1 STATUS=\u00fcp", printed.get(printed.size() - 1));
        }
    }

    @Test
    void namesThatDoNotFitAreRefused() throws Exception {
        assertEquals(List.of("EINVAL", "nothing told"), manage("", "other:two"));
    }

    /** The build is no service of anybody's, or is one already. */
    @Test
    void withoutAManagerThereIsNothing() throws Exception {
        if (System.getenv("LISTEN_PID") == null) {
            assertEquals(List.of(), listenFds(engine, false));
        }
        if (System.getenv("NOTIFY_SOCKET") == null) {
            assertFalse(sdNotify(engine, "READY=1"));
        }
    }
}
