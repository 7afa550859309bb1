package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one socket. What the user set is remembered, because the channel may change: it is
 * set again on the listener that takes its place, on the connections that this one accepts where
 * the JDK's listener lacks the option, and after a failed connect. Guarded by the description.
 */
final class Options {
    private final SocketDescription socket;
    private final Map<Option, Option.Value> remembered = new LinkedHashMap<>();

    Options(SocketDescription socket) {
        this.socket = socket;
    }

    /** setsockopt(2). */
    int set(int level, int number, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        Option option = Option.find(socket, level, number);
        if (option == null) {
            boolean unix = socket.family == Sockaddrs.AF_UNIX && level != Option.SOL_SOCKET;
            return unix ? -Errno.EOPNOTSUPP : -Errno.ENOPROTOOPT;
        }
        if (buffer == null) {
            return -Errno.EFAULT;
        }
        Option.Value value = option.read(buffer, offset, length);
        if (option == Option.V6ONLY && socket.hasName()) {
            return -Errno.EINVAL;
        }
        NetworkChannel channel = socket.optionChannel();
        if (!option.set(channel, value) && option.needsOs() && !clientHas(option)) {
            return -Errno.ENOPROTOOPT;
        }
        remembered.put(option, value);
        return 0;
    }

    /** getsockopt(2) of what is in the table. */
    int get(int level, int number, DirectBuffer buffer, int offset, int length) throws IOException {
        Option option = Option.find(socket, level, number);
        if (option == null || option.needsOs() && !clientHas(option)) {
            boolean inet6 = socket.family == Sockaddrs.AF_INET6;
            return inet6 || Option.hasLevel(socket, level) ? -Errno.ENOPROTOOPT : -Errno.EOPNOTSUPP;
        }
        return copy(option.struct(value(option)), buffer, offset, length);
    }

    /** Whether a flag was set. */
    boolean isSet(Option flag) {
        Option.Value value = remembered.get(flag);
        return value != null && value.number() != 0;
    }

    /** Sets what is remembered on a channel that is new. */
    void applyTo(NetworkChannel channel) throws IOException {
        for (Map.Entry<Option, Option.Value> entry : remembered.entrySet()) {
            entry.getKey().set(channel, entry.getValue());
        }
    }

    /** Hands on to an accepted connection what the kernel could not, as the listener lacked it. */
    void inherit(Options listener, NetworkChannel from, NetworkChannel to) throws IOException {
        for (Map.Entry<Option, Option.Value> entry : listener.remembered.entrySet()) {
            remembered.put(entry.getKey(), entry.getValue());
            if (entry.getKey().in(from) == null) {
                entry.getKey().set(to, entry.getValue());
            }
        }
    }

    /** Copies a value out as getsockopt(2) does: cut to the room there is. */
    static int copy(byte[] struct, DirectBuffer buffer, int offset, int length) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        int count = Math.min(length, struct.length);
        buffer.put(offset, struct, 0, count);
        return count;
    }

    private int value(Option option) throws IOException {
        Integer value = option.get(socket.optionChannel());
        if (value == null && socket.isListening()) {
            value = clientValue(option);
        }
        if (value != null) {
            return value;
        }
        Option.Value known = remembered.get(option);
        return known == null ? option.unset() : known.number();
    }

    /** What a listener of the JDK does not tell is asked of a client with the same options. */
    private @Nullable Integer clientValue(Option option) throws IOException {
        try (SocketChannel client = SocketChannel.open(Sockaddrs.protocolFamily(socket.family))) {
            applyTo(client);
            return option.get(client);
        }
    }

    private boolean clientHas(Option option) throws IOException {
        if (option.in(socket.optionChannel()) != null) {
            return true;
        }
        try (SocketChannel client = SocketChannel.open(Sockaddrs.protocolFamily(socket.family))) {
            return socket.isStream() && option.in(client) != null;
        }
    }
}
