package io.sockeye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused is one line on standard error and exit code 2. */
class RefusalsIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --wrong                                 | Unknown option: '--wrong'
                    wrong                                   | Unmatched argument
                    echo --engine abacus                    | there is no engine 'abacus'
                    echo --multiplexer abacus               | unknown multiplexer 'abacus'
                    echo --engine nio --multiplexer epoll   | the nio engine has no multiplexer epoll
                    echo --engine jni --multiplexer io_uring | io_uring
                    echo --port 70000                       | 70000
                    echo --port many                        | 'many' is not an int
                    echo --host no-such-host.invalid        | cannot listen on no-such-host.invalid:0
                    echo --host 192.0.2.1                   | cannot listen on 192.0.2.1:0
                    echo --server abacus                    | --server abacus: this version has selectors, reactor, tcp, udp, unix, threading and forking
                    echo --server forking --engine nio      | ForkingMixIn: the nio engine cannot do this; use the jni, ffm or jna engine
                    echo --server tcp --loops 2             | --loops 2 is for --server reactor
                    echo --server udp --multiplexer poll    | --multiplexer is for --server selectors and reactor
                    echo --server unix                      | --server unix, and no other, needs --path
                    echo --server tcp --path x              | --server unix, and no other, needs --path
                    echo --server unix --path /no/such/folder/s | cannot listen on /no/such/folder/s
                    echo --server threading --port 70000    | 70000
                    echo --server threading --engine abacus | there is no engine 'abacus'
                    echo --server tcp --host 192.0.2.1      | cannot listen on 192.0.2.1:0
                    echo --server udp --host no-such-host.invalid | cannot listen on no-such-host.invalid:0
                    serve                                   | Missing required option: '--handler=CLASS'
                    serve --handler no.Such                 | there is no class no.Such on the class path
                    serve --handler no.Such --classpath /no | --classpath: there is no /no
                    serve --handler java.lang.String        | java.lang.String does not extend io.sockeye.socketserver.BaseRequestHandler
                    serve --handler io.sockeye.cli.ForkedEcho --server udp | ForkedEcho handles connections, which --server udp does not serve
                    serve --handler io.sockeye.cli.ForkedEcho --server abacus | --server abacus: serve has tcp, udp, unix, threading and forking
                    serve --handler io.sockeye.cli.ForkedEcho --requests-per-child 2 | --requests-per-child is for --server forking
                    serve --handler io.sockeye.cli.ForkedEcho --server forking --requests-per-child -1 | maxRequestsPerChild must not be negative
                    echo --loops 2                          | --loops 2 is for --server reactor
                    echo --server reactor --loops 0         | loops must be 1 to 1024, not 0
                    echo --server reactor --loops many      | 'many' is not an int
                    echo --server reactor --port 70000      | 70000
                    echo --server reactor --engine abacus   | there is no engine 'abacus'
                    echo --server reactor --multiplexer abacus | unknown multiplexer 'abacus'
                    echo --server reactor --engine nio --multiplexer io_uring | the nio engine has no multiplexer io_uring
                    echo --server reactor --engine nio --multiplexer epoll | the nio engine has no multiplexer epoll
                    echo --server reactor --host no-such-host.invalid | cannot listen on no-such-host.invalid:0
                    echo --server reactor --host 192.0.2.1  | cannot listen on 192.0.2.1:0
                    echo --server reactor --loops 2 --host 192.0.2.1 | cannot listen on 192.0.2.1:0
                    connect                                 | Missing required parameters
                    connect 127.0.0.1                       | Missing required parameter
                    connect no-such-host.invalid 80         | cannot connect to no-such-host.invalid:80
                    connect 127.0.0.1 70000                 | 70000
                    connect --engine abacus 127.0.0.1 80    | there is no engine 'abacus'
                    """)
    void isOneLine(String arguments, String reason) throws Exception {
        refuses(reason, List.of(), arguments.split(" "));
    }

    @Test
    void saysWhyAnEngineIsUnavailable() throws Exception {
        List<String> options = List.of("-Dsockeye.native.path=/no/lib.so");
        refuses("jni (asked for) is unavailable because", options, "echo", "--engine", "jni");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server selectors", "--server reactor", "--server threading"})
    void namesThePropertyThatChoseAWrongOne(String kind) throws Exception {
        for (String property : List.of("-Dsockeye.engine=abacus", "-Dsockeye.multiplexer=abacus")) {
            refuses(property, List.of(property), ("echo " + kind).split(" "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#enginesAndServers")
    void namesABusyPort(String engine, String kind) throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(busy.getLocalPort());
            String reason = "cannot listen on 127.0.0.1:" + port;
            String echo = "echo --engine " + engine + " --port " + port + " " + kind;
            refuses(reason, List.of(), echo.split(" "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.cli.Sockeye#engines")
    void saysThatNobodyListens(String engine) throws Exception {
        refuses("refused", List.of(), "connect", "--engine", engine, "127.0.0.1", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "echo --help", "engines --help", "connect --help", "-V"})
    void helpAndVersionAreNoErrors(String arguments) throws Exception {
        try (Child child = Sockeye.start(arguments.split(" "))) {
            assertTrue(child.rest().get(0).matches("(Usage: )?sockeye .*"));
            child.succeeds();
        }
    }

    private static void refuses(String reason, List<String> options, String... arguments)
            throws Exception {
        try (Child child = Sockeye.withJvmOptions(options, arguments)) {
            assertEquals(2, child.exitCode());
            String errors = child.errors();
            assertTrue(errors.toLowerCase().contains(reason.toLowerCase()), errors);
            assertEquals(1, errors.lines().count(), errors);
            assertEquals(List.of(), child.rest());
        }
    }
}
