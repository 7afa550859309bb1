package io.sockeye.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** What the receivers of lines have in common. */
abstract class LineProtocol extends FramedProtocol {
    private Delimiter delimiter = Delimiter.CRLF;
    private int maxLength = 16384;

    /** How many bytes of the line that is arriving were searched for the delimiter. */
    private int searched;

    /** How many bytes of the delimiter stand at the end of those. */
    private int matched;

    /** Whether the line that is arriving was too long. */
    private boolean skipping;

    /**
     * A line has arrived.
     *
     * @param line the line without its delimiter, between position and limit, valid until this
     *     method returns; what is left unread is not offered again
     * @throws Exception anything; it ends the connection
     */
    protected abstract void lineReceived(ByteBuffer line) throws Exception;

    /**
     * A line is longer than {@link #maxLength()}. Unless overridden, the connection is lost. An
     * override that leaves it open does not see the rest of that line: the next one to be delivered
     * is that behind its delimiter.
     *
     * @param line the first {@code maxLength() + 1} bytes of it, valid until this method returns
     * @throws Exception anything; it ends the connection
     */
    protected void lineLengthExceeded(ByteBuffer line) throws Exception {
        transport().loseConnection();
    }

    /**
     * Sends a line.
     *
     * @param line the line without its delimiter, sent in UTF-8
     */
    public void sendLine(CharSequence line) {
        transport().write(line, UTF_8);
        sendDelimiter();
    }

    /**
     * Sends a line.
     *
     * @param line the line without its delimiter
     */
    public void sendLine(byte[] line) {
        transport().write(line);
        sendDelimiter();
    }

    /**
     * Sends a line.
     *
     * @param line the line without its delimiter, between position and limit; may be reused when
     *     this returns
     */
    public void sendLine(ByteBuffer line) {
        transport().write(line);
        sendDelimiter();
    }

    /**
     * What ends a line, both received and sent: at first CR LF. A lone LF does not end a line then.
     *
     * @return a copy
     */
    public final byte[] delimiter() {
        return delimiter.toBytes();
    }

    /**
     * Sets what ends a line, from the first that was not delivered yet.
     *
     * @param ending at least one byte, copied
     * @throws IllegalArgumentException if it is empty
     */
    protected final void delimiter(byte[] ending) {
        delimiter = new Delimiter(ending.clone());
        searched = 0;
        matched = 0;
    }

    /**
     * Sets what ends a line, from the first that was not delivered yet.
     *
     * @param ending such as {@code "\n"}, in UTF-8
     * @throws IllegalArgumentException if it is empty
     */
    protected final void delimiter(String ending) {
        delimiter(ending.getBytes(UTF_8));
    }

    /**
     * How long a line may be: at first 16384 bytes.
     *
     * @return in bytes, without the delimiter
     */
    public final int maxLength() {
        return maxLength;
    }

    /**
     * Sets how long a line may be; more memory than that and the delimiter is never taken for one.
     *
     * @param bytes how many, without the delimiter
     * @throws IllegalArgumentException if it is negative
     */
    protected final void maxLength(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxLength is negative: " + bytes);
        }
        maxLength = bytes;
    }

    @Override
    boolean deliverNext(Incoming from) throws Exception {
        return skipping ? skipLine(from) : deliverLine(from);
    }

    /** Searches on, between two offsets; returns that after the delimiter or a negative number. */
    int search(Incoming in, int from, int to) {
        int found = in.search(delimiter, from, to, matched, longest());
        if (found < 0) {
            matched = ~found;
            searched = to;
        }
        return found;
    }

    /** Takes what has arrived from here on as the beginning of a line. */
    final void searchAnew() {
        searched = 0;
        matched = 0;
        skipping = false;
    }

    private boolean deliverLine(Incoming from) throws Exception {
        int to = (int) Math.min(from.available(), longest());
        int end = searched < to ? search(from, searched, to) : -1;
        if (end < 0) {
            return searched >= longest() && exceed(from);
        }
        searchAnew();
        from.has(end);
        ByteBuffer line = from.take(end - delimiter.length());
        from.skip(delimiter.length());
        lineReceived(line);
        return true;
    }

    private boolean exceed(Incoming from) throws Exception {
        int length = maxLength + 1;
        from.has(length);
        ByteBuffer line = from.take(length);
        searched -= length;
        skipping = true;
        lineLengthExceeded(line);
        return true;
    }

    private boolean skipLine(Incoming from) {
        int available = from.available();
        int end = searched < available ? search(from, searched, available) : -1;
        if (end < 0) {
            from.skip(available);
            searched = 0;
            return false;
        }
        searchAnew();
        from.skip(end);
        return true;
    }

    private long longest() {
        return (long) maxLength + delimiter.length();
    }

    private void sendDelimiter() {
        transport().write(delimiter.toBuffer());
    }
}
