package io.sockeye.socket;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Engine;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Resolver;
import io.sockeye.engine.Syscalls;
import io.sockeye.engine.Waits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Name resolution above an engine's resolver: IDNA, exceptions, addresses. */
final class Names {
    private Names() {}

    static List<AddrInfo> getaddrinfo(
            Engine engine,
            @Nullable String host,
            @Nullable String service,
            int family,
            int type,
            int proto,
            int flags,
            String call)
            throws IOException {
        String ascii = host == null ? null : Addresses.ascii(host);
        Resolver resolver = engine.resolver();
        Resolver.Answer answer =
                Waits.resolve(
                        () -> resolver.getaddrinfo(ascii, service, family, type, proto, flags));
        if (answer.code() != 0) {
            throw failure(resolver, answer, host, service, call);
        }
        return convert(engine, answer.entries());
    }

    private static IOException failure(
            Resolver resolver,
            Resolver.Answer answer,
            @Nullable String host,
            @Nullable String service,
            String call) {
        String about = host == null ? String.valueOf(service) : host;
        if (answer.code() == Sockets.EAI_SYSTEM) {
            return OsException.of(answer.errno(), call, about);
        }
        return new GaiException(answer.code(), resolver.errorText(answer.code()), call, about);
    }

    private static List<AddrInfo> convert(Engine engine, List<Resolver.Entry> entries) {
        List<AddrInfo> converted = new ArrayList<>(entries.size());
        DirectBuffer slot = engine.scratch().borrow(Syscalls.SLOT_SIZE);
        try {
            for (Resolver.Entry e : entries) {
                Addresses.put(slot, e.sockaddr());
                Address address = Addresses.decode(slot, e.family());
                if (address != null) {
                    converted.add(
                            new AddrInfo(e.family(), e.type(), e.proto(), e.canonname(), address));
                }
            }
        } finally {
            engine.scratch().release(slot);
        }
        return converted;
    }
}
