package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import java.util.List;
import java.util.Locale;

/**
 * The pairs of socket type and protocol that getaddrinfo(3) of glibc knows, in its order.
 *
 * @param type SOCK_
 * @param proto IPPROTO_; 0 for raw sockets, which take any
 * @param service the protocol's name in services(5)
 * @param usual whether it is among the answers when nobody asks for a type
 */
record Transports(int type, int proto, String service, boolean usual) {
    /** Neither DCCP nor UDP-Lite has names of its own in the constants of every host. */
    private static final int DCCP_TYPE = 6;

    private static final int DCCP = 33;
    private static final int UDPLITE = 136;

    private static final List<Transports> TABLE =
            List.of(
                    of("SOCK_STREAM", "IPPROTO_TCP", true),
                    of("SOCK_DGRAM", "IPPROTO_UDP", true),
                    new Transports(DCCP_TYPE, DCCP, "dccp", false),
                    new Transports(Abi.host().constant("SOCK_DGRAM"), UDPLITE, "udplite", false),
                    of("SOCK_STREAM", "IPPROTO_SCTP", false),
                    of("SOCK_SEQPACKET", "IPPROTO_SCTP", false),
                    new Transports(Abi.host().constant("SOCK_RAW"), 0, "raw", true));

    /** One line of an answer, without its address. */
    record Choice(int type, int proto, int port) {}

    /** What a type and a protocol, each perhaps 0, stand for; empty if they do not fit. */
    static List<Transports> matching(int type, int proto) {
        if (type == 0 && proto == 0) {
            return TABLE.stream().filter(Transports::usual).toList();
        }
        return TABLE.stream().filter(t -> t.fits(type, proto)).limit(1).toList();
    }

    /** A port as strtoul(3) reads it; -1 for a name. */
    static int number(String service) {
        String text = service.strip();
        if (!text.matches("\\+?[0-9]{0,9}") || text.equals("+")) {
            return -1;
        }
        String digits = text.startsWith("+") ? text.substring(1) : text;
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    boolean isRaw() {
        return proto == 0;
    }

    Choice choice(int askedProto, int port) {
        return new Choice(type, isRaw() ? askedProto : proto, port);
    }

    private boolean fits(int askedType, int askedProto) {
        boolean typeFits = askedType == 0 || askedType == type;
        boolean protoFits = askedProto == 0 || isRaw() || askedProto == proto;
        return typeFits && protoFits;
    }

    private static Transports of(String type, String proto, boolean usual) {
        String service = proto.substring("IPPROTO_".length()).toLowerCase(Locale.ROOT);
        return new Transports(
                Abi.host().constant(type), Abi.host().constant(proto), service, usual);
    }
}
