package io.sockeye.engine;

/**
 * Constants and struct layouts of Linux. The build proves every line against the C headers; the
 * lines of the second block are read as {@code name value text}.
 */
final class LinuxAbi {
    static final String CONSTANTS =
            """
            AF_ALG 38
            AF_APPLETALK 5
            AF_ASH 18
            AF_ATMPVC 8
            AF_ATMSVC 20
            AF_AX25 3
            AF_BLUETOOTH 31
            AF_BRIDGE 7
            AF_CAN 29
            AF_DECnet 12
            AF_ECONET 19
            AF_INET 2
            AF_INET6 10
            AF_IPX 4
            AF_IRDA 23
            AF_KEY 15
            AF_LLC 26
            AF_NETBEUI 13
            AF_NETLINK 16
            AF_NETROM 6
            AF_PACKET 17
            AF_PPPOX 24
            AF_QIPCRTR 42
            AF_RDS 21
            AF_ROSE 11
            AF_ROUTE 16
            AF_SECURITY 14
            AF_SNA 22
            AF_TIPC 30
            AF_UNIX 1
            AF_UNSPEC 0
            AF_VSOCK 40
            AF_WANPIPE 25
            AF_X25 9
            PF_CAN 29
            PF_PACKET 17
            PF_RDS 21
            SOCK_CLOEXEC 524288
            SOCK_DGRAM 2
            SOCK_NONBLOCK 2048
            SOCK_RAW 3
            SOCK_RDM 4
            SOCK_SEQPACKET 5
            SOCK_STREAM 1
            IPPROTO_AH 51
            IPPROTO_DSTOPTS 60
            IPPROTO_EGP 8
            IPPROTO_ESP 50
            IPPROTO_FRAGMENT 44
            IPPROTO_GRE 47
            IPPROTO_HOPOPTS 0
            IPPROTO_ICMP 1
            IPPROTO_ICMPV6 58
            IPPROTO_IDP 22
            IPPROTO_IGMP 2
            IPPROTO_IP 0
            IPPROTO_IPIP 4
            IPPROTO_IPV6 41
            IPPROTO_MPTCP 262
            IPPROTO_NONE 59
            IPPROTO_PIM 103
            IPPROTO_PUP 12
            IPPROTO_RAW 255
            IPPROTO_ROUTING 43
            IPPROTO_RSVP 46
            IPPROTO_SCTP 132
            IPPROTO_TCP 6
            IPPROTO_TP 29
            IPPROTO_UDP 17
            IPPROTO_UDPLITE 136
            IPPORT_RESERVED 1024
            IPPORT_USERRESERVED 5000
            SOMAXCONN 4096
            SHUT_RD 0
            SHUT_RDWR 2
            SHUT_WR 1
            SOL_ALG 279
            SOL_BLUETOOTH 274
            SOL_CAN_BASE 100
            SOL_CAN_RAW 101
            SOL_ICMPV6 58
            SOL_IP 0
            SOL_IPV6 41
            SOL_MPTCP 284
            SOL_NETLINK 270
            SOL_PACKET 263
            SOL_RAW 255
            SOL_RDS 276
            SOL_SOCKET 1
            WNOHANG 1
            WUNTRACED 2
            SIGHUP 1
            SIGINT 2
            SIGQUIT 3
            SIGKILL 9
            SIGUSR1 10
            SIGUSR2 12
            SIGPIPE 13
            SIGTERM 15
            SIGCHLD 17
            SIGCONT 18
            SIGSTOP 19
            SOL_TCP 6
            SOL_TIPC 271
            SOL_TLS 282
            SOL_UDP 17
            SOL_VSOCK 287
            SOL_XDP 283
            SO_ACCEPTCONN 30
            SO_ATTACH_FILTER 26
            SO_ATTACH_REUSEPORT_CBPF 51
            SO_ATTACH_REUSEPORT_EBPF 52
            SO_BINDTODEVICE 25
            SO_BINDTOIFINDEX 62
            SO_BROADCAST 6
            SO_BUSY_POLL 46
            SO_COOKIE 57
            SO_DEBUG 1
            SO_DETACH_FILTER 27
            SO_DOMAIN 39
            SO_DONTROUTE 5
            SO_ERROR 4
            SO_INCOMING_CPU 49
            SO_INCOMING_NAPI_ID 56
            SO_KEEPALIVE 9
            SO_LINGER 13
            SO_LOCK_FILTER 44
            SO_MARK 36
            SO_MAX_PACING_RATE 47
            SO_MEMINFO 55
            SO_NETNS_COOKIE 71
            SO_OOBINLINE 10
            SO_ORIGINAL_DST 80
            SO_PASSCRED 16
            SO_PASSSEC 34
            SO_PEEK_OFF 42
            SO_PEERCRED 17
            SO_PEERGROUPS 59
            SO_PEERSEC 31
            SO_PREFER_BUSY_POLL 69
            SO_PRIORITY 12
            SO_PROTOCOL 38
            SO_RCVBUF 8
            SO_RCVBUFFORCE 33
            SO_RCVLOWAT 18
            SO_RCVTIMEO 20
            SO_RESERVE_MEM 73
            SO_REUSEADDR 2
            SO_REUSEPORT 15
            SO_RXQ_OVFL 40
            SO_SNDBUF 7
            SO_SNDBUFFORCE 32
            SO_SNDLOWAT 19
            SO_SNDTIMEO 21
            SO_TIMESTAMP 29
            SO_TIMESTAMPING 37
            SO_TIMESTAMPNS 35
            SO_TXTIME 61
            SO_TYPE 3
            SO_ZEROCOPY 60
            TCP_CC_INFO 26
            TCP_CM_INQ 36
            TCP_CONGESTION 13
            TCP_CORK 3
            TCP_DEFER_ACCEPT 9
            TCP_FASTOPEN 23
            TCP_FASTOPEN_CONNECT 30
            TCP_FASTOPEN_KEY 33
            TCP_FASTOPEN_NO_COOKIE 34
            TCP_INFO 11
            TCP_INQ 36
            TCP_KEEPCNT 6
            TCP_KEEPIDLE 4
            TCP_KEEPINTVL 5
            TCP_LINGER2 8
            TCP_MAXSEG 2
            TCP_MD5SIG 14
            TCP_MD5SIG_EXT 32
            TCP_NODELAY 1
            TCP_NOTSENT_LOWAT 25
            TCP_QUEUE_SEQ 21
            TCP_QUICKACK 12
            TCP_REPAIR 19
            TCP_REPAIR_OPTIONS 22
            TCP_REPAIR_QUEUE 20
            TCP_REPAIR_WINDOW 29
            TCP_SAVED_SYN 28
            TCP_SAVE_SYN 27
            TCP_SYNCNT 7
            TCP_THIN_DUPACK 17
            TCP_THIN_LINEAR_TIMEOUTS 16
            TCP_TIMESTAMP 24
            TCP_TX_DELAY 37
            TCP_ULP 31
            TCP_USER_TIMEOUT 18
            TCP_WINDOW_CLAMP 10
            TCP_ZEROCOPY_RECEIVE 35
            IP_ADD_MEMBERSHIP 35
            IP_ADD_SOURCE_MEMBERSHIP 39
            IP_BIND_ADDRESS_NO_PORT 24
            IP_BLOCK_SOURCE 38
            IP_CHECKSUM 23
            IP_DEFAULT_MULTICAST_LOOP 1
            IP_DEFAULT_MULTICAST_TTL 1
            IP_DROP_MEMBERSHIP 36
            IP_DROP_SOURCE_MEMBERSHIP 40
            IP_FREEBIND 15
            IP_HDRINCL 3
            IP_LOCAL_PORT_RANGE 51
            IP_MAX_MEMBERSHIPS 20
            IP_MINTTL 21
            IP_MTU 14
            IP_MTU_DISCOVER 10
            IP_MULTICAST_ALL 49
            IP_MULTICAST_IF 32
            IP_MULTICAST_LOOP 34
            IP_MULTICAST_TTL 33
            IP_NODEFRAG 22
            IP_OPTIONS 4
            IP_ORIGDSTADDR 20
            IP_PASSSEC 18
            IP_PKTINFO 8
            IP_PMTUDISC_DO 2
            IP_PMTUDISC_DONT 0
            IP_PMTUDISC_INTERFACE 4
            IP_PMTUDISC_OMIT 5
            IP_PMTUDISC_PROBE 3
            IP_PMTUDISC_WANT 1
            IP_RECVERR 11
            IP_RECVFRAGSIZE 25
            IP_RECVOPTS 6
            IP_RECVORIGDSTADDR 20
            IP_RECVRETOPTS 7
            IP_RECVTOS 13
            IP_RECVTTL 12
            IP_RETOPTS 7
            IP_TOS 1
            IP_TRANSPARENT 19
            IP_TTL 2
            IP_UNBLOCK_SOURCE 37
            IP_UNICAST_IF 50
            IPV6_ADDRFORM 1
            IPV6_ADDR_PREFERENCES 72
            IPV6_ADD_MEMBERSHIP 20
            IPV6_AUTOFLOWLABEL 70
            IPV6_CHECKSUM 7
            IPV6_DONTFRAG 62
            IPV6_DROP_MEMBERSHIP 21
            IPV6_DSTOPTS 59
            IPV6_FLOWINFO 11
            IPV6_FLOWINFO_SEND 33
            IPV6_FLOWLABEL_MGR 32
            IPV6_FREEBIND 78
            IPV6_HDRINCL 36
            IPV6_HOPLIMIT 52
            IPV6_HOPOPTS 54
            IPV6_JOIN_ANYCAST 27
            IPV6_JOIN_GROUP 20
            IPV6_LEAVE_ANYCAST 28
            IPV6_LEAVE_GROUP 21
            IPV6_MINHOPCOUNT 73
            IPV6_MTU 24
            IPV6_MTU_DISCOVER 23
            IPV6_MULTICAST_ALL 29
            IPV6_MULTICAST_HOPS 18
            IPV6_MULTICAST_IF 17
            IPV6_MULTICAST_LOOP 19
            IPV6_NEXTHOP 9
            IPV6_PATHMTU 61
            IPV6_PKTINFO 50
            IPV6_RECVDSTOPTS 58
            IPV6_RECVERR 25
            IPV6_RECVHOPLIMIT 51
            IPV6_RECVHOPOPTS 53
            IPV6_RECVORIGDSTADDR 74
            IPV6_RECVPATHMTU 60
            IPV6_RECVPKTINFO 49
            IPV6_RECVRTHDR 56
            IPV6_RECVTCLASS 66
            IPV6_ROUTER_ALERT 22
            IPV6_RTHDR 57
            IPV6_RTHDRDSTOPTS 55
            IPV6_RTHDR_TYPE_0 0
            IPV6_TCLASS 67
            IPV6_TRANSPARENT 75
            IPV6_UNICAST_HOPS 16
            IPV6_UNICAST_IF 76
            IPV6_V6ONLY 26
            MSG_CMSG_CLOEXEC 1073741824
            MSG_CONFIRM 2048
            MSG_CTRUNC 8
            MSG_DONTROUTE 4
            MSG_DONTWAIT 64
            MSG_EOR 128
            MSG_ERRQUEUE 8192
            MSG_FASTOPEN 536870912
            MSG_MORE 32768
            MSG_NOSIGNAL 16384
            MSG_OOB 1
            MSG_PEEK 2
            MSG_TRUNC 32
            MSG_WAITALL 256
            MSG_ZEROCOPY 67108864
            SCM_CREDENTIALS 2
            SCM_J1939_DEST_ADDR 1
            SCM_J1939_DEST_NAME 2
            SCM_J1939_ERRQUEUE 4
            SCM_J1939_PRIO 3
            SCM_RIGHTS 1
            SCM_TIMESTAMP 29
            SCM_TIMESTAMPING 37
            SCM_TIMESTAMPNS 35
            AI_ADDRCONFIG 32
            AI_ALL 16
            AI_CANONNAME 2
            AI_NUMERICHOST 4
            AI_NUMERICSERV 1024
            AI_PASSIVE 1
            AI_V4MAPPED 8
            EAI_ADDRFAMILY -9
            EAI_AGAIN -3
            EAI_BADFLAGS -1
            EAI_FAIL -4
            EAI_FAMILY -6
            EAI_MEMORY -10
            EAI_NODATA -5
            EAI_NONAME -2
            EAI_OVERFLOW -12
            EAI_SERVICE -8
            EAI_SOCKTYPE -7
            EAI_SYSTEM -11
            NI_DGRAM 16
            NI_IDN 32
            NI_MAXHOST 1025
            NI_MAXSERV 32
            NI_NAMEREQD 8
            NI_NOFQDN 4
            NI_NUMERICHOST 1
            NI_NUMERICSERV 2
            UDPLITE_RECV_CSCOV 11
            UDPLITE_SEND_CSCOV 10
            ALG_OP_DECRYPT 0
            ALG_OP_ENCRYPT 1
            ALG_SET_AEAD_ASSOCLEN 4
            ALG_SET_AEAD_AUTHSIZE 5
            ALG_SET_IV 2
            ALG_SET_KEY 1
            ALG_SET_OP 3
            CAN_BCM 2
            CAN_EFF_FLAG 2147483648
            CAN_EFF_MASK 536870911
            CAN_ERR_FLAG 536870912
            CAN_ERR_MASK 536870911
            CAN_ISOTP 6
            CAN_J1939 7
            CAN_RAW 1
            CAN_RAW_FD_FRAMES 5
            CAN_RAW_FILTER 1
            CAN_RAW_JOIN_FILTERS 6
            CAN_RAW_LOOPBACK 3
            CAN_RAW_RECV_OWN_MSGS 4
            CAN_RTR_FLAG 1073741824
            CAN_SFF_MASK 2047
            J1939_EE_INFO_NONE 0
            J1939_EE_INFO_TX_ABORT 1
            J1939_FILTER_MAX 512
            J1939_IDLE_ADDR 254
            J1939_MAX_UNICAST_ADDR 253
            J1939_NLA_BYTES_ACKED 1
            J1939_NLA_PAD 0
            J1939_NO_ADDR 255
            J1939_NO_NAME 0
            J1939_NO_PGN 262144
            J1939_PGN_ADDRESS_CLAIMED 60928
            J1939_PGN_ADDRESS_COMMANDED 65240
            J1939_PGN_MAX 262143
            J1939_PGN_PDU1_MAX 261888
            J1939_PGN_REQUEST 59904
            SO_J1939_ERRQUEUE 4
            SO_J1939_FILTER 1
            SO_J1939_PROMISC 2
            SO_J1939_SEND_PRIO 3
            ETHERTYPE_ARP 2054
            ETHERTYPE_IP 2048
            ETHERTYPE_IPV6 34525
            ETHERTYPE_VLAN 33024
            ETH_P_ALL 3
            MCAST_BLOCK_SOURCE 43
            MCAST_JOIN_GROUP 42
            MCAST_JOIN_SOURCE_GROUP 46
            MCAST_LEAVE_GROUP 45
            MCAST_LEAVE_SOURCE_GROUP 47
            MCAST_UNBLOCK_SOURCE 44
            NETLINK_CRYPTO 21
            NETLINK_DNRTMSG 14
            NETLINK_FIREWALL 3
            NETLINK_IP6_FW 13
            NETLINK_NFLOG 5
            NETLINK_ROUTE 0
            NETLINK_USERSOCK 2
            NETLINK_XFRM 6
            PACKET_BROADCAST 1
            PACKET_FASTROUTE 6
            PACKET_HOST 0
            PACKET_LOOPBACK 5
            PACKET_MULTICAST 2
            PACKET_OTHERHOST 3
            PACKET_OUTGOING 4
            TIPC_ADDR_ID 3
            TIPC_ADDR_NAME 2
            TIPC_ADDR_NAMESEQ 1
            TIPC_CFG_SRV 0
            TIPC_CLUSTER_SCOPE 2
            TIPC_CONN_TIMEOUT 130
            TIPC_CRITICAL_IMPORTANCE 3
            TIPC_DEST_DROPPABLE 129
            TIPC_HIGH_IMPORTANCE 2
            TIPC_IMPORTANCE 127
            TIPC_LOW_IMPORTANCE 0
            TIPC_MEDIUM_IMPORTANCE 1
            TIPC_NODE_SCOPE 3
            TIPC_PUBLISHED 1
            TIPC_SRC_DROPPABLE 128
            TIPC_SUBSCR_TIMEOUT 3
            TIPC_SUB_CANCEL 4
            TIPC_SUB_PORTS 1
            TIPC_SUB_SERVICE 2
            TIPC_TOP_SRV 1
            TIPC_WAIT_FOREVER -1
            TIPC_WITHDRAWN 2
            TIPC_ZONE_SCOPE 1
            UDP_CORK 1
            UDP_ENCAP 100
            UDP_GRO 104
            UDP_SEGMENT 103
            SO_VM_SOCKETS_BUFFER_MAX_SIZE 2
            SO_VM_SOCKETS_BUFFER_MIN_SIZE 1
            SO_VM_SOCKETS_BUFFER_SIZE 0
            VMADDR_CID_ANY 4294967295
            VMADDR_CID_HOST 2
            VMADDR_CID_LOCAL 1
            VMADDR_PORT_ANY 4294967295
            VM_SOCKETS_INVALID_VERSION 4294967295
            EPOLLERR 8
            EPOLLET 2147483648
            EPOLLEXCLUSIVE 268435456
            EPOLLHUP 16
            EPOLLIN 1
            EPOLLMSG 1024
            EPOLLONESHOT 1073741824
            EPOLLOUT 4
            EPOLLPRI 2
            EPOLLRDBAND 128
            EPOLLRDHUP 8192
            EPOLLRDNORM 64
            EPOLLWRBAND 512
            EPOLLWRNORM 256
            EPOLL_CLOEXEC 524288
            POLLERR 8
            POLLHUP 16
            POLLIN 1
            POLLMSG 1024
            POLLNVAL 32
            POLLOUT 4
            POLLPRI 2
            POLLRDBAND 128
            POLLRDHUP 8192
            POLLRDNORM 64
            POLLWRBAND 512
            POLLWRNORM 256
            CLOCK_MONOTONIC 1
            CLOCK_REALTIME 0
            EFD_CLOEXEC 524288
            EFD_NONBLOCK 2048
            EPOLLWAKEUP 536870912
            EPOLL_CTL_ADD 1
            EPOLL_CTL_DEL 2
            EPOLL_CTL_MOD 3
            FD_CLOEXEC 1
            FD_SETSIZE 1024
            F_DUPFD_CLOEXEC 1030
            F_GETFD 1
            F_GETFL 3
            F_SETFD 2
            F_SETFL 4
            O_NONBLOCK 2048
            PIPE_BUF 4096
            TFD_CLOEXEC 524288
            TFD_NONBLOCK 2048
            """;

    static final String ERRNOS =
            """
            EPERM 1 Operation not permitted
            ENOENT 2 No such file or directory
            ESRCH 3 No such process
            EINTR 4 Interrupted system call
            EIO 5 Input/output error
            ENXIO 6 No such device or address
            E2BIG 7 Argument list too long
            ENOEXEC 8 Exec format error
            EBADF 9 Bad file descriptor
            ECHILD 10 No child processes
            EAGAIN 11 Resource temporarily unavailable
            ENOMEM 12 Cannot allocate memory
            EACCES 13 Permission denied
            EFAULT 14 Bad address
            ENOTBLK 15 Block device required
            EBUSY 16 Device or resource busy
            EEXIST 17 File exists
            EXDEV 18 Invalid cross-device link
            ENODEV 19 No such device
            ENOTDIR 20 Not a directory
            EISDIR 21 Is a directory
            EINVAL 22 Invalid argument
            ENFILE 23 Too many open files in system
            EMFILE 24 Too many open files
            ENOTTY 25 Inappropriate ioctl for device
            ETXTBSY 26 Text file busy
            EFBIG 27 File too large
            ENOSPC 28 No space left on device
            ESPIPE 29 Illegal seek
            EROFS 30 Read-only file system
            EMLINK 31 Too many links
            EPIPE 32 Broken pipe
            EDOM 33 Numerical argument out of domain
            ERANGE 34 Numerical result out of range
            EDEADLK 35 Resource deadlock avoided
            ENAMETOOLONG 36 File name too long
            ENOLCK 37 No locks available
            ENOSYS 38 Function not implemented
            ENOTEMPTY 39 Directory not empty
            ELOOP 40 Too many levels of symbolic links
            ENOMSG 42 No message of desired type
            EIDRM 43 Identifier removed
            ECHRNG 44 Channel number out of range
            EL2NSYNC 45 Level 2 not synchronized
            EL3HLT 46 Level 3 halted
            EL3RST 47 Level 3 reset
            ELNRNG 48 Link number out of range
            EUNATCH 49 Protocol driver not attached
            ENOCSI 50 No CSI structure available
            EL2HLT 51 Level 2 halted
            EBADE 52 Invalid exchange
            EBADR 53 Invalid request descriptor
            EXFULL 54 Exchange full
            ENOANO 55 No anode
            EBADRQC 56 Invalid request code
            EBADSLT 57 Invalid slot
            EBFONT 59 Bad font file format
            ENOSTR 60 Device not a stream
            ENODATA 61 No data available
            ETIME 62 Timer expired
            ENOSR 63 Out of streams resources
            ENONET 64 Machine is not on the network
            ENOPKG 65 Package not installed
            EREMOTE 66 Object is remote
            ENOLINK 67 Link has been severed
            EADV 68 Advertise error
            ESRMNT 69 Srmount error
            ECOMM 70 Communication error on send
            EPROTO 71 Protocol error
            EMULTIHOP 72 Multihop attempted
            EDOTDOT 73 RFS specific error
            EBADMSG 74 Bad message
            EOVERFLOW 75 Value too large for defined data type
            ENOTUNIQ 76 Name not unique on network
            EBADFD 77 File descriptor in bad state
            EREMCHG 78 Remote address changed
            ELIBACC 79 Can not access a needed shared library
            ELIBBAD 80 Accessing a corrupted shared library
            ELIBSCN 81 .lib section in a.out corrupted
            ELIBMAX 82 Attempting to link in too many shared libraries
            ELIBEXEC 83 Cannot exec a shared library directly
            EILSEQ 84 Invalid or incomplete multibyte or wide character
            ERESTART 85 Interrupted system call should be restarted
            ESTRPIPE 86 Streams pipe error
            EUSERS 87 Too many users
            ENOTSOCK 88 Socket operation on non-socket
            EDESTADDRREQ 89 Destination address required
            EMSGSIZE 90 Message too long
            EPROTOTYPE 91 Protocol wrong type for socket
            ENOPROTOOPT 92 Protocol not available
            EPROTONOSUPPORT 93 Protocol not supported
            ESOCKTNOSUPPORT 94 Socket type not supported
            EOPNOTSUPP 95 Operation not supported
            EPFNOSUPPORT 96 Protocol family not supported
            EAFNOSUPPORT 97 Address family not supported by protocol
            EADDRINUSE 98 Address already in use
            EADDRNOTAVAIL 99 Cannot assign requested address
            ENETDOWN 100 Network is down
            ENETUNREACH 101 Network is unreachable
            ENETRESET 102 Network dropped connection on reset
            ECONNABORTED 103 Software caused connection abort
            ECONNRESET 104 Connection reset by peer
            ENOBUFS 105 No buffer space available
            EISCONN 106 Transport endpoint is already connected
            ENOTCONN 107 Transport endpoint is not connected
            ESHUTDOWN 108 Cannot send after transport endpoint shutdown
            ETOOMANYREFS 109 Too many references: cannot splice
            ETIMEDOUT 110 Connection timed out
            ECONNREFUSED 111 Connection refused
            EHOSTDOWN 112 Host is down
            EHOSTUNREACH 113 No route to host
            EALREADY 114 Operation already in progress
            EINPROGRESS 115 Operation now in progress
            ESTALE 116 Stale file handle
            EUCLEAN 117 Structure needs cleaning
            ENOTNAM 118 Not a XENIX named type file
            ENAVAIL 119 No XENIX semaphores available
            EISNAM 120 Is a named type file
            EREMOTEIO 121 Remote I/O error
            EDQUOT 122 Disk quota exceeded
            ENOMEDIUM 123 No medium found
            EMEDIUMTYPE 124 Wrong medium type
            ECANCELED 125 Operation canceled
            ENOKEY 126 Required key not available
            EKEYEXPIRED 127 Key has expired
            EKEYREVOKED 128 Key has been revoked
            EKEYREJECTED 129 Key was rejected by service
            EOWNERDEAD 130 Owner died
            ENOTRECOVERABLE 131 State not recoverable
            ERFKILL 132 Operation not possible due to RF-kill
            EWOULDBLOCK 11 Resource temporarily unavailable
            ENOTSUP 95 Operation not supported
            EDEADLOCK 35 Resource deadlock avoided
            """;

    private LinuxAbi() {}
}
