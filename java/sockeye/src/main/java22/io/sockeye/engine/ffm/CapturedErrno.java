package io.sockeye.engine.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sockeye.engine.Abi;
import io.sockeye.engine.libc.Pieces;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Memory into which a downcall captures errno, borrowed for that call, and what becomes of it. Each
 * method that takes the memory gives it back.
 *
 * <p>The JDK's linker makes a slice of the memory for each call. That object of 40 bytes goes away
 * where the optimising compiler inlines the linker's code, which it does not below many frames.
 */
final class CapturedErrno {
    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final long OFFSET = LAYOUT.byteOffset(PathElement.groupElement("errno"));

    private static final int EAI_SYSTEM = Abi.host().constant("EAI_SYSTEM");

    /** Every call writes there: two threads must not share a cache line. */
    private static final int CACHE_LINE = 64;

    private static final Pieces<MemorySegment> PIECES =
            new Pieces<>(() -> Arena.ofAuto().allocate(CACHE_LINE, CACHE_LINE));

    private CapturedErrno() {}

    static MemorySegment borrow() {
        return PIECES.borrow();
    }

    static int result(int returned, MemorySegment captured) {
        int errno = take(captured);
        return returned != -1 ? returned : -errno;
    }

    static int result(long returned, MemorySegment captured) {
        return result((int) returned, captured);
    }

    static long wideResult(long returned, MemorySegment captured) {
        int errno = take(captured);
        return returned != -1 ? returned : -errno;
    }

    static long pointer(long returned, MemorySegment captured) {
        int errno = take(captured);
        return returned != 0 ? returned : -errno;
    }

    static int index(int returned, MemorySegment captured) {
        int errno = take(captured);
        return returned != 0 ? returned : -errno;
    }

    static long code(int returned, MemorySegment captured) {
        int errno = take(captured);
        // Any other code leaves in errno what its search ran into.
        long upper = returned == EAI_SYSTEM ? errno : 0;
        return upper << Integer.SIZE | returned & 0xffff_ffffL;
    }

    private static int take(MemorySegment captured) {
        int errno = captured.get(JAVA_INT, OFFSET);
        PIECES.release(captured);
        return errno;
    }
}
