package io.sockeye.engine.libc;

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
public final class LibcResolver implements Resolver {
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

    private static final int EAI_NONAME = Abi.host().constant("EAI_NONAME");

    private final String engine;
    private final NamesLibc names;

    /** For the engine of that name. */
    public LibcResolver(String engine, NamesLibc names) {
        this.engine = engine;
        this.names = names;
    }

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
        DirectBuffer hints = names.allocate(SIZE + Long.BYTES);
        hints.putInt(FLAGS, flags);
        hints.putInt(FAMILY, family);
        hints.putInt(TYPE, type);
        hints.putInt(PROTO, proto);
        return lookup(string(host), string(service), hints);
    }

    @Override
    public NameAnswer getnameinfo(byte[] sockaddr, int flags) {
        DirectBuffer address = names.allocate(Math.max(1, sockaddr.length));
        address.put(0, sockaddr, 0, sockaddr.length);
        DirectBuffer texts = names.allocate(HOST_SIZE + SERVICE_SIZE);
        long answer =
                names.getnameinfo(
                        address.address(),
                        sockaddr.length,
                        texts.address(0, HOST_SIZE),
                        HOST_SIZE,
                        texts.address(HOST_SIZE, SERVICE_SIZE),
                        SERVICE_SIZE,
                        flags);
        Reference.reachabilityFence(address);
        boolean found = code(answer) == 0;
        return new NameAnswer(
                code(answer),
                errno(answer),
                found ? text(texts, 0, HOST_SIZE) : "",
                found ? text(texts, HOST_SIZE, SERVICE_SIZE) : "");
    }

    @Override
    public HostAnswer gethostbyname(String host) {
        requireReentrant("gethostbyname");
        DirectBuffer name = cString(host);
        DirectBuffer memory = names.allocate(HOST_BUFFER);
        names.gethostbyname(
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
        DirectBuffer bytes = names.allocate(Math.max(1, address.length));
        bytes.put(0, address, 0, address.length);
        DirectBuffer memory = names.allocate(HOST_BUFFER);
        names.gethostbyaddr(
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
    private void requireReentrant(String call) {
        if (DARWIN) {
            throw new UnsupportedOperationException(
                    call
                            + ": the "
                            + engine
                            + " engine cannot do this on "
                            + Abi.host()
                            + "; jni can");
        }
    }

    private HostAnswer host(DirectBuffer memory) {
        if (memory.getLong(FOUND) == 0) {
            return new HostAnswer(memory.getInt(CODE), "", List.of(), List.of());
        }
        long found = memory.getLong(FOUND);
        int length = names.getInt(found + HOST_LENGTH);
        List<byte[]> addresses = new ArrayList<>();
        for (long each : array(found + HOST_ADDRESSES)) {
            addresses.add(names.getBytes(each, length));
        }
        List<String> aliases = array(found + ALIASES).stream().map(names::getString).toList();
        HostAnswer answer =
                new HostAnswer(0, string(found + NAME), aliases, List.copyOf(addresses));
        Reference.reachabilityFence(memory);
        return answer;
    }

    /** The pointers of an array that ends with NULL, to which a field points. */
    private List<Long> array(long field) {
        List<Long> array = new ArrayList<>();
        long next = names.getLong(field);
        for (long each = names.getLong(next); each != 0; each = names.getLong(next)) {
            array.add(each);
            next += Long.BYTES;
        }
        return array;
    }

    @Override
    public int getservbyname(String service, @Nullable String protocol) {
        DirectBuffer name = cString(service);
        DirectBuffer protocolText = string(protocol);
        synchronized (LibcResolver.class) {
            long found = names.getservbyname(name.address(), address(protocolText));
            Reference.reachabilityFence(name);
            Reference.reachabilityFence(protocolText);
            return found == 0 ? -Errno.ENOENT : swapped(names.getInt(found + NUMBER));
        }
    }

    @Override
    public Text getservbyport(int port, @Nullable String protocol) {
        DirectBuffer protocolText = string(protocol);
        synchronized (LibcResolver.class) {
            long found = names.getservbyport(swapped(port), address(protocolText));
            Reference.reachabilityFence(protocolText);
            return found == 0 ? new Text(Errno.ENOENT, "") : new Text(0, string(found + NAME));
        }
    }

    @Override
    public int getprotobyname(String protocol) {
        DirectBuffer name = cString(protocol);
        synchronized (LibcResolver.class) {
            long found = names.getprotobyname(name.address());
            Reference.reachabilityFence(name);
            return found == 0 ? -Errno.ENOENT : names.getInt(found + NUMBER);
        }
    }

    @Override
    public Interfaces ifNameindex() {
        long all = names.ifNameindex();
        if (all < 0) {
            return new Interfaces((int) -all, List.of());
        }
        try {
            List<Interface> found = new ArrayList<>();
            for (long at = all; names.getInt(at) != 0; at += IF_SIZE) {
                found.add(new Interface(names.getInt(at), string(at + IF_NAME)));
            }
            return new Interfaces(0, List.copyOf(found));
        } finally {
            names.ifFreenameindex(all);
        }
    }

    @Override
    public int ifNametoindex(String name) {
        DirectBuffer text = cString(name);
        int result = names.ifNametoindex(text.address());
        Reference.reachabilityFence(text);
        return result;
    }

    @Override
    public Text ifIndextoname(int index) {
        DirectBuffer name = names.allocate(SERVICE_SIZE);
        long found = names.ifIndextoname(index, name.address());
        return found < 0 ? new Text((int) -found, "") : new Text(0, text(name, 0, SERVICE_SIZE));
    }

    @Override
    public Text gethostname() {
        DirectBuffer name = names.allocate(HOST_SIZE);
        int result = names.gethostname(name.address(), HOST_SIZE);
        return result < 0 ? new Text(-result, "") : new Text(0, text(name, 0, HOST_SIZE));
    }

    @Override
    public int sethostname(String name) {
        DirectBuffer text = cString(name);
        // Its NUL does not count.
        int result = names.sethostname(text.address(), text.capacity() - 1);
        Reference.reachabilityFence(text);
        return result;
    }

    private static int swapped(int port) {
        boolean swap = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return (swap ? Short.reverseBytes((short) port) : (short) port) & 0xffff;
    }

    /** The text to which a field points. */
    private String string(long field) {
        return names.getString(names.getLong(field));
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
        return names.getString(names.gaiStrerror(code));
    }

    /** The hints are followed by room for the address of the result. */
    private Answer lookup(
            @Nullable DirectBuffer host, @Nullable DirectBuffer service, DirectBuffer hints) {
        long answer =
                names.getaddrinfo(
                        address(host),
                        address(service),
                        hints.address(),
                        hints.address(SIZE, Long.BYTES));
        Reference.reachabilityFence(host);
        Reference.reachabilityFence(service);
        Reference.reachabilityFence(hints);
        List<Entry> entries = code(answer) == 0 ? take(hints.getLong(SIZE)) : List.of();
        return new Answer(code(answer), errno(answer), entries);
    }

    private static int code(long answer) {
        return (int) answer;
    }

    private static int errno(long answer) {
        return (int) (answer >>> Integer.SIZE);
    }

    private List<Entry> take(long first) {
        try {
            List<Entry> entries = new ArrayList<>();
            for (long info = first; info != 0; info = names.getLong(info + NEXT)) {
                entries.add(entry(info));
            }
            return List.copyOf(entries);
        } finally {
            names.freeaddrinfo(first);
        }
    }

    private Entry entry(long info) {
        long name = names.getLong(info + CANONNAME);
        long address = names.getLong(info + ADDR);
        return new Entry(
                names.getInt(info + FAMILY),
                names.getInt(info + TYPE),
                names.getInt(info + PROTO),
                name == 0 ? "" : names.getString(name),
                names.getBytes(address, names.getInt(info + ADDRLEN)));
    }

    private static boolean hasNul(@Nullable String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    private @Nullable DirectBuffer string(@Nullable String text) {
        return text == null ? null : cString(text);
    }

    private DirectBuffer cString(String text) {
        if (hasNul(text)) {
            throw new IllegalArgumentException("a name contains a NUL character");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DirectBuffer c = names.allocate(bytes.length + 1);
        c.put(0, bytes, 0, bytes.length);
        return c;
    }

    private static long address(@Nullable DirectBuffer memory) {
        return memory == null ? 0 : memory.address();
    }
}
