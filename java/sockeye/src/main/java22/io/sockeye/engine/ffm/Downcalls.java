package io.sockeye.engine.ffm;

import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;

import io.sockeye.engine.Errno;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Binds functions of libc. Addresses and size_t are longs, so no call makes a segment. Where the
 * errno counts, the handle borrows memory for it, calls, and turns it into the result: {@link
 * CapturedErrno} has a method for each way in which C says that something failed.
 */
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final MethodHandle BORROW =
            errno("borrow", MethodType.methodType(MemorySegment.class));

    private Downcalls() {}

    /** -1 means failure; the handle returns an int. */
    static MethodHandle result(String name, FunctionDescriptor type, Linker.Option... options) {
        return withErrno(name, type, "result", int.class, options);
    }

    /** As {@link #result}; in C, what follows the first so many parameters are dots. */
    static MethodHandle variadic(String name, FunctionDescriptor type, int fixed) {
        return result(name, type, Linker.Option.firstVariadicArg(fixed));
    }

    /** As {@link #result}, for a handle that returns a long. */
    static MethodHandle wideResult(String name, FunctionDescriptor type) {
        return withErrno(name, type, "wideResult", long.class);
    }

    /** NULL means failure. */
    static MethodHandle pointer(String name, FunctionDescriptor type) {
        return withErrno(name, type, "pointer", long.class);
    }

    /** 0 means failure. */
    static MethodHandle index(String name, FunctionDescriptor type) {
        return withErrno(name, type, "index", int.class);
    }

    /** A code of netdb.h, with the errno in the upper half. */
    static MethodHandle code(String name, FunctionDescriptor type) {
        return withErrno(name, type, "code", long.class);
    }

    /** Nobody asks for the errno. */
    static MethodHandle plain(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(symbol(name), type);
    }

    /** As {@link #plain}; the handle answers ENOSYS if this libc lacks the function. */
    static MethodHandle optional(String name, FunctionDescriptor type) {
        return has(name) ? plain(name, type) : constant(type, Errno.ENOSYS);
    }

    /** As {@link #result}; the handle answers -ENOSYS if this libc lacks the function. */
    static MethodHandle optionalResult(String name, FunctionDescriptor type) {
        return has(name) ? result(name, type) : constant(type, -Errno.ENOSYS);
    }

    private static MethodHandle constant(FunctionDescriptor type, int value) {
        return MethodHandles.dropArguments(
                MethodHandles.constant(int.class, value), 0, type.toMethodType().parameterList());
    }

    static boolean has(String name) {
        return find(name).isPresent();
    }

    /** A handle's declaration lets it throw anything; a downcall throws nothing that is checked. */
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }

    /** From (segment, arguments) and (returned, segment) to (arguments). */
    private static MethodHandle withErrno(
            String name,
            FunctionDescriptor type,
            String end,
            Class<?> result,
            Linker.Option... options) {
        MethodHandle call = LINKER.downcallHandle(symbol(name), type, captureWith(options));
        Class<?> returned = call.type().returnType();
        MethodHandle ending =
                errno(end, MethodType.methodType(result, returned, MemorySegment.class));
        MethodHandle ended = collectArguments(ending, 0, call);
        int last = ended.type().parameterCount() - 1;
        int[] firstIsAlsoLast = new int[last + 1];
        for (int i = 0; i < last; i++) {
            firstIsAlsoLast[i] = i;
        }
        MethodType once = ended.type().dropParameterTypes(last, last + 1);
        return foldArguments(permuteArguments(ended, once, firstIsAlsoLast), BORROW);
    }

    private static Linker.Option[] captureWith(Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = CAPTURE;
        return all;
    }

    private static MemorySegment symbol(String name) {
        return find(name).orElseThrow(() -> new UnsatisfiedLinkError("this libc has no " + name));
    }

    private static Optional<MemorySegment> find(String name) {
        return LINKER.defaultLookup().find(name);
    }

    private static MethodHandle errno(String method, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(CapturedErrno.class, method, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
