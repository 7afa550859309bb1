package io.sockeye.reactor.driver;

import io.sockeye.engine.DirectBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Memory with bytes that wait to be sent. */
final class Chunk {
    final DirectBuffer memory;
    int start;
    int end;
    @Nullable Chunk next;

    Chunk(DirectBuffer memory) {
        this.memory = memory;
    }

    int room() {
        return memory.capacity() - end;
    }

    /** Takes up to this many bytes, as far as there is room. */
    int fill(ByteBuffer bytes, int length) {
        int taken = Math.min(length, room());
        memory.buffer().put(end, bytes, bytes.position(), taken);
        bytes.position(bytes.position() + taken);
        end += taken;
        return taken;
    }
}
