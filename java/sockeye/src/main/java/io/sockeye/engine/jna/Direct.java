package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/**
 * The functions that every POSIX libc has, bound by JNA's direct mapping. Addresses and size_t are
 * longs, so no call makes an object; hence 64 bits only.
 */
final class Direct {
    private static final int EAI_SYSTEM = Abi.host().constant("EAI_SYSTEM");

    private Direct() {}

    static native int socket(int family, int type, int proto);

    static native int socketpair(int family, int type, int proto, long fds);

    static native int pipe(long fds);

    static native int bind(int fd, long address, int length);

    static native int connect(int fd, long address, int length);

    static native int listen(int fd, int backlog);

    static native int accept(int fd, long address, long length);

    static native long recv(int fd, long buffer, long length, int flags);

    static native long send(int fd, long buffer, long length, int flags);

    static native long recvfrom(
            int fd, long buffer, long length, int flags, long address, long addressLength);

    static native long sendto(
            int fd, long buffer, long length, int flags, long address, int addressLength);

    static native long sendmsg(int fd, long message, int flags);

    static native long recvmsg(int fd, long message, int flags);

    static native int getsockname(int fd, long address, long length);

    static native int getpeername(int fd, long address, long length);

    static native int getsockopt(int fd, int level, int option, long value, long length);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int shutdown(int fd, int how);

    static native int close(int fd);

    // Variadic in C. Where variadic arguments travel like others (not on Darwin's arm64), a call
    // with a long in the third place is the same.
    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, long argument);

    static native int poll(long pollfds, long count, int millis);

    static native int pselect(
            int highest, long reads, long writes, long exceptions, long timespec, long sigmask);

    static native long read(int fd, long buffer, long length);

    static native long write(int fd, long buffer, long length);

    static native int waitpid(int pid, long status, int options);

    static native int kill(int pid, int signal);

    static native int getaddrinfo(long host, long service, long hints, long result);

    static native void freeaddrinfo(long result);

    static native long gai_strerror(int code);

    static native int getnameinfo(
            long address, int length, long host, int hostSize, long service, int size, int flags);

    // These three answer in memory of libc's own: only one thread at a time.
    static native long getservbyname(long name, long protocol);

    static native long getservbyport(int port, long protocol);

    static native long getprotobyname(long name);

    static native long if_nameindex();

    static native void if_freenameindex(long all);

    static native int if_nametoindex(long name);

    static native long if_indextoname(int index, long name);

    static native int gethostname(long name, long size);

    static native int sethostname(long name, long length);

    static void register() {
        // The process's own symbols: "libc.so" has another name on each libc.
        Native.register(Direct.class, NativeLibrary.getProcess());
    }

    /**
     * What a C function returned, or the errno it left. Nothing may come between the two calls that
     * lets a virtual thread change its carrier: JNA keeps errno per carrier.
     */
    static int result(long returned) {
        return returned != -1 ? (int) returned : -Native.getLastError();
    }

    /** An address that C returned, or the negated errno if it is NULL. */
    static long pointer(long returned) {
        return returned != 0 ? returned : -Native.getLastError();
    }

    /** An index that C returned, or the negated errno if it is 0. */
    static int index(int returned) {
        return returned != 0 ? returned : -Native.getLastError();
    }

    /** A code of netdb.h, and in the upper half the errno that EAI_SYSTEM refers to. */
    static long code(int returned) {
        int errno = returned == EAI_SYSTEM ? Native.getLastError() : 0;
        return (long) errno << Integer.SIZE | returned & 0xffff_ffffL;
    }

    static DirectBuffer allocate(int capacity) {
        ByteBuffer memory = ByteBuffer.allocateDirect(capacity);
        return new DirectBuffer(memory, address(memory));
    }

    static DirectBuffer wrap(ByteBuffer direct) {
        return new DirectBuffer(direct, address(direct));
    }

    static boolean is64Bit() {
        return Native.POINTER_SIZE == Long.BYTES && Native.SIZE_T_SIZE == Long.BYTES;
    }

    /**
     * Asked at run time: javac would copy the constant of the JNA that it compiled against. A
     * method handle, because the interface that declares it is not public, which reflection minds.
     */
    static String jnaVersion() {
        try {
            return (String)
                    MethodHandles.publicLookup()
                            .findStaticGetter(Native.class, "VERSION", String.class)
                            .invokeExact();
        } catch (Throwable e) {
            return "of unknown version";
        }
    }

    private static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
