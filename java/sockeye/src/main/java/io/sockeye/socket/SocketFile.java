package io.sockeye.socket;

import io.sockeye.engine.BlockingIOException;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Errno;
import io.sockeye.engine.HasFileno;
import io.sockeye.engine.Lease;
import io.sockeye.engine.OsException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A socket as a file: what {@link Socket#makefile} makes, with the methods of Python's file
 * objects.
 *
 * <p><b>Binary files</b> (a mode with {@code b}) give and take bytes: {@link #read}, {@link
 * #readline}, {@link #write(byte[])}, and a loop over the file is one over its lines. <b>Text
 * files</b> have the same with Text in the name of what reads: {@link #readText}, {@link
 * #readTextLine}, {@link #write(CharSequence)}. Counts of characters are code points, as in Python.
 * A call of the other kind, or for the other direction, is an {@link
 * UnsupportedOperationException}. The end is an empty array or text.
 *
 * <p><b>Closing.</b> The file shares the descriptor with its socket, which is really closed when
 * both are, and all other files of the socket too. Until then {@link Socket#recv} goes on working
 * after {@link Socket#close}. What was written but not sent is sent by {@link #close}; a file that
 * is never closed does not send it. {@link Socket#detach} takes the descriptor from files at once.
 *
 * <p><b>Timeouts</b> are the socket's, for each receive and each send. After a timeout nothing more
 * is received by this file ("cannot read from timed out object"): what had come is kept and can be
 * read. Writing goes on. On a socket that may not wait, calls return what there is; if that is
 * nothing, null or {@link Socket#WOULD_BLOCK}. A buffered write then takes what fits and throws
 * {@link BlockingIOException}, whose {@code bytesSent} says how much that was.
 *
 * <p><b>Threads.</b> One may read while another writes; each side does one call at a time. {@code
 * close} waits for neither.
 */
public final class SocketFile implements HasFileno, Closeable, Iterable<byte[]> {
    /** The size of the buffer if nobody asks for another. */
    public static final int DEFAULT_BUFFER_SIZE = 8192;

    private final Socket socket;
    private final FileMode mode;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final FileInput input;
    private final FileOutput output;
    private final @Nullable TextInput textInput;
    private final @Nullable TextOutput textOutput;

    SocketFile(
            Socket socket,
            RawFile raw,
            FileMode mode,
            int buffering,
            Charset encoding,
            Newline newline) {
        this.socket = socket;
        this.mode = mode;
        boolean byLine = mode.isText() && buffering == 1;
        int size = buffering < 0 || byLine ? DEFAULT_BUFFER_SIZE : buffering;
        this.output = new FileOutput(raw, mode.writes() ? size : 0);
        if (size == 0) {
            this.input = new RawInput(raw);
            this.textInput = null;
        } else {
            BufferedInput buffered = new BufferedInput(raw, mode.reads() ? size : 0);
            this.input = buffered;
            this.textInput = mode.isText() ? new TextInput(buffered, encoding, newline) : null;
        }
        this.textOutput = mode.isText() ? new TextOutput(output, encoding, newline, byLine) : null;
    }

    /** A call on the input. */
    private interface Reading<T> {
        @Nullable T run() throws IOException;
    }

    /** A call on the output. */
    private interface Writing {
        int run() throws IOException;
    }

    // ---- reading bytes

    /**
     * Reads until the end.
     *
     * @return all bytes; null if the socket may not wait and nothing is there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] read() throws IOException {
        return read(-1);
    }

    /**
     * Reads so many bytes, with as many receives as that takes. An unbuffered file does one.
     *
     * @param n how many; fewer come only at the end; negative for all
     * @return the bytes; null if the socket may not wait and nothing is there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] read(int n) throws IOException {
        return readBytes("read", () -> input.read(n));
    }

    /**
     * Reads what is there, or what one receive brings.
     *
     * @return some bytes; null if the socket may not wait and nothing is there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] read1() throws IOException {
        return read1(-1);
    }

    /**
     * Reads what is there, or what one receive brings.
     *
     * @param n at most so many bytes; negative for as many as the buffer holds
     * @return some bytes; null if the socket may not wait and nothing is there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] read1(int n) throws IOException {
        return readBytes("read1", () -> input.read1(n));
    }

    /**
     * Reads a line.
     *
     * @return the bytes up to and with {@code \n}; fewer only at the end; null if the socket may
     *     not wait and nothing is there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] readline() throws IOException {
        return readline(-1);
    }

    /**
     * Reads a line, or its beginning.
     *
     * @param limit at most so many bytes; negative for no limit
     * @return the bytes up to and with {@code \n}; null if the socket may not wait and nothing is
     *     there
     * @throws IOException if the connection fails
     */
    public byte @Nullable [] readline(int limit) throws IOException {
        return readBytes("readline", () -> input.readline(limit));
    }

    /**
     * Reads all lines until the end.
     *
     * @return each with its {@code \n}
     * @throws IOException if the connection fails
     */
    public List<byte[]> readlines() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (byte[] line = readline(); line != null && line.length > 0; line = readline()) {
            lines.add(line);
        }
        return lines;
    }

    /**
     * Fills a buffer, with as many receives as that takes. An unbuffered file does one.
     *
     * @param b where to, from position to limit; its position moves by what was read
     * @return how many bytes; fewer than remained only at the end; {@link Socket#WOULD_BLOCK} if
     *     the socket may not wait and nothing is there
     * @throws IllegalArgumentException if the buffer is read-only
     * @throws IOException if the connection fails
     */
    public int readinto(ByteBuffer b) throws IOException {
        if (b.isReadOnly()) {
            throw new IllegalArgumentException("readinto needs a buffer that can be written");
        }
        Integer n = reading("readinto", false, () -> input.readinto(b));
        return n == null ? 0 : n;
    }

    private byte @Nullable [] readBytes(String call, Reading<byte[]> body) throws IOException {
        return reading(call, false, body);
    }

    private <T> @Nullable T reading(String call, boolean asText, Reading<T> body)
            throws IOException {
        mode.require(call, asText, false);
        reading.lock();
        try {
            requireOpen();
            return body.run();
        } finally {
            reading.unlock();
        }
    }

    // ---- reading text

    /**
     * Reads text until the end.
     *
     * @return all of it; null if the socket may not wait and nothing is there
     * @throws java.nio.charset.CharacterCodingException if the bytes are no text in the encoding
     * @throws IOException if the connection fails
     */
    public @Nullable String readText() throws IOException {
        return readText(-1);
    }

    /**
     * Reads so many characters.
     *
     * @param n how many code points; fewer come only at the end; negative for all
     * @return the text; null if the socket may not wait and nothing is there
     * @throws java.nio.charset.CharacterCodingException if the bytes are no text in the encoding
     * @throws IOException if the connection fails
     */
    public @Nullable String readText(int n) throws IOException {
        return reading("readText", true, () -> text().read(n));
    }

    /**
     * Reads a line of text.
     *
     * @return the line with its end, as the newline of {@link Socket#makefile} has it; without one
     *     only at the end; null if the socket may not wait and nothing is there
     * @throws java.nio.charset.CharacterCodingException if the bytes are no text in the encoding
     * @throws IOException if the connection fails
     */
    public @Nullable String readTextLine() throws IOException {
        return readTextLine(-1);
    }

    /**
     * Reads a line of text, or its beginning.
     *
     * @param limit at most so many code points; negative for no limit
     * @return the line with its end; null if the socket may not wait and nothing is there
     * @throws java.nio.charset.CharacterCodingException if the bytes are no text in the encoding
     * @throws IOException if the connection fails
     */
    public @Nullable String readTextLine(int limit) throws IOException {
        return reading("readTextLine", true, () -> text().readline(limit));
    }

    /**
     * Reads all lines of text until the end.
     *
     * @return each with its end
     * @throws java.nio.charset.CharacterCodingException if the bytes are no text in the encoding
     * @throws IOException if the connection fails
     */
    public List<String> readTextLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readTextLine(); line != null && !line.isEmpty(); line = readTextLine()) {
            lines.add(line);
        }
        return lines;
    }

    private TextInput text() {
        TextInput text = textInput;
        if (text == null) {
            throw new IllegalStateException("a text file without a decoder");
        }
        return text;
    }

    // ---- loops

    /**
     * The lines of a binary file, as {@link #readline()} gives them.
     *
     * @return ends with the stream; throws {@link UncheckedIOException} if reading fails
     */
    @Override
    public Iterator<byte[]> iterator() {
        mode.require("iterator", false, false);
        return new Lines<>(this::readline, line -> line.length == 0);
    }

    /**
     * The lines of a text file, as {@link #readTextLine()} gives them.
     *
     * @return ends with the stream; throws {@link UncheckedIOException} if reading fails
     */
    public Iterable<String> textLines() {
        mode.require("textLines", true, false);
        return () -> new Lines<>(this::readTextLine, String::isEmpty);
    }

    private static final class Lines<T> implements Iterator<T> {
        private final Reading<T> source;
        private final Function<T, Boolean> isEnd;
        private @Nullable T next;

        Lines(Reading<T> source, Function<T, Boolean> isEnd) {
            this.source = source;
            this.isEnd = isEnd;
        }

        @Override
        public boolean hasNext() {
            T line = next;
            if (line == null) {
                line = read();
                next = line;
            }
            return !isEnd.apply(line);
        }

        @Override
        public T next() {
            T line = next;
            if (!hasNext() || (line = next) == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return line;
        }

        private T read() {
            try {
                T line = source.run();
                if (line == null) {
                    throw OsException.of(Errno.EAGAIN, "readline");
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // ---- writing

    /**
     * Writes bytes: into the buffer, and what does not fit to the socket. An unbuffered file does
     * one send.
     *
     * @param b what to write
     * @return how many bytes were taken: all; of an unbuffered file perhaps fewer, or {@link
     *     Socket#WOULD_BLOCK}
     * @throws BlockingIOException if the socket may not wait and the buffer is full
     * @throws IOException if the connection fails; {@link OsException#bytesSent()} says how many
     *     bytes were taken
     */
    public int write(byte[] b) throws IOException {
        return writing("write", false, () -> output.write(b, 0, b.length));
    }

    /**
     * Writes what lies between position and limit, as {@link #write(byte[])}.
     *
     * @param b what to write; its position moves by what was taken, also when the call fails
     * @return how many bytes were taken
     * @throws IOException as {@link #write(byte[])}
     */
    public int write(ByteBuffer b) throws IOException {
        byte[] bytes = new byte[b.remaining()];
        b.duplicate().get(bytes);
        try {
            int n = write(bytes);
            b.position(b.position() + Math.max(n, 0));
            return n;
        } catch (OsException e) {
            b.position(b.position() + (int) e.bytesSent());
            throw e;
        }
    }

    /**
     * Writes text. A text file with buffering 1 sends when the text has the end of a line.
     *
     * @param text what to write; each {@code \n} becomes what the newline of {@link
     *     Socket#makefile} says
     * @return how many code points were taken: all
     * @throws java.nio.charset.CharacterCodingException if the encoding lacks a character; nothing
     *     was written then
     * @throws IOException as {@link #write(byte[])}; {@link OsException#bytesSent()} counts bytes
     */
    public int write(CharSequence text) throws IOException {
        TextOutput out = textOutput;
        return writing("write", true, () -> out == null ? 0 : out.write(text.toString()));
    }

    /**
     * Writes several pieces of bytes; no line ends are added.
     *
     * @param lines what to write
     * @throws IOException as {@link #write(byte[])}
     */
    public void writelines(Iterable<byte[]> lines) throws IOException {
        for (byte[] line : lines) {
            write(line);
        }
    }

    /**
     * Writes several texts; no line ends are added.
     *
     * @param lines what to write
     * @throws IOException as {@link #write(CharSequence)}
     */
    public void writeTextLines(Iterable<? extends CharSequence> lines) throws IOException {
        for (CharSequence line : lines) {
            write(line);
        }
    }

    /**
     * Sends what the buffer holds. A file that only reads does nothing.
     *
     * @throws BlockingIOException if the socket may not wait and has no room
     * @throws IOException if the connection fails; what did not go is still in the buffer
     */
    public void flush() throws IOException {
        writing.lock();
        try {
            requireOpen();
            output.flush();
        } finally {
            writing.unlock();
        }
    }

    private int writing(String call, boolean asText, Writing body) throws IOException {
        mode.require(call, asText, true);
        writing.lock();
        try {
            requireOpen();
            return body.run();
        } finally {
            writing.unlock();
            if (closed.get()) {
                flushLast();
            }
        }
    }

    // ---- state

    @Override
    public int fileno() {
        return closed.get() ? -1 : socket.fileno();
    }

    @Override
    public Engine engine() {
        return socket.engine();
    }

    @Override
    public @Nullable Lease lease() {
        return socket.lease();
    }

    /**
     * The mode that the file was made with, in Python's order.
     *
     * @return such as {@code "rb"}
     */
    public String mode() {
        return mode.name();
    }

    /**
     * Whether the file was made for reading.
     *
     * @return true for a mode with {@code r}, and for one without {@code w}
     * @throws IllegalStateException if the file is closed
     */
    public boolean readable() {
        requireOpen();
        return mode.reads();
    }

    /**
     * Whether the file was made for writing.
     *
     * @return true for a mode with {@code w}
     * @throws IllegalStateException if the file is closed
     */
    public boolean writable() {
        requireOpen();
        return mode.writes();
    }

    /**
     * Whether {@link #close} was called.
     *
     * @return true once it was
     */
    public boolean closed() {
        return closed.get();
    }

    /**
     * Sends what the buffer holds and gives the descriptor up; if the socket and its other files
     * are closed already, that closes it. A second call does nothing.
     *
     * <p>A write that is under way on another thread sends what it left in the buffer itself; a
     * blocked call ends only when the descriptor is closed.
     *
     * @throws IOException if something could not be sent; the file is closed all the same
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Closeable share = socket::fileClosed;
        try (share) {
            flushLast();
        }
    }

    private void flushLast() throws IOException {
        // Whoever holds the lock sees, once it gave it back, that the file is closed.
        if (writing.tryLock()) {
            try {
                output.flush();
            } finally {
                writing.unlock();
            }
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("I/O operation on closed file");
        }
    }

    /** Mode and descriptor. */
    @Override
    public String toString() {
        String state = closed() ? " [closed]" : "";
        return "<socket file" + state + " mode='" + mode.name() + "' fd=" + fileno() + '>';
    }
}
