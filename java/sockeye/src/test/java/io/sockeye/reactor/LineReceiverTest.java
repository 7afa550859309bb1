package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.buffer;
import static io.sockeye.reactor.Pieces.feed;
import static io.sockeye.reactor.Pieces.feedByteByByte;
import static io.sockeye.reactor.Pieces.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Lines, and raw bytes in between. */
class LineReceiverTest extends LineContract {
    @Override
    FramedProtocol receiver(Callback callback) {
        return new LineReceiver() {
            @Override
            protected void lineReceived(ByteBuffer line) throws Exception {
                callback.received(line);
            }
        };
    }

    @Override
    LineProtocol tolerant(List<String> lines) {
        return new LineReceiver() {
            @Override
            protected void lineReceived(ByteBuffer line) {
                lines.add(text(line));
            }

            @Override
            protected void lineLengthExceeded(ByteBuffer line) {
                lines.add("!" + text(line));
                line.clear();
            }
        };
    }

    @Override
    LineProtocol counting(long[] count, List<String> lines) {
        return new LineReceiver() {
            @Override
            int search(Incoming in, int from, int to) {
                int end = super.search(in, from, to);
                count[0] += (end < 0 ? to : end) - from;
                return end;
            }

            @Override
            protected void lineReceived(ByteBuffer line) {
                lines.add(text(line));
            }

            @Override
            protected void lineLengthExceeded(ByteBuffer line) {}
        };
    }

    /** A line that begins with "#" says how many raw bytes follow, at least one. */
    private static final class Bodies extends LineReceiver {
        private final List<String> got;
        private byte[] body = {};
        private int filled;

        Bodies(List<String> got) {
            this.got = got;
            delimiter("\n");
        }

        @Override
        protected void lineReceived(ByteBuffer line) {
            String text = text(line);
            got.add(text);
            if (text.startsWith("#")) {
                body = new byte[Integer.parseInt(text.substring(1))];
                filled = 0;
                setRawMode();
            }
        }

        @Override
        protected void rawDataReceived(ByteBuffer data) throws Exception {
            int length = Math.min(data.remaining(), body.length - filled);
            data.get(body, filled, length);
            filled += length;
            if (filled == body.length) {
                got.add("body " + text(ByteBuffer.wrap(body)));
                setLineMode(data);
                assertEquals(0, data.remaining());
            }
        }
    }

    @RepeatedTest(20)
    void modesSwitchInAnyPieces() throws Exception {
        always(
                random -> {
                    StringBuilder input = new StringBuilder();
                    List<String> expected = new ArrayList<>();
                    for (int count = random.nextInt(8); count > 0; count--) {
                        addLineOrBody(random, input, expected);
                    }
                    Pieces.assertSameInAnyPieces(
                            random,
                            input.toString(),
                            expected,
                            got -> connected(new Bodies(got), new RecordingTransport()));
                });
    }

    private static void addLineOrBody(Random random, StringBuilder input, List<String> expected) {
        if (random.nextBoolean()) {
            String line = random(random, "ab", random.nextInt(8));
            input.append(line).append('\n');
            expected.add(line);
        } else {
            String body = random(random, "a\n", 1 + random.nextInt(12));
            input.append('#').append(body.length()).append('\n').append(body);
            expected.add("#" + body.length());
            expected.add("body " + body);
        }
    }

    @Test
    void linesBehindRawBytesAreNotCopied() throws Exception {
        ByteBuffer data = buffer("raw\r\n12345one\r\ntwo\r\n");
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) {
                        assertSame(data, line);
                        got.add(text(line));
                        if (got.size() == 1) {
                            setRawMode();
                        }
                    }

                    @Override
                    protected void rawDataReceived(ByteBuffer raw) throws Exception {
                        assertSame(data, raw);
                        setLineMode(raw.position(raw.position() + 5));
                    }
                };
        connected(receiver).dataReceived(data);
        assertEquals(List.of("raw", "one", "two"), got);
    }

    @Test
    void onlyWhatIsGivenToLineModeIsLines() throws Exception {
        ByteBuffer other = buffer("other\r\n");
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) {
                        got.add(text(line));
                    }

                    @Override
                    protected void rawDataReceived(ByteBuffer raw) throws Exception {
                        setLineMode(got.isEmpty() ? raw.limit(raw.limit() - 1) : other);
                    }
                };
        connected(receiver);
        receiver.setRawMode();
        feed(receiver, "one\r\nX");
        receiver.setRawMode();
        feed(receiver, "1234567");
        assertEquals(List.of("one", "other"), got);
        assertEquals(0, receiver.heldCapacity());
    }

    @Test
    void whatWasFedBeforeTheRestOfTheRawBytesComesBeforeIt() throws Exception {
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) {
                        got.add(text(line));
                    }

                    @Override
                    protected void rawDataReceived(ByteBuffer raw) throws Exception {
                        setLineMode(buffer("fed\r\nha"));
                        setLineMode(raw.position(1));
                    }
                };
        connected(receiver);
        receiver.setRawMode();
        feed(receiver, "Xlf\r\none\r\n");
        assertEquals(List.of("fed", "half", "one"), got);
    }

    @Test
    void aLineThatIsWidenedAndFedComesLast() throws Exception {
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) throws Exception {
                        got.add(text(line));
                        if (got.size() == 1) {
                            dataReceived(line.limit(line.capacity()));
                        }
                    }
                };
        feed(connected(receiver), "one\r\ntwo\r\n");
        assertEquals(List.of("one", "two", "one", "two"), got);
    }

    @Test
    void aDelimiterBetweenWhatIsHeldAndWhatArrivesIsFound() throws Exception {
        LineReceiver receiver = (LineReceiver) connected(receiver(line -> got.add(text(line))));
        feed(receiver, "half\r");
        receiver.setRawMode();
        receiver.setLineMode();
        feed(receiver, "\nab\r\n");
        assertEquals(List.of("half", "ab"), got);
    }

    @Test
    void whatIsGivenToLineModeComesBehindWhatHasArrived() throws Exception {
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) throws Exception {
                        got.add(text(line));
                        if (got.size() == 1) {
                            setLineMode(buffer("three\r\n"));
                            assertEquals(1, got.size());
                        }
                    }
                };
        feed(connected(receiver), "one\r\ntwo\r\n");
        assertEquals(List.of("one", "two", "three"), got);
    }

    @Test
    void lineModeDeliversAtOnceOutsideOfCallbacks() throws Exception {
        LineReceiver receiver = (LineReceiver) connected(receiver(line -> got.add(text(line))));
        receiver.setRawMode();
        receiver.setLineMode(buffer("one\r\ntw"));
        feed(receiver, "o\r\n");
        assertEquals(List.of("one", "two"), got);
    }

    @Test
    void aFailureInLineModeOutsideOfCallbacksAbortsTheConnection() {
        LineReceiver receiver =
                (LineReceiver)
                        connected(
                                receiver(
                                        line -> {
                                            throw new IllegalStateException("planned");
                                        }));
        assertThrows(IllegalStateException.class, () -> receiver.setLineMode(buffer("one\r\n")));
        assertTrue(transport.aborted);
    }

    @Test
    void rawBytesNobodyReadsAreNotOfferedAgain() throws Exception {
        RawOnly receiver = new RawOnly();
        connected(receiver);
        receiver.setRawMode();
        feed(receiver, "one");
        feed(receiver, "two");
        assertEquals(List.of("one", "two"), got);
        receiver.setLineMode();
        feed(receiver, "ten\r\n");
        assertEquals(List.of("one", "two", "line ten"), got);
    }

    @Test
    void halfALineTurnsRawBeforeNewerBytes() throws Exception {
        RawOnly receiver = new RawOnly();
        connected(receiver);
        feed(receiver, "half\r");
        receiver.setRawMode();
        feed(receiver, "\nmore");
        assertEquals("half\r\nmore", String.join("", got));
        assertEquals(0, receiver.heldCapacity());
        got.clear();
        receiver.setLineMode();
        feed(receiver, "a\r\nb\r\n");
        assertEquals(List.of("line a", "line b"), got);
    }

    @Test
    void rawBytesArePausedToo() throws Exception {
        RawOnly receiver = new RawOnly();
        connected(receiver);
        receiver.setRawMode();
        receiver.pauseProducing();
        feed(receiver, "one");
        feed(receiver, "two");
        assertEquals(List.of(), got);
        receiver.resumeProducing();
        assertEquals("onetwo", String.join("", got));
        transport.loseConnection();
        feed(receiver, "ten");
        assertEquals("onetwo", String.join("", got));
    }

    private final class RawOnly extends LineReceiver {
        @Override
        protected void lineReceived(ByteBuffer line) {
            got.add("line " + text(line));
        }

        @Override
        protected void rawDataReceived(ByteBuffer data) {
            got.add(text(data));
        }
    }

    @Test
    void rawModeHasToBeProvidedFor() {
        LineReceiver receiver = (LineReceiver) connected(receiver(line -> {}));
        receiver.setRawMode();
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> feed(receiver, "x"));
        assertTrue(thrown.getMessage().contains("rawDataReceived"), thrown.getMessage());
    }

    @Test
    void clearingTakesAwayWhatHasArrived() throws Exception {
        LineReceiver[] receiver = {null};
        receiver[0] =
                (LineReceiver)
                        connected(
                                receiver(
                                        line -> {
                                            got.add(text(line));
                                            if (got.size() == 1) {
                                                byte[] rest = receiver[0].clearLineBuffer();
                                                got.add("cleared " + text(ByteBuffer.wrap(rest)));
                                                feed(receiver[0], "x\r\n");
                                                assertEquals("one", text(line));
                                            }
                                        }));
        feedByteByByte(receiver[0], "one\r");
        feed(receiver[0], "\ntwo\r\nth");
        assertEquals(List.of("one", "cleared two\r\nth", "x"), got);
        feed(receiver[0], "half\r");
        assertEquals("half\r", text(ByteBuffer.wrap(receiver[0].clearLineBuffer())));
        assertEquals(0, receiver[0].heldCapacity());
        feed(receiver[0], "\na\r\nb\r\n");
        assertEquals(List.of("\na", "b"), got.subList(3, got.size()));
    }

    @Test
    void aLineThatIsTooLongMayBeReadRaw() throws Exception {
        LineReceiver receiver =
                new LineReceiver() {
                    @Override
                    protected void lineReceived(ByteBuffer line) {
                        got.add(text(line));
                    }

                    @Override
                    protected void lineLengthExceeded(ByteBuffer line) {
                        got.add("!" + text(line));
                        setRawMode();
                    }

                    @Override
                    protected void rawDataReceived(ByteBuffer data) {
                        got.add("raw " + text(data));
                    }
                };
        receiver.maxLength(3);
        feed(connected(receiver), "abc\r\nabcdef\r\n");
        assertEquals(List.of("abc", "!abcd", "raw ef\r\n"), got);
    }

    @Test
    void theExampleOfTheJavadocWorks() throws Exception {
        Bodies receiver = new Bodies(got);
        feedByteByByte(connected(receiver), "#3\na\nbend\n");
        assertEquals(List.of("#3", "body a\nb", "end"), got);
    }
}
