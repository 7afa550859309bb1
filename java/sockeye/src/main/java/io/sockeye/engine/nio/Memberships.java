package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The multicast groups of a UDP socket: options in C, keys in the JDK. */
final class Memberships {
    private static final int IP = Abi.host().constant("IPPROTO_IP");
    private static final int IPV6 = Abi.host().constant("IPPROTO_IPV6");
    private static final int IP_ADD = Abi.host().constant("IP_ADD_MEMBERSHIP");
    private static final int IP_DROP = Abi.host().constant("IP_DROP_MEMBERSHIP");
    private static final int IPV6_JOIN = Abi.host().constant("IPV6_JOIN_GROUP");
    private static final int IPV6_LEAVE = Abi.host().constant("IPV6_LEAVE_GROUP");

    private static final int JOIN_SOURCE = Abi.host().constant("MCAST_JOIN_SOURCE_GROUP");
    private static final int LEAVE_SOURCE = Abi.host().constant("MCAST_LEAVE_SOURCE_GROUP");
    private static final int BLOCK = Abi.host().constant("MCAST_BLOCK_SOURCE");
    private static final int UNBLOCK = Abi.host().constant("MCAST_UNBLOCK_SOURCE");

    /** {@code struct group_source_req}: an index, a group, a source. */
    private static final int SOURCE_REQ = 264;

    private static final int GROUP = 8;
    private static final int SOURCE = 136;

    private static final int MREQ = 8;
    private static final int MREQN = 12;
    private static final int MREQ6 = 20;

    private final DatagramChannel channel;
    private final List<MembershipKey> keys = new ArrayList<>();

    Memberships(DatagramChannel channel) {
        this.channel = channel;
    }

    /** Whether an option joins or leaves a group. */
    static boolean has(int level, int option, int family) {
        if (level == IP) {
            return option == IP_ADD || option == IP_DROP || isOfSource(option);
        }
        boolean ofGroup = option == IPV6_JOIN || option == IPV6_LEAVE;
        return family == Sockaddrs.AF_INET6 && level == IPV6 && (ofGroup || isOfSource(option));
    }

    private static boolean isOfSource(int option) {
        return option == JOIN_SOURCE
                || option == LEAVE_SOURCE
                || option == BLOCK
                || option == UNBLOCK;
    }

    /** setsockopt(2) of such an option. */
    int change(int option, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (isOfSource(option)) {
            return changeSource(option, buffer, offset, length);
        }
        boolean inet6 = option == IPV6_JOIN || option == IPV6_LEAVE;
        if (buffer == null || length < (inet6 ? MREQ6 : MREQ)) {
            return buffer == null ? -Errno.EFAULT : -Errno.EINVAL;
        }
        InetAddress group = address(buffer, offset, inet6 ? 16 : 4);
        if (!group.isMulticastAddress()) {
            return -Errno.EINVAL;
        }
        NetworkInterface on =
                inet6 ? byIndex(buffer.getInt(offset + 16)) : byMreq(buffer, offset + 4, length);
        return option == IP_ADD || option == IPV6_JOIN ? join(group, on) : leave(group, on);
    }

    private int changeSource(int option, @Nullable DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (buffer == null || length < SOURCE_REQ) {
            return buffer == null ? -Errno.EFAULT : -Errno.EINVAL;
        }
        InetAddress group = sockaddr(buffer, offset + GROUP);
        InetAddress source = sockaddr(buffer, offset + SOURCE);
        if (!group.isMulticastAddress() || source.isMulticastAddress()) {
            return -Errno.EINVAL;
        }
        NetworkInterface on = byIndex(buffer.getInt(offset));
        if (option == JOIN_SOURCE || option == LEAVE_SOURCE) {
            return option == JOIN_SOURCE
                    ? joinSource(group, on, source)
                    : leaveSource(group, on, source);
        }
        MembershipKey whole = find(group, on, null);
        return whole == null ? -Errno.EINVAL : filter(whole, source, option == BLOCK);
    }

    private int joinSource(InetAddress group, NetworkInterface on, InetAddress source)
            throws IOException {
        if (find(group, on, null) != null) {
            return -Errno.EINVAL;
        }
        if (find(group, on, source) != null) {
            return -Errno.EADDRNOTAVAIL;
        }
        keys.add(channel.join(group, on, source));
        return 0;
    }

    private int leaveSource(InetAddress group, NetworkInterface on, InetAddress source) {
        MembershipKey key = find(group, on, source);
        if (key == null) {
            boolean member = keys.stream().anyMatch(each -> each.group().equals(group));
            return member ? -Errno.EADDRNOTAVAIL : -Errno.EINVAL;
        }
        keys.remove(key);
        key.drop();
        return 0;
    }

    private static int filter(MembershipKey key, InetAddress source, boolean block)
            throws IOException {
        try {
            if (block) {
                key.block(source);
            } else {
                key.unblock(source);
            }
            return 0;
        } catch (IllegalStateException e) {
            // The JDK's word for a source that is not blocked.
            return -Errno.EADDRNOTAVAIL;
        }
    }

    private static InetAddress sockaddr(DirectBuffer buffer, int offset) throws IOException {
        boolean inet6 = (buffer.getShort(offset) & 0xffff) == Sockaddrs.AF_INET6;
        return address(buffer, offset + (inet6 ? 8 : 4), inet6 ? 16 : 4);
    }

    private int join(InetAddress group, NetworkInterface on) throws IOException {
        if (find(group, on, null) != null) {
            return -Errno.EADDRINUSE;
        }
        keys.add(channel.join(group, on));
        return 0;
    }

    private int leave(InetAddress group, NetworkInterface on) {
        MembershipKey key = find(group, on, null);
        if (key == null) {
            return -Errno.EADDRNOTAVAIL;
        }
        keys.remove(key);
        key.drop();
        return 0;
    }

    private @Nullable MembershipKey find(
            InetAddress group, NetworkInterface on, @Nullable InetAddress source) {
        for (MembershipKey key : keys) {
            if (key.group().equals(group)
                    && key.networkInterface().equals(on)
                    && Objects.equals(key.sourceAddress(), source)) {
                return key;
            }
        }
        return null;
    }

    private static NetworkInterface byMreq(DirectBuffer buffer, int offset, int length)
            throws IOException {
        if (length >= MREQN && buffer.getInt(offset + 4) != 0) {
            return byIndex(buffer.getInt(offset + 4));
        }
        InetAddress address = address(buffer, offset, 4);
        return address.isAnyLocalAddress()
                ? byIndex(0)
                : Option.existing(Option.interfaceOf(address));
    }

    /** Interface 0 lets the kernel choose by its routes; the JDK wants one named. */
    private static NetworkInterface byIndex(int index) throws IOException {
        if (index != 0) {
            return Option.existing(NetworkInterface.getByIndex(index));
        }
        NetworkInterface loopback = null;
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && each.isLoopback()) {
                loopback = each;
            } else if (each.isUp() && each.supportsMulticast() && hasAddress(each)) {
                return each;
            }
        }
        return Option.existing(loopback);
    }

    private static boolean hasAddress(NetworkInterface each) {
        return each.getInetAddresses().hasMoreElements();
    }

    private static InetAddress address(DirectBuffer buffer, int offset, int length)
            throws IOException {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes, 0, length);
        return InetAddress.getByAddress(bytes);
    }
}
