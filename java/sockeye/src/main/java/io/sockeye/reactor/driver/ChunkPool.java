package io.sockeye.reactor.driver;

import io.sockeye.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of two sizes, small ones for answers and large ones for streams. The one given back last
 * is taken first, because it is still in the cache.
 */
public final class ChunkPool {
    static final int SMALL = 4 * 1024;
    static final int LARGE = 64 * 1024;

    /** What is kept of either size; the rest goes back to the system. */
    private static final int KEPT_BYTES = 4 * 1024 * 1024;

    private final Engine engine;
    private final Stack small = new Stack(SMALL);
    private final Stack large = new Stack(LARGE);

    ChunkPool(Engine engine) {
        this.engine = engine;
    }

    /** An empty chunk, for about this many bytes. */
    Chunk take(int bytes) {
        return (bytes <= SMALL ? small : large).take();
    }

    void give(Chunk chunk) {
        chunk.start = 0;
        chunk.end = 0;
        (chunk.memory.capacity() == SMALL ? small : large).give(chunk);
    }

    private final class Stack {
        private final int size;
        private @Nullable Chunk top;
        private int kept;

        Stack(int size) {
            this.size = size;
        }

        Chunk take() {
            Chunk taken = top;
            if (taken == null) {
                return new Chunk(engine.allocate(size));
            }
            top = taken.next;
            taken.next = null;
            kept--;
            return taken;
        }

        void give(Chunk chunk) {
            if (kept < KEPT_BYTES / size) {
                chunk.next = top;
                top = chunk;
                kept++;
            } else {
                chunk.memory.close();
            }
        }
    }
}
