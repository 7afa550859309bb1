package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Errno;

/** Which sockets there are, and what socket(2) of Linux says to the others. */
final class SocketKinds {
    private static final int STREAM = Abi.host().constant("SOCK_STREAM");
    private static final int DGRAM = Abi.host().constant("SOCK_DGRAM");
    private static final int RAW = Abi.host().constant("SOCK_RAW");
    private static final int SEQPACKET = Abi.host().constant("SOCK_SEQPACKET");
    private static final int TCP = Abi.host().constant("IPPROTO_TCP");
    private static final int UDP = Abi.host().constant("IPPROTO_UDP");

    /** Linux keeps the kind in the low four bits and flags above them. */
    private static final int KIND = 0xf;

    private static final int HIGHEST_KIND = 10;
    private static final int HIGHEST_FAMILY = 45;
    private static final int HIGHEST_PROTO = 262;

    private SocketKinds() {}

    /** The type without its flags. */
    static int kind(int type) {
        return type & KIND;
    }

    /** 0 if java.nio has such a socket, else the errno. */
    static int refusal(int family, int type, int proto) {
        int kind = kind(type);
        if ((type & ~KIND & ~flags()) != 0) {
            return Errno.EINVAL;
        }
        if (family < 0 || family > HIGHEST_FAMILY) {
            return Errno.EAFNOSUPPORT;
        }
        if (kind > HIGHEST_KIND) {
            return Errno.EINVAL;
        }
        if (family == Sockaddrs.AF_UNIX) {
            return unixRefusal(kind, proto);
        }
        return family == Sockaddrs.AF_INET || family == Sockaddrs.AF_INET6
                ? inetRefusal(kind, proto)
                : Errno.EAFNOSUPPORT;
    }

    private static int unixRefusal(int kind, int proto) {
        if (proto != 0 && proto != Sockaddrs.AF_UNIX) {
            return Errno.EPROTONOSUPPORT;
        }
        if (kind == STREAM) {
            return 0;
        }
        boolean linux = kind == DGRAM || kind == RAW || kind == SEQPACKET;
        return linux ? Errno.EOPNOTSUPP : Errno.ESOCKTNOSUPPORT;
    }

    private static int inetRefusal(int kind, int proto) {
        if (proto < 0 || proto > HIGHEST_PROTO) {
            return Errno.EINVAL;
        }
        if (kind == STREAM || kind == DGRAM) {
            boolean matches = proto == 0 || proto == (kind == STREAM ? TCP : UDP);
            return matches ? 0 : Errno.EPROTONOSUPPORT;
        }
        if (kind == RAW) {
            return proto == 0 ? Errno.EPROTONOSUPPORT : Errno.EOPNOTSUPP;
        }
        return Errno.ESOCKTNOSUPPORT;
    }

    private static int flags() {
        int flags = 0;
        for (String name : new String[] {"SOCK_NONBLOCK", "SOCK_CLOEXEC"}) {
            flags |= Abi.host().has(name) ? Abi.host().constant(name) : 0;
        }
        return flags;
    }
}
