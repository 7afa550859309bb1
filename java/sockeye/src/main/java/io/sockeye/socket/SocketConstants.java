package io.sockeye.socket;

import io.sockeye.engine.Abi;

/**
 * The constants of Python's {@code socket} module, with the values of this host.
 *
 * <p>A constant that the host lacks holds {@link Sockets#ABSENT}; {@link Sockets#has} asks by name,
 * and a call that is given an absent constant throws and says so. None is a compile-time constant,
 * so they do not work as {@code case} labels. Import them through {@code Sockets.*}.
 */
public abstract sealed class SocketConstants permits Sockets {
    /** Address families. */
    public static final int AF_ALG = of("AF_ALG"),
            AF_APPLETALK = of("AF_APPLETALK"),
            AF_ASH = of("AF_ASH"),
            AF_ATMPVC = of("AF_ATMPVC"),
            AF_ATMSVC = of("AF_ATMSVC"),
            AF_AX25 = of("AF_AX25"),
            AF_BLUETOOTH = of("AF_BLUETOOTH"),
            AF_BRIDGE = of("AF_BRIDGE"),
            AF_CAN = of("AF_CAN"),
            AF_DECnet = of("AF_DECnet"),
            AF_ECONET = of("AF_ECONET"),
            AF_INET = of("AF_INET"),
            AF_INET6 = of("AF_INET6"),
            AF_IPX = of("AF_IPX"),
            AF_IRDA = of("AF_IRDA"),
            AF_KEY = of("AF_KEY"),
            AF_LINK = of("AF_LINK"),
            AF_LLC = of("AF_LLC"),
            AF_NETBEUI = of("AF_NETBEUI"),
            AF_NETLINK = of("AF_NETLINK"),
            AF_NETROM = of("AF_NETROM"),
            AF_PACKET = of("AF_PACKET"),
            AF_PPPOX = of("AF_PPPOX"),
            AF_QIPCRTR = of("AF_QIPCRTR"),
            AF_RDS = of("AF_RDS"),
            AF_ROSE = of("AF_ROSE"),
            AF_ROUTE = of("AF_ROUTE"),
            AF_SECURITY = of("AF_SECURITY"),
            AF_SNA = of("AF_SNA"),
            AF_SYSTEM = of("AF_SYSTEM"),
            AF_TIPC = of("AF_TIPC"),
            AF_UNIX = of("AF_UNIX"),
            AF_UNSPEC = of("AF_UNSPEC"),
            AF_VSOCK = of("AF_VSOCK"),
            AF_WANPIPE = of("AF_WANPIPE"),
            AF_X25 = of("AF_X25");

    /** Protocol families that have no AF_ twin. */
    public static final int PF_CAN = of("PF_CAN"),
            PF_PACKET = of("PF_PACKET"),
            PF_RDS = of("PF_RDS");

    /** Socket types and the two flags that may be or-ed into them. */
    public static final int SOCK_CLOEXEC = of("SOCK_CLOEXEC"),
            SOCK_DGRAM = of("SOCK_DGRAM"),
            SOCK_NONBLOCK = of("SOCK_NONBLOCK"),
            SOCK_RAW = of("SOCK_RAW"),
            SOCK_RDM = of("SOCK_RDM"),
            SOCK_SEQPACKET = of("SOCK_SEQPACKET"),
            SOCK_STREAM = of("SOCK_STREAM");

    /** Protocol numbers, for the third argument of {@code socket} and as option levels. */
    public static final int IPPROTO_AH = of("IPPROTO_AH"),
            IPPROTO_DSTOPTS = of("IPPROTO_DSTOPTS"),
            IPPROTO_EGP = of("IPPROTO_EGP"),
            IPPROTO_ESP = of("IPPROTO_ESP"),
            IPPROTO_FRAGMENT = of("IPPROTO_FRAGMENT"),
            IPPROTO_GRE = of("IPPROTO_GRE"),
            IPPROTO_HOPOPTS = of("IPPROTO_HOPOPTS"),
            IPPROTO_ICMP = of("IPPROTO_ICMP"),
            IPPROTO_ICMPV6 = of("IPPROTO_ICMPV6"),
            IPPROTO_IDP = of("IPPROTO_IDP"),
            IPPROTO_IGMP = of("IPPROTO_IGMP"),
            IPPROTO_IP = of("IPPROTO_IP"),
            IPPROTO_IPIP = of("IPPROTO_IPIP"),
            IPPROTO_IPV6 = of("IPPROTO_IPV6"),
            IPPROTO_MPTCP = of("IPPROTO_MPTCP"),
            IPPROTO_NONE = of("IPPROTO_NONE"),
            IPPROTO_PIM = of("IPPROTO_PIM"),
            IPPROTO_PUP = of("IPPROTO_PUP"),
            IPPROTO_RAW = of("IPPROTO_RAW"),
            IPPROTO_ROUTING = of("IPPROTO_ROUTING"),
            IPPROTO_RSVP = of("IPPROTO_RSVP"),
            IPPROTO_SCTP = of("IPPROTO_SCTP"),
            IPPROTO_TCP = of("IPPROTO_TCP"),
            IPPROTO_TP = of("IPPROTO_TP"),
            IPPROTO_UDP = of("IPPROTO_UDP"),
            IPPROTO_UDPLITE = of("IPPROTO_UDPLITE");

    /** Port borders. */
    public static final int IPPORT_RESERVED = of("IPPORT_RESERVED"),
            IPPORT_USERRESERVED = of("IPPORT_USERRESERVED");

    /** The longest queue of pending connections that {@code listen} accepts. */
    public static final int SOMAXCONN = of("SOMAXCONN");

    /** Halves of a connection, for {@code shutdown}. */
    public static final int SHUT_RD = of("SHUT_RD"),
            SHUT_RDWR = of("SHUT_RDWR"),
            SHUT_WR = of("SHUT_WR");

    /** Option levels. */
    public static final int SOL_ALG = of("SOL_ALG"),
            SOL_CAN_BASE = of("SOL_CAN_BASE"),
            SOL_CAN_RAW = of("SOL_CAN_RAW"),
            SOL_IP = of("SOL_IP"),
            SOL_RDS = of("SOL_RDS"),
            SOL_SOCKET = of("SOL_SOCKET"),
            SOL_TCP = of("SOL_TCP"),
            SOL_TIPC = of("SOL_TIPC"),
            SOL_UDP = of("SOL_UDP");

    /** Options of level {@code SOL_SOCKET}; socket(7). */
    public static final int SO_ACCEPTCONN = of("SO_ACCEPTCONN"),
            SO_BINDTODEVICE = of("SO_BINDTODEVICE"),
            SO_BROADCAST = of("SO_BROADCAST"),
            SO_DEBUG = of("SO_DEBUG"),
            SO_DOMAIN = of("SO_DOMAIN"),
            SO_DONTROUTE = of("SO_DONTROUTE"),
            SO_ERROR = of("SO_ERROR"),
            SO_EXCLUSIVEADDRUSE = of("SO_EXCLUSIVEADDRUSE"),
            SO_INCOMING_CPU = of("SO_INCOMING_CPU"),
            SO_KEEPALIVE = of("SO_KEEPALIVE"),
            SO_LINGER = of("SO_LINGER"),
            SO_MARK = of("SO_MARK"),
            SO_OOBINLINE = of("SO_OOBINLINE"),
            SO_PASSCRED = of("SO_PASSCRED"),
            SO_PASSSEC = of("SO_PASSSEC"),
            SO_PEERCRED = of("SO_PEERCRED"),
            SO_PEERSEC = of("SO_PEERSEC"),
            SO_PRIORITY = of("SO_PRIORITY"),
            SO_PROTOCOL = of("SO_PROTOCOL"),
            SO_RCVBUF = of("SO_RCVBUF"),
            SO_RCVLOWAT = of("SO_RCVLOWAT"),
            SO_RCVTIMEO = of("SO_RCVTIMEO"),
            SO_REUSEADDR = of("SO_REUSEADDR"),
            SO_REUSEPORT = of("SO_REUSEPORT"),
            SO_SNDBUF = of("SO_SNDBUF"),
            SO_SNDLOWAT = of("SO_SNDLOWAT"),
            SO_SNDTIMEO = of("SO_SNDTIMEO"),
            SO_TYPE = of("SO_TYPE"),
            SO_USELOOPBACK = of("SO_USELOOPBACK");

    /** Options of level {@code IPPROTO_TCP}; tcp(7). */
    public static final int TCP_CONGESTION = of("TCP_CONGESTION"),
            TCP_CONNECTION_INFO = of("TCP_CONNECTION_INFO"),
            TCP_CORK = of("TCP_CORK"),
            TCP_DEFER_ACCEPT = of("TCP_DEFER_ACCEPT"),
            TCP_FASTOPEN = of("TCP_FASTOPEN"),
            TCP_INFO = of("TCP_INFO"),
            TCP_KEEPALIVE = of("TCP_KEEPALIVE"),
            TCP_KEEPCNT = of("TCP_KEEPCNT"),
            TCP_KEEPIDLE = of("TCP_KEEPIDLE"),
            TCP_KEEPINTVL = of("TCP_KEEPINTVL"),
            TCP_LINGER2 = of("TCP_LINGER2"),
            TCP_MAXSEG = of("TCP_MAXSEG"),
            TCP_NODELAY = of("TCP_NODELAY"),
            TCP_NOTSENT_LOWAT = of("TCP_NOTSENT_LOWAT"),
            TCP_QUICKACK = of("TCP_QUICKACK"),
            TCP_SYNCNT = of("TCP_SYNCNT"),
            TCP_USER_TIMEOUT = of("TCP_USER_TIMEOUT"),
            TCP_WINDOW_CLAMP = of("TCP_WINDOW_CLAMP");

    /** Options of level {@code IPPROTO_IP}; ip(7). */
    public static final int IP_ADD_MEMBERSHIP = of("IP_ADD_MEMBERSHIP"),
            IP_BIND_ADDRESS_NO_PORT = of("IP_BIND_ADDRESS_NO_PORT"),
            IP_DEFAULT_MULTICAST_LOOP = of("IP_DEFAULT_MULTICAST_LOOP"),
            IP_DEFAULT_MULTICAST_TTL = of("IP_DEFAULT_MULTICAST_TTL"),
            IP_DROP_MEMBERSHIP = of("IP_DROP_MEMBERSHIP"),
            IP_HDRINCL = of("IP_HDRINCL"),
            IP_MAX_MEMBERSHIPS = of("IP_MAX_MEMBERSHIPS"),
            IP_MULTICAST_IF = of("IP_MULTICAST_IF"),
            IP_MULTICAST_LOOP = of("IP_MULTICAST_LOOP"),
            IP_MULTICAST_TTL = of("IP_MULTICAST_TTL"),
            IP_OPTIONS = of("IP_OPTIONS"),
            IP_RECVDSTADDR = of("IP_RECVDSTADDR"),
            IP_RECVOPTS = of("IP_RECVOPTS"),
            IP_RECVRETOPTS = of("IP_RECVRETOPTS"),
            IP_RECVTOS = of("IP_RECVTOS"),
            IP_RETOPTS = of("IP_RETOPTS"),
            IP_TOS = of("IP_TOS"),
            IP_TRANSPARENT = of("IP_TRANSPARENT"),
            IP_TTL = of("IP_TTL");

    /** Options of level {@code IPPROTO_IPV6}; ipv6(7), RFC 3542. */
    public static final int IPV6_CHECKSUM = of("IPV6_CHECKSUM"),
            IPV6_DONTFRAG = of("IPV6_DONTFRAG"),
            IPV6_DSTOPTS = of("IPV6_DSTOPTS"),
            IPV6_HOPLIMIT = of("IPV6_HOPLIMIT"),
            IPV6_HOPOPTS = of("IPV6_HOPOPTS"),
            IPV6_JOIN_GROUP = of("IPV6_JOIN_GROUP"),
            IPV6_LEAVE_GROUP = of("IPV6_LEAVE_GROUP"),
            IPV6_MULTICAST_HOPS = of("IPV6_MULTICAST_HOPS"),
            IPV6_MULTICAST_IF = of("IPV6_MULTICAST_IF"),
            IPV6_MULTICAST_LOOP = of("IPV6_MULTICAST_LOOP"),
            IPV6_NEXTHOP = of("IPV6_NEXTHOP"),
            IPV6_PATHMTU = of("IPV6_PATHMTU"),
            IPV6_PKTINFO = of("IPV6_PKTINFO"),
            IPV6_RECVDSTOPTS = of("IPV6_RECVDSTOPTS"),
            IPV6_RECVHOPLIMIT = of("IPV6_RECVHOPLIMIT"),
            IPV6_RECVHOPOPTS = of("IPV6_RECVHOPOPTS"),
            IPV6_RECVPATHMTU = of("IPV6_RECVPATHMTU"),
            IPV6_RECVPKTINFO = of("IPV6_RECVPKTINFO"),
            IPV6_RECVRTHDR = of("IPV6_RECVRTHDR"),
            IPV6_RECVTCLASS = of("IPV6_RECVTCLASS"),
            IPV6_RTHDR = of("IPV6_RTHDR"),
            IPV6_RTHDRDSTOPTS = of("IPV6_RTHDRDSTOPTS"),
            IPV6_RTHDR_TYPE_0 = of("IPV6_RTHDR_TYPE_0"),
            IPV6_TCLASS = of("IPV6_TCLASS"),
            IPV6_UNICAST_HOPS = of("IPV6_UNICAST_HOPS"),
            IPV6_V6ONLY = of("IPV6_V6ONLY");

    /** Flags of single send and receive calls; recv(2), send(2). */
    public static final int MSG_CMSG_CLOEXEC = of("MSG_CMSG_CLOEXEC"),
            MSG_CONFIRM = of("MSG_CONFIRM"),
            MSG_CTRUNC = of("MSG_CTRUNC"),
            MSG_DONTROUTE = of("MSG_DONTROUTE"),
            MSG_DONTWAIT = of("MSG_DONTWAIT"),
            MSG_EOF = of("MSG_EOF"),
            MSG_EOR = of("MSG_EOR"),
            MSG_ERRQUEUE = of("MSG_ERRQUEUE"),
            MSG_FASTOPEN = of("MSG_FASTOPEN"),
            MSG_MORE = of("MSG_MORE"),
            MSG_NOSIGNAL = of("MSG_NOSIGNAL"),
            MSG_OOB = of("MSG_OOB"),
            MSG_PEEK = of("MSG_PEEK"),
            MSG_TRUNC = of("MSG_TRUNC"),
            MSG_WAITALL = of("MSG_WAITALL");

    /** Types of control messages of level {@code SOL_SOCKET}. */
    public static final int SCM_CREDENTIALS = of("SCM_CREDENTIALS"),
            SCM_CREDS = of("SCM_CREDS"),
            SCM_RIGHTS = of("SCM_RIGHTS");

    /** Flags of {@code getaddrinfo}. */
    public static final int AI_ADDRCONFIG = of("AI_ADDRCONFIG"),
            AI_ALL = of("AI_ALL"),
            AI_CANONNAME = of("AI_CANONNAME"),
            AI_DEFAULT = of("AI_DEFAULT"),
            AI_MASK = of("AI_MASK"),
            AI_NUMERICHOST = of("AI_NUMERICHOST"),
            AI_NUMERICSERV = of("AI_NUMERICSERV"),
            AI_PASSIVE = of("AI_PASSIVE"),
            AI_V4MAPPED = of("AI_V4MAPPED"),
            AI_V4MAPPED_CFG = of("AI_V4MAPPED_CFG");

    /** Codes of a {@link GaiException}; getaddrinfo(3). Their sign differs by OS. */
    public static final int EAI_ADDRFAMILY = of("EAI_ADDRFAMILY"),
            EAI_AGAIN = of("EAI_AGAIN"),
            EAI_BADFLAGS = of("EAI_BADFLAGS"),
            EAI_BADHINTS = of("EAI_BADHINTS"),
            EAI_FAIL = of("EAI_FAIL"),
            EAI_FAMILY = of("EAI_FAMILY"),
            EAI_MEMORY = of("EAI_MEMORY"),
            EAI_NODATA = of("EAI_NODATA"),
            EAI_NONAME = of("EAI_NONAME"),
            EAI_OVERFLOW = of("EAI_OVERFLOW"),
            EAI_PROTOCOL = of("EAI_PROTOCOL"),
            EAI_SERVICE = of("EAI_SERVICE"),
            EAI_SOCKTYPE = of("EAI_SOCKTYPE"),
            EAI_SYSTEM = of("EAI_SYSTEM");

    /** Flags of {@code getnameinfo} and the sizes it needs at most. */
    public static final int NI_DGRAM = of("NI_DGRAM"),
            NI_MAXHOST = of("NI_MAXHOST"),
            NI_MAXSERV = of("NI_MAXSERV"),
            NI_NAMEREQD = of("NI_NAMEREQD"),
            NI_NOFQDN = of("NI_NOFQDN"),
            NI_NUMERICHOST = of("NI_NUMERICHOST"),
            NI_NUMERICSERV = of("NI_NUMERICSERV");

    /** Options of UDP-Lite sockets. */
    public static final int UDPLITE_RECV_CSCOV = of("UDPLITE_RECV_CSCOV"),
            UDPLITE_SEND_CSCOV = of("UDPLITE_SEND_CSCOV");

    /** IPv4 addresses as unsigned 32-bit numbers in host order. */
    public static final long INADDR_ALLHOSTS_GROUP = 3758096385L,
            INADDR_ANY = 0L,
            INADDR_BROADCAST = 4294967295L,
            INADDR_LOOPBACK = 2130706433L,
            INADDR_MAX_LOCAL_GROUP = 3758096639L,
            INADDR_NONE = 4294967295L,
            INADDR_UNSPEC_GROUP = 3758096384L;

    SocketConstants() {}

    private static int of(String name) {
        return Abi.host().constant(name);
    }
}
