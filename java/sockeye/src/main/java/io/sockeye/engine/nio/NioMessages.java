package io.sockeye.engine.nio;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import io.sockeye.engine.MessageHeader;
import io.sockeye.engine.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Messages without control messages, which the JDK does not have: the pieces are copied to or from
 * one, because a datagram must go and come whole.
 */
final class NioMessages {
    private NioMessages() {}

    static int send(Description to, MessageHeader message, int flags) throws IOException {
        if (message.hasControl()) {
            return -Errno.EOPNOTSUPP;
        }
        byte[] name = message.name();
        DirectBuffer slot = null;
        if (name.length > 0) {
            slot = allocate(Syscalls.SLOT_SIZE);
            slot.putInt(0, name.length);
            slot.put(Syscalls.SLOT_ADDRESS, name, 0, name.length);
        }
        if (message.pieces() == 1) {
            return to.send(message.buffer(0), message.offset(0), message.length(0), flags, slot, 0);
        }
        int length = total(message);
        DirectBuffer whole = allocate(length);
        int at = 0;
        for (int i = 0; i < message.pieces(); i++) {
            ByteBuffer piece = message.buffer(i).slice(message.offset(i), message.length(i));
            whole.slice(at, message.length(i)).put(piece);
            at += message.length(i);
        }
        return to.send(whole, 0, length, flags, slot, 0);
    }

    static int receive(Description from, MessageHeader message, int flags) throws IOException {
        if (message.hasControl()) {
            return -Errno.EOPNOTSUPP;
        }
        DirectBuffer slot = allocate(Syscalls.SLOT_SIZE);
        int length = total(message);
        boolean one = message.pieces() == 1;
        DirectBuffer whole = one ? message.buffer(0) : allocate(length);
        int n = from.recv(whole, one ? message.offset(0) : 0, length, flags, slot, 0);
        if (n >= 0) {
            byte[] name = new byte[Math.max(0, slot.getInt(0))];
            slot.get(Syscalls.SLOT_ADDRESS, name, 0, name.length);
            message.received(0, name);
        }
        for (int i = 0, at = 0; !one && i < message.pieces() && at < n; i++) {
            int part = Math.min(n - at, message.length(i));
            message.buffer(i).slice(message.offset(i), part).put(whole.slice(at, part));
            at += part;
        }
        return n;
    }

    private static int total(MessageHeader message) {
        int total = 0;
        for (int i = 0; i < message.pieces(); i++) {
            total = Math.addExact(total, message.length(i));
        }
        return total;
    }

    private static DirectBuffer allocate(int size) {
        return new DirectBuffer(ByteBuffer.allocateDirect(size), 0);
    }
}
