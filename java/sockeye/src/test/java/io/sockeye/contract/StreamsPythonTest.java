package io.sockeye.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sockeye.reactor.IncompleteReadException;
import io.sockeye.reactor.LimitOverrunException;
import io.sockeye.reactor.StreamPair;
import io.sockeye.reactor.StreamReader;
import io.sockeye.reactor.StreamServer;
import io.sockeye.socket.Sockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The streams against a real asyncio: the same answers, and conversations with it. */
@Tag("contract")
class StreamsPythonTest extends StreamsContract {
    private static final HexFormat HEX = HexFormat.of();

    /** What a random case may feed: twice the limit is received without anybody reading. */
    private static final int MOST_LIMIT = 8;

    private static final int RANDOM_CASES = 40;

    /** Each a limit and steps; the stream ends after the last. */
    private static final List<String> CASES =
            List.of(
                    // a line of exactly the limit, and of one more, before and while reading
                    "4 feed=616263640a line",
                    "4 feed=61626364650a line line",
                    "4 line feed=616263640a",
                    "4 line feed=61626364650a line",
                    "4 feed=616263646566 line feed=0a62 line line",
                    "4 line feed=61626364 feed=65 feed=0a line",
                    "4 feed=0a0a line line line",
                    "4 feed=6162 line line",
                    // separators of several bytes, whole and in parts
                    "4 feed=616263640d0a until=0d0a",
                    "4 feed=61626364650d0a until=0d0a exactly=5 until=0d0a",
                    "4 until=0d0a feed=61620d feed=0a63 all",
                    "4 until=0d0a feed=616263640d feed=0a",
                    "4 until=0d0a feed=61626364650d feed=0a until=0d0a all",
                    "4 feed=61620d until=0d0a all",
                    "3 feed=61616161 until=616161 until=61",
                    // so many bytes
                    "2 exactly=5 feed=6162 feed=6364 feed=65",
                    "2 exactly=5 feed=6162 all",
                    "2 exactly=0 exactly=1",
                    "2 feed=616263 some=2 some=2 some=2",
                    "2 some=0 some=9",
                    "2 feed=616263 some=-1 all",
                    "2 all feed=6162 feed=6364");

    @BeforeEach
    void needPython() {
        assumeTrue(Python.exists(), "there is no python3");
    }

    @Test
    void readsAnswerAsInPython() throws Exception {
        List<String> cases = new ArrayList<>(CASES);
        Random random = new Random(4);
        for (int i = 0; i < RANDOM_CASES; i++) {
            cases.add(randomCase(random));
        }
        List<String> expected = Python.answers(script(), cases);
        for (int i = 0; i < cases.size(); i++) {
            assertEquals(expected.get(i), played(cases.get(i)), cases.get(i));
        }
    }

    private static String script() throws IOException {
        try (InputStream file = StreamsPythonTest.class.getResourceAsStream("streams.py")) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private static String randomCase(Random random) {
        int limit = 1 + random.nextInt(MOST_LIMIT);
        StringBuilder steps = new StringBuilder().append(limit);
        int room = 2 * limit;
        for (int i = 0; i < 8; i++) {
            int length = 1 + random.nextInt(limit + 2);
            if (random.nextBoolean() && length <= room) {
                room -= length;
                steps.append(" feed=").append(HEX.formatHex(randomBytes(random, length)));
            } else {
                steps.append(' ').append(randomRead(random));
            }
        }
        return steps.toString();
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) "ab\n".charAt(random.nextInt(3));
        }
        return bytes;
    }

    private static String randomRead(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "line";
            case 1 -> "some=" + random.nextInt(5);
            case 2 -> "exactly=" + random.nextInt(6);
            case 3 -> "until=6162";
            default -> "until=62";
        };
    }

    /** Plays a case on a reader of a real connection, step by step as the script does. */
    private String played(String line) throws Exception {
        String[] parts = line.split(" ");
        Wire wire = wire(o -> o.limit(Integer.parseInt(parts[0])));
        List<String> answers = new ArrayList<>();
        CompletableFuture<byte[]> read = null;
        for (int i = 1; i <= parts.length; i++) {
            String step = i < parts.length ? parts[i] : "eof";
            if (step.equals("eof")) {
                wire.peer().shutdown(Sockets.SHUT_WR);
                Eventually.eventually("the end", () -> wire.reader().toString().contains("ended"));
            } else if (step.startsWith("feed=")) {
                feed(wire, HEX.parseHex(step.substring("feed=".length())));
            } else if (read == null) {
                read = begin(wire.reader(), step);
            }
            runOnLoop(reactor, () -> {});
            if (read != null && read.isDone()) {
                answers.add(answer(read, wire.reader(), parts));
                read = null;
            }
        }
        wire.streams().close();
        wire.peer().close();
        return String.join("; ", answers);
    }

    private void feed(Wire wire, byte[] bytes) throws Exception {
        long before = reactor.stats().get(0).bytesReceived();
        wire.peer().sendall(bytes);
        Eventually.eventually(
                "the bytes are there",
                () -> reactor.stats().get(0).bytesReceived() == before + bytes.length);
    }

    private static CompletableFuture<byte[]> begin(StreamReader reader, String step) {
        String[] parts = step.split("=");
        return switch (parts[0]) {
            case "line" -> named(reader.readlineAsync().toCompletableFuture(), "line");
            case "all" -> reader.readAsync().toCompletableFuture();
            case "some" -> reader.readAsync(Integer.parseInt(parts[1])).toCompletableFuture();
            case "exactly" ->
                    reader.readexactlyAsync(Integer.parseInt(parts[1])).toCompletableFuture();
            default -> reader.readuntilAsync(HEX.parseHex(parts[1])).toCompletableFuture();
        };
    }

    /** Python's readline has an error of its own. */
    private static CompletableFuture<byte[]> named(CompletableFuture<byte[]> read, String name) {
        return read.handle(
                (line, e) -> {
                    if (e instanceof LimitOverrunException) {
                        throw new CompletionException(new IllegalArgumentException(name));
                    }
                    if (e != null) {
                        throw new CompletionException(e);
                    }
                    return line;
                });
    }

    private static String answer(
            CompletableFuture<byte[]> read, StreamReader reader, String[] parts) {
        String rest = " left " + reader.buffered() + (reader.atEof() ? " True" : " False");
        try {
            return HEX.formatHex(read.join()) + rest;
        } catch (CompletionException e) {
            return problem(e.getCause()) + rest;
        }
    }

    private static String problem(@Nullable Throwable e) {
        if (e instanceof IncompleteReadException incomplete) {
            String expected =
                    incomplete.expected().isPresent()
                            ? String.valueOf(incomplete.expected().getAsInt())
                            : "None";
            return "incomplete " + HEX.formatHex(incomplete.partial()) + " of " + expected;
        }
        if (e instanceof LimitOverrunException overrun) {
            return "overrun " + overrun.consumed();
        }
        return e instanceof IllegalArgumentException ? "too long" : String.valueOf(e);
    }

    // ---- conversations

    private static final String CLIENT =
            """
            import asyncio, sys
            async def main(port):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"x" * 1000000 + b"\\n")
                await writer.drain()
                line = b""
                while len(line) < 1000001:
                    line += await reader.readexactly(1000001 - len(line))
                writer.write_eof()
                rest = await reader.read()
                writer.close()
                await writer.wait_closed()
                print(len(line), line[-2:], rest, reader.at_eof())
            asyncio.run(main(int(sys.argv[1])))
            """;

    @Test
    void anAsyncioClientTalksToOurServers() throws Exception {
        for (StreamServer server :
                List.of(server(StreamsContract::echo), asyncServer(StreamsContract::echoAsync))) {
            String port = String.valueOf(port(server.sockets().get(0)));
            assertEquals("1000001 b'x\\n' b'' True\n", Python.run(CLIENT, port));
        }
    }

    private static final String SERVER =
            """
            import asyncio
            async def main():
                done = asyncio.Event()
                async def handle(reader, writer):
                    async for line in reader:
                        writer.write(line.upper())
                        await writer.drain()
                    writer.write(b"bye")
                    writer.close()
                    await writer.wait_closed()
                    done.set()
                server = await asyncio.start_server(handle, "127.0.0.1", 0)
                async with server:
                    print(server.sockets[0].getsockname()[1], flush=True)
                    await done.wait()
            asyncio.run(main())
            """;

    @Test
    void ourClientTalksToAnAsyncioServer() throws Exception {
        Process process =
                new ProcessBuilder("python3", "-c", SERVER).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (BufferedReader printed =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            StreamPair here = connect(Integer.parseInt(printed.readLine()), o -> {});
            for (int i = 0; i < 1000; i++) {
                here.writer().write("line " + i + "\n", UTF_8);
                here.writer().drain();
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals("LINE " + i + "\n", text(here.reader().readline()));
            }
            here.writer().writeEof();
            assertEquals("bye", text(here.reader().read()));
            assertEquals(0, process.waitFor());
        } finally {
            process.destroy();
        }
    }
}
