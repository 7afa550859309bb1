package io.sockeye.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads text: what one receive brought is decoded as a whole, then lines are looked for in it. */
final class TextInput {
    /** In these a byte below 128 is always the character of that number, and there is no state. */
    private static final Set<Charset> WITH_ASCII =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII);

    private final BufferedInput in;
    private final CharsetDecoder decoder;
    private final Newline newline;
    private char[] chars = new char[SocketFile.DEFAULT_BUFFER_SIZE];
    private int pos;
    private int end;

    /** A {@code \r} came last, and what comes next decides whether the line ends with it. */
    private boolean heldReturn;

    /** Bytes that the decoder has seen and left: the beginning of a character. */
    private int undecoded;

    private final boolean mayBePlain;
    private @Nullable CharacterCodingException failure;

    TextInput(BufferedInput in, Charset encoding, Newline newline) {
        this.in = in;
        this.decoder = encoding.newDecoder();
        this.newline = newline;
        boolean isOneCharacter = newline == Newline.LF || newline == Newline.TRANSLATED;
        this.mayBePlain = isOneCharacter && WITH_ASCII.contains(encoding);
    }

    /** An ASCII line needs no decoder; null if the next line is not that simple. */
    private @Nullable String plainLine() throws IOException {
        boolean translates = newline == Newline.TRANSLATED;
        int length = in.awaitPlainLine(translates);
        if (length == 0) {
            return null;
        }
        byte[] bytes = in.array();
        int at = in.position();
        boolean both = translates && length > 1 && bytes[at + length - 2] == '\r';
        if (both) {
            bytes[at + length - 2] = '\n';
        }
        in.consume(length);
        return new String(bytes, at, both ? length - 1 : length, StandardCharsets.ISO_8859_1);
    }

    /** That many code points, or all until the end if negative; null if nothing is there. */
    @Nullable String read(int n) throws IOException {
        int length = length(n);
        while (length < 0) {
            int filled = more();
            if (filled <= 0) {
                return rest(filled);
            }
            length = length(n);
        }
        return take(length);
    }

    /** A line with its end, but not more code points than the limit unless it is negative. */
    @Nullable String readline(int limit) throws IOException {
        if (limit < 0 && mayBePlain && pos == end && !heldReturn && failure == null) {
            String plain = plainLine();
            if (plain != null) {
                return plain;
            }
        }
        int scanned = 0;
        while (true) {
            int behind = newline.endOfLine(chars, pos + scanned, end);
            int length = behind < 0 ? end - pos : behind - pos;
            int most = length(limit);
            if (most >= 0 && most <= length) {
                return take(most);
            }
            if (behind >= 0) {
                return take(length);
            }
            // The end of a line may have two characters, of which one is there.
            scanned = Math.max(0, length - 1);
            int filled = more();
            if (filled <= 0) {
                return rest(filled);
            }
        }
    }

    private String take(int length) {
        String taken = new String(chars, pos, length);
        pos += length;
        return taken;
    }

    private @Nullable String rest(int filled) {
        return filled == 0 || end > pos ? take(end - pos) : null;
    }

    /** How many chars so many code points are; -1 if fewer are there, or n is negative. */
    private int length(int n) {
        if (n < 0 || end - pos < n) {
            return -1;
        }
        int at = pos;
        for (int i = 0; i < n; i++) {
            if (at == end) {
                return -1;
            }
            at += isPair(at) ? 2 : 1;
        }
        return at - pos;
    }

    private boolean isPair(int at) {
        return Character.isHighSurrogate(chars[at])
                && at + 1 < end
                && Character.isLowSurrogate(chars[at + 1]);
    }

    /** Receives once and decodes: as {@link BufferedInput#fill}. */
    private int more() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (in.available() > undecoded) {
            decode(false);
            return 1;
        }
        int filled = in.fill(1);
        if (filled >= 0) {
            decode(filled == 0);
        }
        return filled;
    }

    private void decode(boolean atEnd) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.wrap(in.array(), in.position(), in.available());
        makeRoom(2 + (int) Math.ceil(bytes.remaining() * decoder.maxCharsPerByte()));
        int from = end;
        if (heldReturn) {
            chars[end++] = '\r';
        }
        CharBuffer out = CharBuffer.wrap(chars, end, chars.length - end);
        CoderResult result = decoder.decode(bytes, out, atEnd);
        if (atEnd && !result.isError()) {
            decoder.flush(out);
            decoder.reset();
        }
        in.consume(bytes.position() - in.position());
        undecoded = in.available();
        end = out.position();
        heldReturn = newline.isUniversal() && !atEnd && end > from && chars[end - 1] == '\r';
        end -= heldReturn ? 1 : 0;
        if (newline == Newline.TRANSLATED) {
            end = Newline.translate(chars, from, end);
        }
        if (result.isError()) {
            remember(result, end == from);
        }
    }

    /** What was decoded before the error is read first. */
    private void remember(CoderResult result, boolean nothingBefore)
            throws CharacterCodingException {
        try {
            result.throwException();
        } catch (CharacterCodingException e) {
            failure = e;
            if (nothingBefore) {
                throw e;
            }
        }
    }

    private void makeRoom(int count) {
        int have = end - pos;
        if (have == 0) {
            pos = 0;
            end = 0;
        }
        if (count <= chars.length - end) {
            return;
        }
        char[] target = chars;
        if (count > chars.length - have || have > chars.length / 2) {
            target = new char[Math.addExact(have, Math.max(have, count))];
        }
        System.arraycopy(chars, pos, target, 0, have);
        chars = target;
        pos = 0;
        end = have;
    }
}
