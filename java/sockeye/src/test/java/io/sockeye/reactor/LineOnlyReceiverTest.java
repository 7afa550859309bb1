package io.sockeye.reactor;

import static io.sockeye.reactor.Pieces.text;

import java.nio.ByteBuffer;
import java.util.List;

/** Lines and nothing else. */
class LineOnlyReceiverTest extends LineContract {
    @Override
    FramedProtocol receiver(Callback callback) {
        return new LineOnlyReceiver() {
            @Override
            protected void lineReceived(ByteBuffer line) throws Exception {
                callback.received(line);
            }
        };
    }

    @Override
    LineProtocol tolerant(List<String> lines) {
        return new LineOnlyReceiver() {
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
        return new LineOnlyReceiver() {
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
}
