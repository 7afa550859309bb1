package io.sockeye.engine.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.libc.Libc;
import io.sockeye.engine.libc.NamesLibc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Names through downcalls. */
final class FfmNames implements NamesLibc {
    private static final MethodHandle GETADDRINFO =
            Downcalls.code(
                    "getaddrinfo",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREEADDRINFO =
            Downcalls.plain("freeaddrinfo", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle GAI_STRERROR =
            Downcalls.plain("gai_strerror", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETNAMEINFO =
            Downcalls.code(
                    "getnameinfo",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT,
                            JAVA_INT));
    private static final MethodHandle GETHOSTBYNAME =
            Downcalls.optional(
                    "gethostbyname_r",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG));
    private static final MethodHandle GETHOSTBYADDR =
            Downcalls.optional(
                    "gethostbyaddr_r",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETSERVBYNAME =
            Downcalls.plain(
                    "getservbyname", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETSERVBYPORT =
            Downcalls.plain("getservbyport", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle GETPROTOBYNAME =
            Downcalls.plain("getprotobyname", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle IF_NAMEINDEX =
            Downcalls.pointer("if_nameindex", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle IF_FREENAMEINDEX =
            Downcalls.plain("if_freenameindex", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle IF_NAMETOINDEX =
            Downcalls.index("if_nametoindex", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle IF_INDEXTONAME =
            Downcalls.pointer(
                    "if_indextoname", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle GETHOSTNAME =
            Downcalls.result("gethostname", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SETHOSTNAME =
            Downcalls.result("sethostname", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    private final Libc libc = new FfmLibc();

    @Override
    public DirectBuffer allocate(int capacity) {
        return libc.allocate(capacity);
    }

    @Override
    public int getInt(long address) {
        return at(address, Integer.BYTES).get(JAVA_INT, 0);
    }

    @Override
    public long getLong(long address) {
        return at(address, Long.BYTES).get(JAVA_LONG, 0);
    }

    @Override
    public byte[] getBytes(long address, int length) {
        return at(address, length).toArray(JAVA_BYTE);
    }

    @Override
    public String getString(long address) {
        return at(address, Long.MAX_VALUE).getString(0);
    }

    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @Override
    public long getaddrinfo(long host, long service, long hints, long result) {
        try {
            return (long) GETADDRINFO.invokeExact(host, service, hints, result);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public void freeaddrinfo(long result) {
        try {
            FREEADDRINFO.invokeExact(result);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long gaiStrerror(int code) {
        try {
            return (long) GAI_STRERROR.invokeExact(code);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long getnameinfo(
            long address, int length, long host, int hostSize, long service, int size, int flags) {
        try {
            return (long)
                    GETNAMEINFO.invokeExact(address, length, host, hostSize, service, size, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int gethostbyname(long name, long host, long buffer, long size, long result, long code) {
        try {
            return (int) GETHOSTBYNAME.invokeExact(name, host, buffer, size, result, code);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int gethostbyaddr(
            long address,
            int length,
            int family,
            long host,
            long buffer,
            long size,
            long result,
            long code) {
        try {
            return (int)
                    GETHOSTBYADDR.invokeExact(
                            address, length, family, host, buffer, size, result, code);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long getservbyname(long name, long protocol) {
        try {
            return (long) GETSERVBYNAME.invokeExact(name, protocol);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long getservbyport(int port, long protocol) {
        try {
            return (long) GETSERVBYPORT.invokeExact(port, protocol);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long getprotobyname(long name) {
        try {
            return (long) GETPROTOBYNAME.invokeExact(name);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long ifNameindex() {
        try {
            return (long) IF_NAMEINDEX.invokeExact();
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public void ifFreenameindex(long all) {
        try {
            IF_FREENAMEINDEX.invokeExact(all);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int ifNametoindex(long name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(name);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long ifIndextoname(int index, long name) {
        try {
            return (long) IF_INDEXTONAME.invokeExact(index, name);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int gethostname(long name, long size) {
        try {
            return (int) GETHOSTNAME.invokeExact(name, size);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public int sethostname(long name, long length) {
        try {
            return (int) SETHOSTNAME.invokeExact(name, length);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
