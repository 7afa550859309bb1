package io.sockeye.socket;

import io.sockeye.engine.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.MalformedInputException;

/** Writes text. What cannot be encoded is refused before any of it is written. */
final class TextOutput {
    private final FileOutput out;
    private final CharsetEncoder encoder;
    private final String newline;
    private final boolean isLineBuffered;

    TextOutput(FileOutput out, Charset encoding, Newline newline, boolean isLineBuffered) {
        this.out = out;
        this.encoder = encoding.newEncoder();
        this.newline = newline.written;
        this.isLineBuffered = isLineBuffered;
    }

    /** How many code points were taken: all. */
    int write(String text) throws IOException {
        boolean translates = !newline.equals("\n");
        ByteBuffer bytes = encode(translates ? text.replace("\n", newline) : text);
        out.write(bytes.array(), 0, bytes.position());
        if (isLineBuffered && (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0)) {
            out.flush();
        }
        return text.codePointCount(0, text.length());
    }

    /** The encoder goes on where it was: a byte order mark comes once. */
    private ByteBuffer encode(String text) throws CharacterCodingException {
        CharBuffer in = CharBuffer.wrap(text);
        int most = (int) Math.ceil(text.length() * (double) encoder.maxBytesPerChar());
        ByteBuffer bytes = ByteBuffer.allocate(most);
        CoderResult result = encoder.encode(in, bytes, false);
        if (result.isError()) {
            result.throwException();
        }
        if (in.hasRemaining()) {
            throw new MalformedInputException(in.remaining());
        }
        return bytes;
    }

    void flush() throws OsException {
        out.flush();
    }
}
