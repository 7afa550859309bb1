package io.sockeye.engine.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.Resolver;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** getaddrinfo(3) of libc and its kin, with their structs as LP64 lays them out. */
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

    // struct hostent, servent and protoent begin alike.
    private static final int NAME = 0;
    private static final int ALIASES = 8;
    private static final int NUMBER = 16;
    private static final int HOST_LENGTH = 20;
    private static final int HOST_ADDRESSES = 24;

    private static final int IF_NAME = 8;
    private static final int IF_SIZE = 16;

    private static final int HOST_SIZE = 1025;
    private static final int SERVICE_SIZE = 32;

    // What gethostbyname_r needs: its result, a code, a struct hostent, and room for strings.
    private static final int FOUND = 0;
    private static final int CODE = 8;
    private static final int HOSTENT = 16;
    private static final int HOSTENT_SIZE = 32;
    private static final int STRINGS = HOSTENT + HOSTENT_SIZE;
    private static final int HOST_BUFFER = STRINGS + 16_384;

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
    public NameAnswer getnameinfo(byte[] sockaddr, int flags) {
        DirectBuffer address = Libc.allocate(Math.max(1, sockaddr.length));
        address.put(0, sockaddr, 0, sockaddr.length);
        DirectBuffer texts = Libc.allocate(HOST_SIZE + SERVICE_SIZE);
        int code =
                Libc.getnameinfo(
                        address.address(),
                        sockaddr.length,
                        texts.address(0, HOST_SIZE),
                        HOST_SIZE,
                        texts.address(HOST_SIZE, SERVICE_SIZE),
                        SERVICE_SIZE,
                        flags);
        int errno = code == EAI_SYSTEM ? Native.getLastError() : 0;
        Reference.reachabilityFence(address);
        boolean found = code == 0;
        return new NameAnswer(
                code,
                errno,
                found ? text(texts, 0, HOST_SIZE) : "",
                found ? text(texts, HOST_SIZE, SERVICE_SIZE) : "");
    }

    @Override
    public HostAnswer gethostbyname(String host) {
        requireReentrant("gethostbyname");
        DirectBuffer name = cString(host);
        DirectBuffer memory = Libc.allocate(HOST_BUFFER);
        LinuxLibc.gethostbyname_r(
                name.address(),
                memory.address(HOSTENT, HOSTENT_SIZE),
                memory.address(STRINGS, HOST_BUFFER - STRINGS),
                HOST_BUFFER - STRINGS,
                memory.address(FOUND, Long.BYTES),
                memory.address(CODE, Integer.BYTES));
        Reference.reachabilityFence(name);
        return host(memory);
    }

    @Override
    public HostAnswer gethostbyaddr(int family, byte[] address) {
        requireReentrant("gethostbyaddr");
        DirectBuffer bytes = Libc.allocate(Math.max(1, address.length));
        bytes.put(0, address, 0, address.length);
        DirectBuffer memory = Libc.allocate(HOST_BUFFER);
        LinuxLibc.gethostbyaddr_r(
                bytes.address(),
                address.length,
                family,
                memory.address(HOSTENT, HOSTENT_SIZE),
                memory.address(STRINGS, HOST_BUFFER - STRINGS),
                HOST_BUFFER - STRINGS,
                memory.address(FOUND, Long.BYTES),
                memory.address(CODE, Integer.BYTES));
        Reference.reachabilityFence(bytes);
        return host(memory);
    }

    /** The functions without _r keep their answer where every thread of the process writes. */
    private static void requireReentrant(String call) {
        if (DARWIN) {
            throw new UnsupportedOperationException(
                    call + ": the jna engine cannot do this on " + Abi.host() + "; jni can");
        }
    }

    private static HostAnswer host(DirectBuffer memory) {
        if (memory.getLong(FOUND) == 0) {
            return new HostAnswer(memory.getInt(CODE), "", List.of(), List.of());
        }
        Pointer found = new Pointer(memory.getLong(FOUND));
        int length = found.getInt(HOST_LENGTH);
        List<byte[]> addresses = new ArrayList<>();
        for (Pointer each : array(found.getPointer(HOST_ADDRESSES))) {
            addresses.add(each.getByteArray(0, length));
        }
        List<String> aliases =
                array(found.getPointer(ALIASES)).stream().map(JnaResolver::string).toList();
        HostAnswer answer =
                new HostAnswer(0, string(found.getPointer(NAME)), aliases, List.copyOf(addresses));
        Reference.reachabilityFence(memory);
        return answer;
    }

    private static List<Pointer> array(Pointer pointers) {
        List<Pointer> array = new ArrayList<>();
        Pointer next = pointers.getPointer(0);
        for (int i = 1; next != null; i++) {
            array.add(next);
            next = pointers.getPointer((long) i * Long.BYTES);
        }
        return array;
    }

    @Override
    public int getservbyname(String service, @Nullable String protocol) {
        DirectBuffer name = cString(service);
        DirectBuffer protocolText = string(protocol);
        synchronized (Libc.class) {
            long found = Libc.getservbyname(name.address(), address(protocolText));
            Reference.reachabilityFence(name);
            Reference.reachabilityFence(protocolText);
            return found == 0 ? -Errno.ENOENT : swapped(new Pointer(found).getInt(NUMBER));
        }
    }

    @Override
    public Text getservbyport(int port, @Nullable String protocol) {
        DirectBuffer protocolText = string(protocol);
        synchronized (Libc.class) {
            long found = Libc.getservbyport(swapped(port), address(protocolText));
            Reference.reachabilityFence(protocolText);
            return found == 0
                    ? new Text(Errno.ENOENT, "")
                    : new Text(0, string(new Pointer(found).getPointer(NAME)));
        }
    }

    @Override
    public int getprotobyname(String protocol) {
        DirectBuffer name = cString(protocol);
        synchronized (Libc.class) {
            long found = Libc.getprotobyname(name.address());
            Reference.reachabilityFence(name);
            return found == 0 ? -Errno.ENOENT : new Pointer(found).getInt(NUMBER);
        }
    }

    @Override
    public Interfaces ifNameindex() {
        long all = Libc.if_nameindex();
        if (all == 0) {
            return new Interfaces(Native.getLastError(), List.of());
        }
        try {
            List<Interface> found = new ArrayList<>();
            for (Pointer p = new Pointer(all); p.getInt(0) != 0; p = p.share(IF_SIZE)) {
                found.add(new Interface(p.getInt(0), string(p.getPointer(IF_NAME))));
            }
            return new Interfaces(0, List.copyOf(found));
        } finally {
            Libc.if_freenameindex(all);
        }
    }

    @Override
    public int ifNametoindex(String name) {
        DirectBuffer text = cString(name);
        int index = Libc.if_nametoindex(text.address());
        int result = index != 0 ? index : -Native.getLastError();
        Reference.reachabilityFence(text);
        return result;
    }

    @Override
    public Text ifIndextoname(int index) {
        DirectBuffer name = Libc.allocate(SERVICE_SIZE);
        long found = Libc.if_indextoname(index, name.address());
        return found == 0
                ? new Text(Native.getLastError(), "")
                : new Text(0, text(name, 0, SERVICE_SIZE));
    }

    @Override
    public Text gethostname() {
        DirectBuffer name = Libc.allocate(HOST_SIZE);
        int result = Libc.result(Libc.gethostname(name.address(), HOST_SIZE));
        return result < 0 ? new Text(-result, "") : new Text(0, text(name, 0, HOST_SIZE));
    }

    @Override
    public int sethostname(String name) {
        DirectBuffer text = cString(name);
        // Its NUL does not count.
        int result = Libc.result(Libc.sethostname(text.address(), text.capacity() - 1));
        Reference.reachabilityFence(text);
        return result;
    }

    private static int swapped(int port) {
        boolean swap = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return (swap ? Short.reverseBytes((short) port) : (short) port) & 0xffff;
    }

    private static String string(Pointer text) {
        return text.getString(0, "UTF-8");
    }

    /** The text at an offset, up to its NUL. */
    private static String text(DirectBuffer memory, int offset, int size) {
        int length = 0;
        while (length < size && memory.get(offset + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        memory.get(offset, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
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
        return text == null ? null : cString(text);
    }

    private static DirectBuffer cString(String text) {
        if (hasNul(text)) {
            throw new IllegalArgumentException("a name contains a NUL character");
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
