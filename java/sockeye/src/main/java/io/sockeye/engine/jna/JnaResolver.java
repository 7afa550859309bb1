package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Resolver;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** getaddrinfo(3) of libc, with {@code struct addrinfo} as LP64 lays it out. */
final class JnaResolver implements Resolver {
    static final Resolver INSTANCE = new JnaResolver();

    private static final boolean DARWIN = Abi.host().hasSockaddrLength();
    private static final int FLAGS = 0;
    private static final int FAMILY = 4;
    private static final int TYPE = 8;
    private static final int PROTO = 12;
    private static final int ADDRLEN = 16;
    private static final int ADDR = DARWIN ? 32 : 24;
    private static final int CANONNAME = DARWIN ? 24 : 32;
    private static final int NEXT = 40;
    private static final int SIZE = 48;

    private static final int EAI_SYSTEM = Abi.host().constant("EAI_SYSTEM");
    private static final int EAI_NONAME = Abi.host().constant("EAI_NONAME");

    private JnaResolver() {}

    @Override
    public Answer getaddrinfo(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags) {
        if (hasNul(host) || hasNul(service)) {
            // C would look up the part before it: another name than the caller asked for.
            return new Answer(EAI_NONAME, 0, List.of());
        }
        DirectBuffer hints = Libc.allocate(SIZE + Long.BYTES);
        hints.putInt(FLAGS, flags);
        hints.putInt(FAMILY, family);
        hints.putInt(TYPE, type);
        hints.putInt(PROTO, proto);
        return lookup(string(host), string(service), hints);
    }

    @Override
    public String errorText(int code) {
        return new Pointer(Libc.gai_strerror(code)).getString(0, "UTF-8");
    }

    /** The hints are followed by room for the address of the result. */
    private static Answer lookup(
            @Nullable DirectBuffer host, @Nullable DirectBuffer service, DirectBuffer hints) {
        int code =
                Libc.getaddrinfo(
                        address(host),
                        address(service),
                        hints.address(),
                        hints.address(SIZE, Long.BYTES));
        int errno = code == EAI_SYSTEM ? Native.getLastError() : 0;
        Reference.reachabilityFence(host);
        Reference.reachabilityFence(service);
        Reference.reachabilityFence(hints);
        return new Answer(code, errno, code == 0 ? take(hints.getLong(SIZE)) : List.of());
    }

    private static List<Entry> take(long first) {
        try {
            List<Entry> entries = new ArrayList<>();
            for (long info = first; info != 0; info = new Pointer(info).getLong(NEXT)) {
                entries.add(entry(new Pointer(info)));
            }
            return List.copyOf(entries);
        } finally {
            Libc.freeaddrinfo(first);
        }
    }

    private static Entry entry(Pointer info) {
        Pointer name = info.getPointer(CANONNAME);
        byte[] sockaddr = info.getPointer(ADDR).getByteArray(0, info.getInt(ADDRLEN));
        return new Entry(
                info.getInt(FAMILY),
                info.getInt(TYPE),
                info.getInt(PROTO),
                name == null ? "" : name.getString(0, "UTF-8"),
                sockaddr);
    }

    private static boolean hasNul(@Nullable String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    private static @Nullable DirectBuffer string(@Nullable String text) {
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DirectBuffer c = Libc.allocate(bytes.length + 1);
        c.put(0, bytes, 0, bytes.length);
        return c;
    }

    private static long address(@Nullable DirectBuffer memory) {
        return memory == null ? 0 : memory.address();
    }
}
