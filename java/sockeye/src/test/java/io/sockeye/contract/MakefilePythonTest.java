package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_UNIX;
import static io.sockeye.socket.Sockets.MSG_DONTWAIT;
import static io.sockeye.socket.Sockets.SHUT_WR;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.socketpair;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.socket.Socket;
import io.sockeye.socket.SocketFile;
import io.sockeye.socket.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many scripts of reads and writes, run by Python's files and by ours, with the same results. */
@Tag("contract")
class MakefilePythonTest extends ContractTest {
    private static final int MANY = 400;
    private static final HexFormat HEX = HexFormat.of();
    private static final String[] NEWLINES = {"none", "", "\n", "\r", "\r\n"};
    private static final String[] PIECES = {
        "a", "bcd", "\u00e9", "\u6f22", "\ud83d\ude00", "\n", "\r", "\r\n", "\n\r", "word", " "
    };

    private static final String READER =
            """
            import socket, sys
            def run(f, op):
                n = int(op[1:] or -1)
                if op[0] == 'l': return [f.readline(n)]
                if op[0] == 'r': return [f.read(n)]
                if op[0] == 'o': return [f.read1(n)]
                if op[0] == 'L': return f.readlines()
                if op[0] == 'f': return list(f)
                b = bytearray(n)
                return [bytes(b[:f.readinto(b)])]
            for question in sys.stdin:
                mode, buffering, newline, payload, ops = question.rstrip('\\n').split('|')
                a, b = socket.socketpair()
                more = {}
                if 'b' not in mode:
                    newline = None if newline == 'none' else bytes.fromhex(newline).decode()
                    more = {'encoding': 'utf-8', 'newline': newline}
                f = b.makefile(mode, int(buffering), **more)
                b.close()
                a.sendall(bytes.fromhex(payload))
                a.close()
                out = []
                for op in ops.split():
                    for x in run(f, op):
                        out.append((x if 'b' in mode else x.encode()).hex() or '-')
                    out.append(';')
                print(' '.join(out))
                f.close()
            """;

    private static final String WRITER =
            """
            import socket, sys
            def received(a):
                try:
                    return a.recv(100000, socket.MSG_DONTWAIT).hex() or 'end'
                except BlockingIOError:
                    return '-'
            for question in sys.stdin:
                mode, buffering, newline, _, ops = question.rstrip('\\n').split('|')
                a, b = socket.socketpair()
                more = {}
                if 'b' not in mode:
                    newline = None if newline == 'none' else bytes.fromhex(newline).decode()
                    more = {'encoding': 'utf-8', 'newline': newline}
                f = b.makefile(mode, int(buffering), **more)
                b.close()
                out = []
                for op in ops.split():
                    if op == 'f':
                        f.flush()
                    else:
                        data = bytes.fromhex(op[1:])
                        out.append(str(f.write(data if 'b' in mode else data.decode())))
                    if op == 'f' or 'b' in mode:
                        out.append(received(a))
                f.close()
                out.append(received(a))
                print(' '.join(out))
                a.close()
            """;

    private final Random random = new Random(19);

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String hex(String text) {
        return text.equals("none") ? text : HEX.formatHex(text.getBytes(UTF_8));
    }

    private String payload(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private String readerQuestion(boolean binary) {
        String buffering = binary ? pick("0", "1", "2", "7", "64", "-1") : pick("2", "7", "-1");
        List<String> ops = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            // What one receive brings depends on how a buffer is filled, unless it holds all.
            String kinds = binary ? buffering.equals("-1") ? "llroi" : "llri" : "llr";
            char kind = kinds.charAt(random.nextInt(kinds.length()));
            boolean limited = kind == 'i' || random.nextInt(kind == 'r' ? 20 : 3) > 0;
            ops.add(kind + (limited ? "" + random.nextInt(9) : ""));
        }
        ops.add(pick("L", "r", "f"));
        String mode = binary ? pick("rb", "b", "rwb") : pick("r", "", "rw");
        if (buffering.equals("-1") || !mode.contains("w")) {
            return question(mode, buffering, payload(60), ops);
        }
        return question(binary ? "rb" : "r", buffering, payload(60), ops);
    }

    private String question(String mode, String buffering, String payload, List<String> ops) {
        String newline = hex(pick(NEWLINES));
        return String.join("|", mode, buffering, newline, hex(payload), String.join(" ", ops));
    }

    private String writerQuestion(boolean binary) {
        List<String> ops = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            ops.add(random.nextInt(5) == 0 ? "f" : "w" + hex(payload(8)));
        }
        String buffering = binary ? pick("0", "1", "2", "7", "20", "-1") : "-1";
        return question(binary ? "wb" : "w", buffering, "", ops);
    }

    /** Asks both about everything. */
    private void compare(String script, List<String> questions, boolean reads) throws Exception {
        List<String> expected = Python.answers(script, questions);
        assertEquals(questions.size(), expected.size());
        for (int i = 0; i < expected.size(); i++) {
            String[] parts = questions.get(i).split("\\|", -1);
            String answer = reads ? read(parts) : write(parts);
            assertEquals(expected.get(i), answer, questions.get(i));
        }
    }

    private static SocketFile open(Socket socket, String[] parts) throws IOException {
        int buffering = Integer.parseInt(parts[1]);
        if (parts[0].contains("b")) {
            return socket.makefile(parts[0], buffering);
        }
        String newline = parts[2].equals("none") ? null : text(HEX.parseHex(parts[2]));
        return socket.makefile(parts[0], buffering, UTF_8, newline);
    }

    private String read(String[] parts) throws IOException {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        List<String> out = new ArrayList<>();
        try (Socket a = pair.first();
                SocketFile file = open(pair.second(), parts)) {
            pair.second().close();
            a.sendall(HEX.parseHex(parts[3]));
            a.shutdown(SHUT_WR);
            for (String op : parts[4].split(" ")) {
                int n = op.length() > 1 ? Integer.parseInt(op.substring(1)) : -1;
                for (byte[] each : run(file, op.charAt(0), n, parts[0].contains("b"))) {
                    out.add(each.length == 0 ? "-" : HEX.formatHex(each));
                }
                out.add(";");
            }
        }
        return String.join(" ", out);
    }

    private static List<byte[]> run(SocketFile file, char op, int n, boolean binary)
            throws IOException {
        if (!binary) {
            return runText(file, op, n).stream().map(each -> each.getBytes(UTF_8)).toList();
        }
        switch (op) {
            case 'l':
                return List.of(file.readline(n));
            case 'r':
                return List.of(file.read(n));
            case 'o':
                return List.of(file.read1(n));
            case 'L':
                return file.readlines();
            case 'f':
                List<byte[]> lines = new ArrayList<>();
                file.forEach(lines::add);
                return lines;
            default:
                ByteBuffer buffer = ByteBuffer.allocate(n);
                byte[] got = new byte[file.readinto(buffer)];
                buffer.flip().get(got);
                return List.of(got);
        }
    }

    private static List<String> runText(SocketFile file, char op, int n) throws IOException {
        switch (op) {
            case 'l':
                return List.of(file.readTextLine(n));
            case 'r':
                return List.of(file.readText(n));
            case 'L':
                return file.readTextLines();
            default:
                List<String> lines = new ArrayList<>();
                file.textLines().forEach(lines::add);
                return lines;
        }
    }

    private String write(String[] parts) throws IOException {
        SocketPair pair = socketpair(engine, AF_UNIX, SOCK_STREAM, 0);
        List<String> out = new ArrayList<>();
        try (Socket peer = pair.first()) {
            try (SocketFile file = open(pair.second(), parts)) {
                pair.second().close();
                for (String op : parts[4].isEmpty() ? new String[0] : parts[4].split(" ")) {
                    write(file, op, parts[0].contains("b"), peer, out);
                }
            }
            out.add(received(peer));
        }
        return String.join(" ", out);
    }

    private static void write(
            SocketFile file, String op, boolean binary, Socket peer, List<String> out)
            throws IOException {
        if (op.equals("f")) {
            file.flush();
        } else {
            byte[] data = HEX.parseHex(op.substring(1));
            int n = binary ? file.write(data) : file.write(new String(data, UTF_8));
            out.add("" + n);
        }
        if (binary || op.equals("f")) {
            out.add(received(peer));
        }
    }

    private static String received(Socket socket) throws IOException {
        try {
            byte[] bytes = socket.recv(100_000, MSG_DONTWAIT);
            return bytes.length == 0 ? "end" : HEX.formatHex(bytes);
        } catch (BlockingIOException e) {
            return "-";
        }
    }

    private void compareMany(String script, boolean reads, boolean binary) throws Exception {
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            questions.add(reads ? readerQuestion(binary) : writerQuestion(binary));
        }
        compare(script, questions, reads);
    }

    @Test
    void bytesAreReadAsInPython() throws Exception {
        compareMany(READER, true, true);
    }

    @Test
    void textIsReadAsInPython() throws Exception {
        compareMany(READER, true, false);
    }

    @Test
    void bytesAreWrittenAsInPython() throws Exception {
        compareMany(WRITER, false, true);
    }

    @Test
    void textIsWrittenAsInPython() throws Exception {
        compareMany(WRITER, false, false);
    }
}
