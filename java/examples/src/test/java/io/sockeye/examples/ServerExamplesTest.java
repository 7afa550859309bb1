package io.sockeye.examples;

import static io.sockeye.examples.Programs.against;
import static io.sockeye.examples.Programs.example;
import static io.sockeye.examples.Programs.stops;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.testing.Child;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs with socketserver, against Python clients. */
class ServerExamplesTest {
    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void handlerWalkThrough(String engine) throws Exception {
        try (Child server = example(engine, HandlerWalkThrough.class)) {
            against(
                    server,
                    """
                    s = connect()
                    s.sendall(b'hello\\n')
                    s.shutdown(socket.SHUT_WR)
                    assert s.recv(1) == b''
                    """);
            String request = server.line();
            assertTrue(request.matches("<socket.socket fd=.*> \\('127.0.0.1', \\d+\\)"), request);
            assertTrue(server.line().startsWith("HandlerWalkThrough of ('127.0.0.1', "));
            assertTrue(server.line().startsWith("processRequestThread-"));
            assertEquals("hello", server.line());
            stops(server);
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void ackServer(String engine) throws Exception {
        try (Child server = example(engine, AckServer.class)) {
            against(
                    server,
                    """
                    first, second = connect(), connect()
                    for s in first, second:
                        s.sendall(b'hi')
                        expect(s, 'ack: %s hi' % (s.getsockname(),))
                    for s in first, second:
                        s.shutdown(socket.SHUT_WR)
                        assert s.recv(1) == b''
                    """);
            assertEquals("end", server.line());
            assertEquals("end", server.line());
            server.type("what\n");
            assertEquals("type quit to end", server.line());
            server.type("quit\n");
            assertEquals("closed", server.line());
            server.succeeds();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sockeye.examples.Programs#engines")
    void broadcastServer(String engine) throws Exception {
        try (Child server = example(engine, BroadcastServer.class)) {
            against(
                    server,
                    """
                    first = connect()
                    first.sendall(b'alone')
                    expect(first, 'ack: alone')
                    second = connect()
                    second.sendall(b'together')
                    for s in first, second:
                        expect(s, 'ack: together')
                    for s in first, second:
                        s.sendall(b'quit')
                        assert s.recv(1) == b''
                    """);
            assertTrue(server.line().startsWith("joined: ('127.0.0.1', "));
            assertTrue(server.line().startsWith("joined: ('127.0.0.1', "));
            assertTrue(server.line().startsWith("left: ('127.0.0.1', "));
            stops(server);
        }
    }
}
