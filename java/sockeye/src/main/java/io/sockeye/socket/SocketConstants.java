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
            AF_DIVERT = of("AF_DIVERT"),
            AF_ECONET = of("AF_ECONET"),
            AF_HYPERV = of("AF_HYPERV"),
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
            PF_DIVERT = of("PF_DIVERT"),
            PF_PACKET = of("PF_PACKET"),
            PF_RDS = of("PF_RDS"),
            PF_SYSTEM = of("PF_SYSTEM");

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
            IPPROTO_BIP = of("IPPROTO_BIP"),
            IPPROTO_CBT = of("IPPROTO_CBT"),
            IPPROTO_DSTOPTS = of("IPPROTO_DSTOPTS"),
            IPPROTO_EGP = of("IPPROTO_EGP"),
            IPPROTO_EON = of("IPPROTO_EON"),
            IPPROTO_ESP = of("IPPROTO_ESP"),
            IPPROTO_FRAGMENT = of("IPPROTO_FRAGMENT"),
            IPPROTO_GGP = of("IPPROTO_GGP"),
            IPPROTO_GRE = of("IPPROTO_GRE"),
            IPPROTO_HELLO = of("IPPROTO_HELLO"),
            IPPROTO_HOPOPTS = of("IPPROTO_HOPOPTS"),
            IPPROTO_ICLFXBM = of("IPPROTO_ICLFXBM"),
            IPPROTO_ICMP = of("IPPROTO_ICMP"),
            IPPROTO_ICMPV6 = of("IPPROTO_ICMPV6"),
            IPPROTO_IDP = of("IPPROTO_IDP"),
            IPPROTO_IGMP = of("IPPROTO_IGMP"),
            IPPROTO_IGP = of("IPPROTO_IGP"),
            IPPROTO_IP = of("IPPROTO_IP"),
            IPPROTO_IPCOMP = of("IPPROTO_IPCOMP"),
            IPPROTO_IPIP = of("IPPROTO_IPIP"),
            IPPROTO_IPV4 = of("IPPROTO_IPV4"),
            IPPROTO_IPV6 = of("IPPROTO_IPV6"),
            IPPROTO_L2TP = of("IPPROTO_L2TP"),
            IPPROTO_MAX = of("IPPROTO_MAX"),
            IPPROTO_MOBILE = of("IPPROTO_MOBILE"),
            IPPROTO_MPTCP = of("IPPROTO_MPTCP"),
            IPPROTO_ND = of("IPPROTO_ND"),
            IPPROTO_NONE = of("IPPROTO_NONE"),
            IPPROTO_PGM = of("IPPROTO_PGM"),
            IPPROTO_PIM = of("IPPROTO_PIM"),
            IPPROTO_PUP = of("IPPROTO_PUP"),
            IPPROTO_RAW = of("IPPROTO_RAW"),
            IPPROTO_RDP = of("IPPROTO_RDP"),
            IPPROTO_ROUTING = of("IPPROTO_ROUTING"),
            IPPROTO_RSVP = of("IPPROTO_RSVP"),
            IPPROTO_SCTP = of("IPPROTO_SCTP"),
            IPPROTO_ST = of("IPPROTO_ST"),
            IPPROTO_TCP = of("IPPROTO_TCP"),
            IPPROTO_TP = of("IPPROTO_TP"),
            IPPROTO_UDP = of("IPPROTO_UDP"),
            IPPROTO_UDPLITE = of("IPPROTO_UDPLITE"),
            IPPROTO_VRRP = of("IPPROTO_VRRP"),
            IPPROTO_XTP = of("IPPROTO_XTP");

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
            SOL_BLUETOOTH = of("SOL_BLUETOOTH"),
            SOL_CAN_BASE = of("SOL_CAN_BASE"),
            SOL_CAN_RAW = of("SOL_CAN_RAW"),
            SOL_ICMPV6 = of("SOL_ICMPV6"),
            SOL_IP = of("SOL_IP"),
            SOL_IPV6 = of("SOL_IPV6"),
            SOL_MPTCP = of("SOL_MPTCP"),
            SOL_NETLINK = of("SOL_NETLINK"),
            SOL_PACKET = of("SOL_PACKET"),
            SOL_RAW = of("SOL_RAW"),
            SOL_RDS = of("SOL_RDS"),
            SOL_SOCKET = of("SOL_SOCKET"),
            SOL_TCP = of("SOL_TCP"),
            SOL_TIPC = of("SOL_TIPC"),
            SOL_TLS = of("SOL_TLS"),
            SOL_UDP = of("SOL_UDP"),
            SOL_VSOCK = of("SOL_VSOCK"),
            SOL_XDP = of("SOL_XDP");

    /** Options of level {@code SOL_SOCKET}; socket(7). */
    public static final int SO_ACCEPTCONN = of("SO_ACCEPTCONN"),
            SO_ATTACH_FILTER = of("SO_ATTACH_FILTER"),
            SO_ATTACH_REUSEPORT_CBPF = of("SO_ATTACH_REUSEPORT_CBPF"),
            SO_ATTACH_REUSEPORT_EBPF = of("SO_ATTACH_REUSEPORT_EBPF"),
            SO_BINDTODEVICE = of("SO_BINDTODEVICE"),
            SO_BINDTOIFINDEX = of("SO_BINDTOIFINDEX"),
            SO_BROADCAST = of("SO_BROADCAST"),
            SO_BUSY_POLL = of("SO_BUSY_POLL"),
            SO_COOKIE = of("SO_COOKIE"),
            SO_DEBUG = of("SO_DEBUG"),
            SO_DETACH_FILTER = of("SO_DETACH_FILTER"),
            SO_DOMAIN = of("SO_DOMAIN"),
            SO_DONTROUTE = of("SO_DONTROUTE"),
            SO_ERROR = of("SO_ERROR"),
            SO_EXCLUSIVEADDRUSE = of("SO_EXCLUSIVEADDRUSE"),
            SO_INCOMING_CPU = of("SO_INCOMING_CPU"),
            SO_INCOMING_NAPI_ID = of("SO_INCOMING_NAPI_ID"),
            SO_KEEPALIVE = of("SO_KEEPALIVE"),
            SO_LINGER = of("SO_LINGER"),
            SO_LOCK_FILTER = of("SO_LOCK_FILTER"),
            SO_MARK = of("SO_MARK"),
            SO_MAX_PACING_RATE = of("SO_MAX_PACING_RATE"),
            SO_MEMINFO = of("SO_MEMINFO"),
            SO_NETNS_COOKIE = of("SO_NETNS_COOKIE"),
            SO_OOBINLINE = of("SO_OOBINLINE"),
            SO_ORIGINAL_DST = of("SO_ORIGINAL_DST"),
            SO_PASSCRED = of("SO_PASSCRED"),
            SO_PASSRIGHTS = of("SO_PASSRIGHTS"),
            SO_PASSSEC = of("SO_PASSSEC"),
            SO_PEEK_OFF = of("SO_PEEK_OFF"),
            SO_PEERCRED = of("SO_PEERCRED"),
            SO_PEERGROUPS = of("SO_PEERGROUPS"),
            SO_PEERSEC = of("SO_PEERSEC"),
            SO_PREFER_BUSY_POLL = of("SO_PREFER_BUSY_POLL"),
            SO_PRIORITY = of("SO_PRIORITY"),
            SO_PROTOCOL = of("SO_PROTOCOL"),
            SO_RCVBUF = of("SO_RCVBUF"),
            SO_RCVBUFFORCE = of("SO_RCVBUFFORCE"),
            SO_RCVLOWAT = of("SO_RCVLOWAT"),
            SO_RCVTIMEO = of("SO_RCVTIMEO"),
            SO_RESERVE_MEM = of("SO_RESERVE_MEM"),
            SO_REUSEADDR = of("SO_REUSEADDR"),
            SO_REUSEPORT = of("SO_REUSEPORT"),
            SO_RTABLE = of("SO_RTABLE"),
            SO_RXQ_OVFL = of("SO_RXQ_OVFL"),
            SO_SETFIB = of("SO_SETFIB"),
            SO_SNDBUF = of("SO_SNDBUF"),
            SO_SNDBUFFORCE = of("SO_SNDBUFFORCE"),
            SO_SNDLOWAT = of("SO_SNDLOWAT"),
            SO_SNDTIMEO = of("SO_SNDTIMEO"),
            SO_TIMESTAMP = of("SO_TIMESTAMP"),
            SO_TIMESTAMPING = of("SO_TIMESTAMPING"),
            SO_TIMESTAMPNS = of("SO_TIMESTAMPNS"),
            SO_TXTIME = of("SO_TXTIME"),
            SO_TYPE = of("SO_TYPE"),
            SO_USELOOPBACK = of("SO_USELOOPBACK"),
            SO_USER_COOKIE = of("SO_USER_COOKIE"),
            SO_ZEROCOPY = of("SO_ZEROCOPY");

    /** Options of level {@code IPPROTO_TCP}; tcp(7). */
    public static final int TCP_CC_INFO = of("TCP_CC_INFO"),
            TCP_CM_INQ = of("TCP_CM_INQ"),
            TCP_CONGESTION = of("TCP_CONGESTION"),
            TCP_CONNECTION_INFO = of("TCP_CONNECTION_INFO"),
            TCP_CORK = of("TCP_CORK"),
            TCP_DEFER_ACCEPT = of("TCP_DEFER_ACCEPT"),
            TCP_FASTOPEN = of("TCP_FASTOPEN"),
            TCP_FASTOPEN_CONNECT = of("TCP_FASTOPEN_CONNECT"),
            TCP_FASTOPEN_KEY = of("TCP_FASTOPEN_KEY"),
            TCP_FASTOPEN_NO_COOKIE = of("TCP_FASTOPEN_NO_COOKIE"),
            TCP_INFO = of("TCP_INFO"),
            TCP_INQ = of("TCP_INQ"),
            TCP_KEEPALIVE = of("TCP_KEEPALIVE"),
            TCP_KEEPCNT = of("TCP_KEEPCNT"),
            TCP_KEEPIDLE = of("TCP_KEEPIDLE"),
            TCP_KEEPINTVL = of("TCP_KEEPINTVL"),
            TCP_LINGER2 = of("TCP_LINGER2"),
            TCP_MAXSEG = of("TCP_MAXSEG"),
            TCP_MD5SIG = of("TCP_MD5SIG"),
            TCP_MD5SIG_EXT = of("TCP_MD5SIG_EXT"),
            TCP_NODELAY = of("TCP_NODELAY"),
            TCP_NOTSENT_LOWAT = of("TCP_NOTSENT_LOWAT"),
            TCP_QUEUE_SEQ = of("TCP_QUEUE_SEQ"),
            TCP_QUICKACK = of("TCP_QUICKACK"),
            TCP_REPAIR = of("TCP_REPAIR"),
            TCP_REPAIR_OPTIONS = of("TCP_REPAIR_OPTIONS"),
            TCP_REPAIR_QUEUE = of("TCP_REPAIR_QUEUE"),
            TCP_REPAIR_WINDOW = of("TCP_REPAIR_WINDOW"),
            TCP_SAVED_SYN = of("TCP_SAVED_SYN"),
            TCP_SAVE_SYN = of("TCP_SAVE_SYN"),
            TCP_SYNCNT = of("TCP_SYNCNT"),
            TCP_THIN_DUPACK = of("TCP_THIN_DUPACK"),
            TCP_THIN_LINEAR_TIMEOUTS = of("TCP_THIN_LINEAR_TIMEOUTS"),
            TCP_TIMESTAMP = of("TCP_TIMESTAMP"),
            TCP_TX_DELAY = of("TCP_TX_DELAY"),
            TCP_ULP = of("TCP_ULP"),
            TCP_USER_TIMEOUT = of("TCP_USER_TIMEOUT"),
            TCP_WINDOW_CLAMP = of("TCP_WINDOW_CLAMP"),
            TCP_ZEROCOPY_RECEIVE = of("TCP_ZEROCOPY_RECEIVE");

    /** Options of level {@code IPPROTO_IP}; ip(7). */
    public static final int IP_ADD_MEMBERSHIP = of("IP_ADD_MEMBERSHIP"),
            IP_ADD_SOURCE_MEMBERSHIP = of("IP_ADD_SOURCE_MEMBERSHIP"),
            IP_BIND_ADDRESS_NO_PORT = of("IP_BIND_ADDRESS_NO_PORT"),
            IP_BLOCK_SOURCE = of("IP_BLOCK_SOURCE"),
            IP_CHECKSUM = of("IP_CHECKSUM"),
            IP_DEFAULT_MULTICAST_LOOP = of("IP_DEFAULT_MULTICAST_LOOP"),
            IP_DEFAULT_MULTICAST_TTL = of("IP_DEFAULT_MULTICAST_TTL"),
            IP_DROP_MEMBERSHIP = of("IP_DROP_MEMBERSHIP"),
            IP_DROP_SOURCE_MEMBERSHIP = of("IP_DROP_SOURCE_MEMBERSHIP"),
            IP_FREEBIND = of("IP_FREEBIND"),
            IP_HDRINCL = of("IP_HDRINCL"),
            IP_LOCAL_PORT_RANGE = of("IP_LOCAL_PORT_RANGE"),
            IP_MAX_MEMBERSHIPS = of("IP_MAX_MEMBERSHIPS"),
            IP_MINTTL = of("IP_MINTTL"),
            IP_MTU = of("IP_MTU"),
            IP_MTU_DISCOVER = of("IP_MTU_DISCOVER"),
            IP_MULTICAST_ALL = of("IP_MULTICAST_ALL"),
            IP_MULTICAST_IF = of("IP_MULTICAST_IF"),
            IP_MULTICAST_LOOP = of("IP_MULTICAST_LOOP"),
            IP_MULTICAST_TTL = of("IP_MULTICAST_TTL"),
            IP_NODEFRAG = of("IP_NODEFRAG"),
            IP_OPTIONS = of("IP_OPTIONS"),
            IP_ORIGDSTADDR = of("IP_ORIGDSTADDR"),
            IP_PASSSEC = of("IP_PASSSEC"),
            IP_PKTINFO = of("IP_PKTINFO"),
            IP_PMTUDISC_DO = of("IP_PMTUDISC_DO"),
            IP_PMTUDISC_DONT = of("IP_PMTUDISC_DONT"),
            IP_PMTUDISC_INTERFACE = of("IP_PMTUDISC_INTERFACE"),
            IP_PMTUDISC_OMIT = of("IP_PMTUDISC_OMIT"),
            IP_PMTUDISC_PROBE = of("IP_PMTUDISC_PROBE"),
            IP_PMTUDISC_WANT = of("IP_PMTUDISC_WANT"),
            IP_RECVDSTADDR = of("IP_RECVDSTADDR"),
            IP_RECVERR = of("IP_RECVERR"),
            IP_RECVFRAGSIZE = of("IP_RECVFRAGSIZE"),
            IP_RECVOPTS = of("IP_RECVOPTS"),
            IP_RECVORIGDSTADDR = of("IP_RECVORIGDSTADDR"),
            IP_RECVRETOPTS = of("IP_RECVRETOPTS"),
            IP_RECVTOS = of("IP_RECVTOS"),
            IP_RECVTTL = of("IP_RECVTTL"),
            IP_RETOPTS = of("IP_RETOPTS"),
            IP_TOS = of("IP_TOS"),
            IP_TRANSPARENT = of("IP_TRANSPARENT"),
            IP_TTL = of("IP_TTL"),
            IP_UNBLOCK_SOURCE = of("IP_UNBLOCK_SOURCE"),
            IP_UNICAST_IF = of("IP_UNICAST_IF");

    /** Options of level {@code IPPROTO_IPV6}; ipv6(7), RFC 3542. */
    public static final int IPV6_ADDRFORM = of("IPV6_ADDRFORM"),
            IPV6_ADDR_PREFERENCES = of("IPV6_ADDR_PREFERENCES"),
            IPV6_ADD_MEMBERSHIP = of("IPV6_ADD_MEMBERSHIP"),
            IPV6_AUTOFLOWLABEL = of("IPV6_AUTOFLOWLABEL"),
            IPV6_CHECKSUM = of("IPV6_CHECKSUM"),
            IPV6_DONTFRAG = of("IPV6_DONTFRAG"),
            IPV6_DROP_MEMBERSHIP = of("IPV6_DROP_MEMBERSHIP"),
            IPV6_DSTOPTS = of("IPV6_DSTOPTS"),
            IPV6_FLOWINFO = of("IPV6_FLOWINFO"),
            IPV6_FLOWINFO_SEND = of("IPV6_FLOWINFO_SEND"),
            IPV6_FLOWLABEL_MGR = of("IPV6_FLOWLABEL_MGR"),
            IPV6_FREEBIND = of("IPV6_FREEBIND"),
            IPV6_HDRINCL = of("IPV6_HDRINCL"),
            IPV6_HOPLIMIT = of("IPV6_HOPLIMIT"),
            IPV6_HOPOPTS = of("IPV6_HOPOPTS"),
            IPV6_JOIN_ANYCAST = of("IPV6_JOIN_ANYCAST"),
            IPV6_JOIN_GROUP = of("IPV6_JOIN_GROUP"),
            IPV6_LEAVE_ANYCAST = of("IPV6_LEAVE_ANYCAST"),
            IPV6_LEAVE_GROUP = of("IPV6_LEAVE_GROUP"),
            IPV6_MINHOPCOUNT = of("IPV6_MINHOPCOUNT"),
            IPV6_MTU = of("IPV6_MTU"),
            IPV6_MTU_DISCOVER = of("IPV6_MTU_DISCOVER"),
            IPV6_MULTICAST_ALL = of("IPV6_MULTICAST_ALL"),
            IPV6_MULTICAST_HOPS = of("IPV6_MULTICAST_HOPS"),
            IPV6_MULTICAST_IF = of("IPV6_MULTICAST_IF"),
            IPV6_MULTICAST_LOOP = of("IPV6_MULTICAST_LOOP"),
            IPV6_NEXTHOP = of("IPV6_NEXTHOP"),
            IPV6_PATHMTU = of("IPV6_PATHMTU"),
            IPV6_PKTINFO = of("IPV6_PKTINFO"),
            IPV6_RECVDSTOPTS = of("IPV6_RECVDSTOPTS"),
            IPV6_RECVERR = of("IPV6_RECVERR"),
            IPV6_RECVHOPLIMIT = of("IPV6_RECVHOPLIMIT"),
            IPV6_RECVHOPOPTS = of("IPV6_RECVHOPOPTS"),
            IPV6_RECVORIGDSTADDR = of("IPV6_RECVORIGDSTADDR"),
            IPV6_RECVPATHMTU = of("IPV6_RECVPATHMTU"),
            IPV6_RECVPKTINFO = of("IPV6_RECVPKTINFO"),
            IPV6_RECVRTHDR = of("IPV6_RECVRTHDR"),
            IPV6_RECVTCLASS = of("IPV6_RECVTCLASS"),
            IPV6_ROUTER_ALERT = of("IPV6_ROUTER_ALERT"),
            IPV6_RTHDR = of("IPV6_RTHDR"),
            IPV6_RTHDRDSTOPTS = of("IPV6_RTHDRDSTOPTS"),
            IPV6_RTHDR_TYPE_0 = of("IPV6_RTHDR_TYPE_0"),
            IPV6_TCLASS = of("IPV6_TCLASS"),
            IPV6_TRANSPARENT = of("IPV6_TRANSPARENT"),
            IPV6_UNICAST_HOPS = of("IPV6_UNICAST_HOPS"),
            IPV6_UNICAST_IF = of("IPV6_UNICAST_IF"),
            IPV6_USE_MIN_MTU = of("IPV6_USE_MIN_MTU"),
            IPV6_V6ONLY = of("IPV6_V6ONLY");

    /** Flags of single send and receive calls; recv(2), send(2). */
    public static final int MSG_BCAST = of("MSG_BCAST"),
            MSG_CMSG_CLOEXEC = of("MSG_CMSG_CLOEXEC"),
            MSG_CONFIRM = of("MSG_CONFIRM"),
            MSG_CTRUNC = of("MSG_CTRUNC"),
            MSG_DONTROUTE = of("MSG_DONTROUTE"),
            MSG_DONTWAIT = of("MSG_DONTWAIT"),
            MSG_EOF = of("MSG_EOF"),
            MSG_EOR = of("MSG_EOR"),
            MSG_ERRQUEUE = of("MSG_ERRQUEUE"),
            MSG_FASTOPEN = of("MSG_FASTOPEN"),
            MSG_MCAST = of("MSG_MCAST"),
            MSG_MORE = of("MSG_MORE"),
            MSG_NOSIGNAL = of("MSG_NOSIGNAL"),
            MSG_NOTIFICATION = of("MSG_NOTIFICATION"),
            MSG_OOB = of("MSG_OOB"),
            MSG_PEEK = of("MSG_PEEK"),
            MSG_TRUNC = of("MSG_TRUNC"),
            MSG_WAITALL = of("MSG_WAITALL"),
            MSG_ZEROCOPY = of("MSG_ZEROCOPY");

    /** Types of control messages of level {@code SOL_SOCKET}. */
    public static final int SCM_CREDENTIALS = of("SCM_CREDENTIALS"),
            SCM_CREDS = of("SCM_CREDS"),
            SCM_CREDS2 = of("SCM_CREDS2"),
            SCM_J1939_DEST_ADDR = of("SCM_J1939_DEST_ADDR"),
            SCM_J1939_DEST_NAME = of("SCM_J1939_DEST_NAME"),
            SCM_J1939_ERRQUEUE = of("SCM_J1939_ERRQUEUE"),
            SCM_J1939_PRIO = of("SCM_J1939_PRIO"),
            SCM_RIGHTS = of("SCM_RIGHTS"),
            SCM_TIMESTAMP = of("SCM_TIMESTAMP"),
            SCM_TIMESTAMPING = of("SCM_TIMESTAMPING"),
            SCM_TIMESTAMPNS = of("SCM_TIMESTAMPNS");

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
            EAI_MAX = of("EAI_MAX"),
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
            NI_IDN = of("NI_IDN"),
            NI_MAXHOST = of("NI_MAXHOST"),
            NI_MAXSERV = of("NI_MAXSERV"),
            NI_NAMEREQD = of("NI_NAMEREQD"),
            NI_NOFQDN = of("NI_NOFQDN"),
            NI_NUMERICHOST = of("NI_NUMERICHOST"),
            NI_NUMERICSERV = of("NI_NUMERICSERV");

    /** Options of UDP-Lite sockets. */
    public static final int UDPLITE_RECV_CSCOV = of("UDPLITE_RECV_CSCOV"),
            UDPLITE_SEND_CSCOV = of("UDPLITE_SEND_CSCOV");

    /** Operations and options of AF_ALG sockets. */
    public static final int ALG_OP_DECRYPT = of("ALG_OP_DECRYPT"),
            ALG_OP_ENCRYPT = of("ALG_OP_ENCRYPT"),
            ALG_SET_AEAD_ASSOCLEN = of("ALG_SET_AEAD_ASSOCLEN"),
            ALG_SET_AEAD_AUTHSIZE = of("ALG_SET_AEAD_AUTHSIZE"),
            ALG_SET_IV = of("ALG_SET_IV"),
            ALG_SET_KEY = of("ALG_SET_KEY"),
            ALG_SET_OP = of("ALG_SET_OP");

    /** Marks a CAN identifier of 29 bits; a long, because it is unsigned. */
    public static final long CAN_EFF_FLAG = of("CAN_EFF_FLAG") & 0xffffffffL;

    /** CAN bus: protocols, options and identifiers; J1939. */
    public static final int CAN_BCM = of("CAN_BCM"),
            CAN_EFF_MASK = of("CAN_EFF_MASK"),
            CAN_ERR_FLAG = of("CAN_ERR_FLAG"),
            CAN_ERR_MASK = of("CAN_ERR_MASK"),
            CAN_ISOTP = of("CAN_ISOTP"),
            CAN_J1939 = of("CAN_J1939"),
            CAN_RAW = of("CAN_RAW"),
            CAN_RAW_FD_FRAMES = of("CAN_RAW_FD_FRAMES"),
            CAN_RAW_FILTER = of("CAN_RAW_FILTER"),
            CAN_RAW_JOIN_FILTERS = of("CAN_RAW_JOIN_FILTERS"),
            CAN_RAW_LOOPBACK = of("CAN_RAW_LOOPBACK"),
            CAN_RAW_RECV_OWN_MSGS = of("CAN_RAW_RECV_OWN_MSGS"),
            CAN_RTR_FLAG = of("CAN_RTR_FLAG"),
            CAN_SFF_MASK = of("CAN_SFF_MASK"),
            J1939_EE_INFO_NONE = of("J1939_EE_INFO_NONE"),
            J1939_EE_INFO_TX_ABORT = of("J1939_EE_INFO_TX_ABORT"),
            J1939_FILTER_MAX = of("J1939_FILTER_MAX"),
            J1939_IDLE_ADDR = of("J1939_IDLE_ADDR"),
            J1939_MAX_UNICAST_ADDR = of("J1939_MAX_UNICAST_ADDR"),
            J1939_NLA_BYTES_ACKED = of("J1939_NLA_BYTES_ACKED"),
            J1939_NLA_PAD = of("J1939_NLA_PAD"),
            J1939_NO_ADDR = of("J1939_NO_ADDR"),
            J1939_NO_NAME = of("J1939_NO_NAME"),
            J1939_NO_PGN = of("J1939_NO_PGN"),
            J1939_PGN_ADDRESS_CLAIMED = of("J1939_PGN_ADDRESS_CLAIMED"),
            J1939_PGN_ADDRESS_COMMANDED = of("J1939_PGN_ADDRESS_COMMANDED"),
            J1939_PGN_MAX = of("J1939_PGN_MAX"),
            J1939_PGN_PDU1_MAX = of("J1939_PGN_PDU1_MAX"),
            J1939_PGN_REQUEST = of("J1939_PGN_REQUEST"),
            SO_J1939_ERRQUEUE = of("SO_J1939_ERRQUEUE"),
            SO_J1939_FILTER = of("SO_J1939_FILTER"),
            SO_J1939_PROMISC = of("SO_J1939_PROMISC"),
            SO_J1939_SEND_PRIO = of("SO_J1939_SEND_PRIO");

    /** Ethernet protocols, for AF_PACKET. */
    public static final int ETHERTYPE_ARP = of("ETHERTYPE_ARP"),
            ETHERTYPE_IP = of("ETHERTYPE_IP"),
            ETHERTYPE_IPV6 = of("ETHERTYPE_IPV6"),
            ETHERTYPE_VLAN = of("ETHERTYPE_VLAN"),
            ETH_P_ALL = of("ETH_P_ALL");

    /** Options of Unix sockets on BSD and macOS. */
    public static final int LOCAL_CREDS = of("LOCAL_CREDS"),
            LOCAL_CREDS_PERSISTENT = of("LOCAL_CREDS_PERSISTENT"),
            LOCAL_PEERCRED = of("LOCAL_PEERCRED");

    /** Options for multicast groups and their sources, for IPv4 and IPv6; RFC 3678. */
    public static final int MCAST_BLOCK_SOURCE = of("MCAST_BLOCK_SOURCE"),
            MCAST_JOIN_GROUP = of("MCAST_JOIN_GROUP"),
            MCAST_JOIN_SOURCE_GROUP = of("MCAST_JOIN_SOURCE_GROUP"),
            MCAST_LEAVE_GROUP = of("MCAST_LEAVE_GROUP"),
            MCAST_LEAVE_SOURCE_GROUP = of("MCAST_LEAVE_SOURCE_GROUP"),
            MCAST_UNBLOCK_SOURCE = of("MCAST_UNBLOCK_SOURCE");

    /** Protocols of AF_NETLINK. */
    public static final int NETLINK_CRYPTO = of("NETLINK_CRYPTO"),
            NETLINK_DNRTMSG = of("NETLINK_DNRTMSG"),
            NETLINK_FIREWALL = of("NETLINK_FIREWALL"),
            NETLINK_IP6_FW = of("NETLINK_IP6_FW"),
            NETLINK_NFLOG = of("NETLINK_NFLOG"),
            NETLINK_ROUTE = of("NETLINK_ROUTE"),
            NETLINK_USERSOCK = of("NETLINK_USERSOCK"),
            NETLINK_XFRM = of("NETLINK_XFRM");

    /** Types of packets of AF_PACKET. */
    public static final int PACKET_BROADCAST = of("PACKET_BROADCAST"),
            PACKET_FASTROUTE = of("PACKET_FASTROUTE"),
            PACKET_HOST = of("PACKET_HOST"),
            PACKET_LOOPBACK = of("PACKET_LOOPBACK"),
            PACKET_MULTICAST = of("PACKET_MULTICAST"),
            PACKET_OTHERHOST = of("PACKET_OTHERHOST"),
            PACKET_OUTGOING = of("PACKET_OUTGOING");

    /** Values of Windows' SIO_RCVALL. */
    public static final int RCVALL_IPLEVEL = of("RCVALL_IPLEVEL"),
            RCVALL_MAX = of("RCVALL_MAX"),
            RCVALL_OFF = of("RCVALL_OFF"),
            RCVALL_ON = of("RCVALL_ON"),
            RCVALL_SOCKETLEVELONLY = of("RCVALL_SOCKETLEVELONLY");

    /** Commands of Windows' {@code ioctl}. */
    public static final int SIO_KEEPALIVE_VALS = of("SIO_KEEPALIVE_VALS"),
            SIO_LOOPBACK_FAST_PATH = of("SIO_LOOPBACK_FAST_PATH"),
            SIO_RCVALL = of("SIO_RCVALL");

    /** The protocol of macOS' kernel control sockets. */
    public static final int SYSPROTO_CONTROL = of("SYSPROTO_CONTROL");

    /** Addresses and options of AF_TIPC. */
    public static final int TIPC_ADDR_ID = of("TIPC_ADDR_ID"),
            TIPC_ADDR_NAME = of("TIPC_ADDR_NAME"),
            TIPC_ADDR_NAMESEQ = of("TIPC_ADDR_NAMESEQ"),
            TIPC_CFG_SRV = of("TIPC_CFG_SRV"),
            TIPC_CLUSTER_SCOPE = of("TIPC_CLUSTER_SCOPE"),
            TIPC_CONN_TIMEOUT = of("TIPC_CONN_TIMEOUT"),
            TIPC_CRITICAL_IMPORTANCE = of("TIPC_CRITICAL_IMPORTANCE"),
            TIPC_DEST_DROPPABLE = of("TIPC_DEST_DROPPABLE"),
            TIPC_HIGH_IMPORTANCE = of("TIPC_HIGH_IMPORTANCE"),
            TIPC_IMPORTANCE = of("TIPC_IMPORTANCE"),
            TIPC_LOW_IMPORTANCE = of("TIPC_LOW_IMPORTANCE"),
            TIPC_MEDIUM_IMPORTANCE = of("TIPC_MEDIUM_IMPORTANCE"),
            TIPC_NODE_SCOPE = of("TIPC_NODE_SCOPE"),
            TIPC_PUBLISHED = of("TIPC_PUBLISHED"),
            TIPC_SRC_DROPPABLE = of("TIPC_SRC_DROPPABLE"),
            TIPC_SUBSCR_TIMEOUT = of("TIPC_SUBSCR_TIMEOUT"),
            TIPC_SUB_CANCEL = of("TIPC_SUB_CANCEL"),
            TIPC_SUB_PORTS = of("TIPC_SUB_PORTS"),
            TIPC_SUB_SERVICE = of("TIPC_SUB_SERVICE"),
            TIPC_TOP_SRV = of("TIPC_TOP_SRV"),
            TIPC_WAIT_FOREVER = of("TIPC_WAIT_FOREVER"),
            TIPC_WITHDRAWN = of("TIPC_WITHDRAWN"),
            TIPC_ZONE_SCOPE = of("TIPC_ZONE_SCOPE");

    /** Options of UDP sockets; udp(7). */
    public static final int UDP_CORK = of("UDP_CORK"),
            UDP_ENCAP = of("UDP_ENCAP"),
            UDP_GRO = of("UDP_GRO"),
            UDP_SEGMENT = of("UDP_SEGMENT");

    /** Addresses and options of AF_VSOCK; addresses are unsigned, so ANY is -1 here. */
    public static final int SO_VM_SOCKETS_BUFFER_MAX_SIZE = of("SO_VM_SOCKETS_BUFFER_MAX_SIZE"),
            SO_VM_SOCKETS_BUFFER_MIN_SIZE = of("SO_VM_SOCKETS_BUFFER_MIN_SIZE"),
            SO_VM_SOCKETS_BUFFER_SIZE = of("SO_VM_SOCKETS_BUFFER_SIZE"),
            VMADDR_CID_ANY = of("VMADDR_CID_ANY"),
            VMADDR_CID_HOST = of("VMADDR_CID_HOST"),
            VMADDR_CID_LOCAL = of("VMADDR_CID_LOCAL"),
            VMADDR_PORT_ANY = of("VMADDR_PORT_ANY"),
            VM_SOCKETS_INVALID_VERSION = of("VM_SOCKETS_INVALID_VERSION");

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
