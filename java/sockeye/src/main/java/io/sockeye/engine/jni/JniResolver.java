package io.sockeye.engine.jni;

import static java.lang.ref.Reference.reachabilityFence;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.Resolver;
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
        int needed = FIRST_SIZE;
        DirectBuffer answer;
        do {
            answer = engine.allocate(needed);
            needed =
                    Native.getaddrinfo(
                            address(hostText),
                            address(serviceText),
                            family,
                            type,
                            proto,
                            flags,
                            answer.address(),
                            answer.capacity());
        } while (needed > answer.capacity());
        reachabilityFence(hostText);
        reachabilityFence(serviceText);
        if (needed < 0) {
            return new Answer(Abi.host().constant("EAI_SYSTEM"), -needed, List.of());
        }
        return new Answer(answer.getInt(0), answer.getInt(4), entries(answer));
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
        if (name == null) {
            return null;
        }
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
