package io.sockeye.reactor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sockeye.socket.Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A transport without a connection: it remembers what a protocol does with it. */
final class RecordingTransport implements Transport {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean disconnecting;
    boolean aborted;
    boolean paused;
    boolean readingHeld;

    /** What was written since the last call, a char for each byte. */
    String written() {
        String text = written.toString(ISO_8859_1);
        written.reset();
        return text;
    }

    @Override
    public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        written.writeBytes(copy);
    }

    @Override
    public void loseConnection() {
        disconnecting = true;
    }

    @Override
    public void abortConnection() {
        disconnecting = true;
        aborted = true;
    }

    @Override
    public boolean disconnecting() {
        return disconnecting;
    }

    @Override
    public void pauseProducing() {
        paused = true;
    }

    @Override
    public void resumeProducing() {
        paused = false;
    }

    @Override
    public void holdReading(boolean hold) {
        readingHeld = hold;
    }

    @Override
    public void loseWriteConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abortConnection(Throwable cause) {
        abortConnection();
    }

    @Override
    public void registerProducer(Producer producer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterProducer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setWriteMarks(int low, int high) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bytesQueued() {
        return written.size();
    }

    @Override
    public Address getPeer() {
        return Address.inet("192.0.2.1", 1);
    }

    @Override
    public Address getHost() {
        return Address.inet("192.0.2.2", 2);
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setTcpKeepAlive(boolean on) {}

    @Override
    public void setIdleTimeout(Duration timeout) {}

    @Override
    public void setReadTimeout(Duration timeout) {}

    @Override
    public void setWriteTimeout(Duration timeout) {}

    @Override
    public Reactor reactor() {
        throw new UnsupportedOperationException();
    }
}
