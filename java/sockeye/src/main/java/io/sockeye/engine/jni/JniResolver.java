package io.sockeye.engine.jni;

import static java.lang.ref.Reference.reachabilityFence;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.Syscalls;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers that C writes, in the layout of {@code struct sockeye_answer} in sockeye.h. */
final class JniResolver implements Resolver {
    private static final int HEADER_SIZE = 16;
    private static final int ENTRY_SIZE = 24;
    private static final int ALIGN = 8;

    /** Holds some dozens of addresses; a larger answer costs a second question. */
    private static final int FIRST_SIZE = 8192;

    private static final int TEXT_SIZE = 256;
    private static final int LONGEST_NAME = 1025;

    private static final int ITEM_SIZE = 8;
    private static final int ITEM_NAME = 0;
    private static final int ITEM_ALIAS = 1;
    private static final int ITEM_SERVICE = 3;

    private static final int EAI_SYSTEM = Abi.host().constant("EAI_SYSTEM");
    private static final int NO_RECOVERY = 3;

    private final Engine engine;

    JniResolver(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Answer getaddrinfo(
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags) {
        DirectBuffer hostText = text(host);
        DirectBuffer serviceText = text(service);
        Reply reply =
                ask(
                        (to, size) ->
                                Native.getaddrinfo(
                                        address(hostText),
                                        address(serviceText),
                                        family,
                                        type,
                                        proto,
                                        flags,
                                        to,
                                        size));
        reachabilityFence(hostText);
        reachabilityFence(serviceText);
        if (reply.result < 0) {
            return new Answer(EAI_SYSTEM, -reply.result, List.of());
        }
        return new Answer(reply.code(), reply.errno(), entries(reply.bytes));
    }

    @Override
    public NameAnswer getnameinfo(byte[] sockaddr, int flags) {
        DirectBuffer slot = engine.allocate(Syscalls.SLOT_SIZE);
        slot.putInt(0, sockaddr.length);
        slot.put(Syscalls.SLOT_ADDRESS, sockaddr, 0, sockaddr.length);
        Reply reply = ask((to, size) -> Native.getnameinfo(slot.address(), flags, to, size));
        reachabilityFence(slot);
        if (reply.result < 0) {
            return new NameAnswer(EAI_SYSTEM, -reply.result, "", "");
        }
        String host = "";
        String service = "";
        for (Item item : items(reply.bytes)) {
            host = item.kind == ITEM_NAME ? item.text() : host;
            service = item.kind == ITEM_SERVICE ? item.text() : service;
        }
        return new NameAnswer(reply.code(), reply.errno(), host, service);
    }

    @Override
    public HostAnswer gethostbyname(String host) {
        DirectBuffer name = string(host);
        Reply reply = ask((to, size) -> Native.gethostbyname(name.address(), to, size));
        reachabilityFence(name);
        return host(reply);
    }

    @Override
    public HostAnswer gethostbyaddr(int family, byte[] address) {
        int length = address.length;
        DirectBuffer bytes = engine.allocate(length);
        bytes.put(0, address, 0, length);
        Reply reply =
                ask((to, size) -> Native.gethostbyaddr(family, bytes.address(), length, to, size));
        reachabilityFence(bytes);
        return host(reply);
    }

    private static HostAnswer host(Reply reply) {
        if (reply.result < 0) {
            return new HostAnswer(NO_RECOVERY, "", List.of(), List.of());
        }
        String name = "";
        List<String> aliases = new ArrayList<>();
        List<byte[]> addresses = new ArrayList<>();
        for (Item item : items(reply.bytes)) {
            if (item.kind == ITEM_NAME) {
                name = item.text();
            } else if (item.kind == ITEM_ALIAS) {
                aliases.add(item.text());
            } else {
                addresses.add(item.bytes);
            }
        }
        return new HostAnswer(reply.code(), name, aliases, addresses);
    }

    @Override
    public int getservbyname(String service, @Nullable String protocol) {
        DirectBuffer name = string(service);
        DirectBuffer protocolText = text(protocol);
        int port = Native.getservbyname(name.address(), address(protocolText));
        reachabilityFence(name);
        reachabilityFence(protocolText);
        return port;
    }

    @Override
    public Text getservbyport(int port, @Nullable String protocol) {
        DirectBuffer protocolText = text(protocol);
        Text name = name((to, size) -> Native.getservbyport(port, address(protocolText), to, size));
        reachabilityFence(protocolText);
        return name;
    }

    @Override
    public int getprotobyname(String protocol) {
        DirectBuffer name = string(protocol);
        int number = Native.getprotobyname(name.address());
        reachabilityFence(name);
        return number;
    }

    @Override
    public Interfaces ifNameindex() {
        Reply reply = ask(Native::ifNameindex);
        if (reply.result < 0) {
            return new Interfaces(-reply.result, List.of());
        }
        return new Interfaces(
                0, items(reply.bytes).stream().map(i -> new Interface(i.kind, i.text())).toList());
    }

    @Override
    public int ifNametoindex(String name) {
        DirectBuffer text = string(name);
        int index = Native.ifNametoindex(text.address());
        reachabilityFence(text);
        return index;
    }

    @Override
    public Text ifIndextoname(int index) {
        return name((to, size) -> Native.ifIndextoname(index, to, size));
    }

    @Override
    public Text gethostname() {
        return name(Native::gethostname);
    }

    @Override
    public int sethostname(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        DirectBuffer text = engine.allocate(bytes.length);
        text.put(0, bytes, 0, bytes.length);
        int result = Native.sethostname(text.address(), bytes.length);
        reachabilityFence(text);
        return result;
    }

    /** A question in C: where the answer goes, and how much fits. */
    private interface Question {
        int ask(long to, int size);
    }

    /** What C returned, and what it wrote if that is not negative. */
    private record Reply(int result, DirectBuffer bytes) {
        int code() {
            return bytes.getInt(0);
        }

        int errno() {
            return bytes.getInt(4);
        }
    }

    /** One {@code struct sockeye_item}. */
    private record Item(int kind, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Reply ask(Question question) {
        int needed = FIRST_SIZE;
        DirectBuffer answer;
        do {
            answer = engine.allocate(needed);
            needed = question.ask(answer.address(), answer.capacity());
        } while (needed > answer.capacity());
        return new Reply(needed, answer);
    }

    /** For calls that write a name and return its length. */
    private Text name(Question question) {
        DirectBuffer text = engine.allocate(LONGEST_NAME);
        int length = question.ask(text.address(), LONGEST_NAME);
        if (length < 0) {
            return new Text(-length, "");
        }
        byte[] bytes = new byte[Math.min(length, LONGEST_NAME)];
        text.get(0, bytes, 0, bytes.length);
        return new Text(0, new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<Item> items(DirectBuffer answer) {
        int count = answer.getInt(8);
        List<Item> items = new ArrayList<>(count);
        int at = HEADER_SIZE;
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[answer.getInt(at + 4)];
            answer.get(at + ITEM_SIZE, bytes, 0, bytes.length);
            items.add(new Item(answer.getInt(at), bytes));
            at += ITEM_SIZE + padded(bytes.length);
        }
        return items;
    }

    @Override
    public String errorText(int code) {
        DirectBuffer text = engine.allocate(TEXT_SIZE);
        int length = Native.gaiStrerror(code, text.address(), TEXT_SIZE);
        byte[] bytes = new byte[Math.min(length, TEXT_SIZE)];
        text.get(0, bytes, 0, bytes.length);
        // The words are in the language and encoding of the process.
        return new String(bytes, Charset.forName(System.getProperty("native.encoding", "UTF-8")));
    }

    private static List<Entry> entries(DirectBuffer answer) {
        int count = answer.getInt(8);
        List<Entry> entries = new ArrayList<>(count);
        int at = HEADER_SIZE;
        for (int i = 0; i < count; i++) {
            byte[] sockaddr = new byte[answer.getInt(at + 12)];
            byte[] name = new byte[answer.getInt(at + 16)];
            int sockaddrAt = at + ENTRY_SIZE;
            int nameAt = sockaddrAt + padded(sockaddr.length);
            answer.get(sockaddrAt, sockaddr, 0, sockaddr.length);
            answer.get(nameAt, name, 0, name.length);
            entries.add(
                    new Entry(
                            answer.getInt(at),
                            answer.getInt(at + 4),
                            answer.getInt(at + 8),
                            new String(name, StandardCharsets.UTF_8),
                            sockaddr));
            at = nameAt + padded(name.length);
        }
        return entries;
    }

    private static int padded(int length) {
        return (length + ALIGN - 1) & -ALIGN;
    }

    private @Nullable DirectBuffer text(@Nullable String name) {
        return name == null ? null : string(name);
    }

    private DirectBuffer string(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a host or service name contains a NUL character");
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        DirectBuffer text = engine.allocate(bytes.length + 1);
        text.put(0, bytes, 0, bytes.length);
        return text;
    }

    private static long address(@Nullable DirectBuffer text) {
        return text == null ? 0 : text.address();
    }
}
