package io.sockeye.engine;

/** Constants of macOS, in the form of {@link LinuxAbi}; proved when the C layer is built there. */
final class DarwinAbi {
    static final String CONSTANTS =
            """
            AF_UNSPEC 0
            AF_UNIX 1
            AF_INET 2
            AF_SNA 11
            AF_APPLETALK 16
            AF_ROUTE 17
            AF_LINK 18
            AF_IPX 23
            AF_INET6 30
            AF_SYSTEM 32
            SOCK_STREAM 1
            SOCK_DGRAM 2
            SOCK_RAW 3
            SOCK_RDM 4
            SOCK_SEQPACKET 5
            IPPROTO_IP 0
            IPPROTO_HOPOPTS 0
            IPPROTO_ICMP 1
            IPPROTO_IGMP 2
            IPPROTO_IPIP 4
            IPPROTO_TCP 6
            IPPROTO_EGP 8
            IPPROTO_PUP 12
            IPPROTO_UDP 17
            IPPROTO_IDP 22
            IPPROTO_TP 29
            IPPROTO_IPV6 41
            IPPROTO_ROUTING 43
            IPPROTO_FRAGMENT 44
            IPPROTO_RSVP 46
            IPPROTO_GRE 47
            IPPROTO_ESP 50
            IPPROTO_AH 51
            IPPROTO_ICMPV6 58
            IPPROTO_NONE 59
            IPPROTO_DSTOPTS 60
            IPPROTO_PIM 103
            IPPROTO_SCTP 132
            IPPROTO_RAW 255
            IPPORT_RESERVED 1024
            IPPORT_USERRESERVED 5000
            SOMAXCONN 128
            SHUT_RD 0
            SHUT_WR 1
            SHUT_RDWR 2
            WNOHANG 1
            WUNTRACED 2
            SIGHUP 1
            SIGINT 2
            SIGQUIT 3
            SIGKILL 9
            SIGUSR1 30
            SIGUSR2 31
            SIGPIPE 13
            SIGTERM 15
            SIGCHLD 20
            SIGCONT 19
            SIGSTOP 17
            SOL_SOCKET 65535
            SOL_IP 0
            SOL_TCP 6
            SOL_UDP 17
            SO_DEBUG 1
            SO_ACCEPTCONN 2
            SO_REUSEADDR 4
            SO_KEEPALIVE 8
            SO_DONTROUTE 16
            SO_BROADCAST 32
            SO_USELOOPBACK 64
            SO_LINGER 128
            SO_OOBINLINE 256
            SO_REUSEPORT 512
            SO_SNDBUF 4097
            SO_RCVBUF 4098
            SO_SNDLOWAT 4099
            SO_RCVLOWAT 4100
            SO_SNDTIMEO 4101
            SO_RCVTIMEO 4102
            SO_ERROR 4103
            SO_TYPE 4104
            TCP_NODELAY 1
            TCP_MAXSEG 2
            TCP_KEEPALIVE 16
            TCP_KEEPINTVL 257
            TCP_KEEPCNT 258
            TCP_FASTOPEN 261
            TCP_CONNECTION_INFO 262
            TCP_NOTSENT_LOWAT 513
            IP_OPTIONS 1
            IP_HDRINCL 2
            IP_TOS 3
            IP_TTL 4
            IP_RECVOPTS 5
            IP_RECVRETOPTS 6
            IP_RECVDSTADDR 7
            IP_RETOPTS 8
            IP_MULTICAST_IF 9
            IP_MULTICAST_TTL 10
            IP_MULTICAST_LOOP 11
            IP_ADD_MEMBERSHIP 12
            IP_DROP_MEMBERSHIP 13
            IP_RECVTOS 27
            IP_DEFAULT_MULTICAST_TTL 1
            IP_DEFAULT_MULTICAST_LOOP 1
            IP_MAX_MEMBERSHIPS 4095
            IPV6_UNICAST_HOPS 4
            IPV6_MULTICAST_IF 9
            IPV6_MULTICAST_HOPS 10
            IPV6_MULTICAST_LOOP 11
            IPV6_JOIN_GROUP 12
            IPV6_LEAVE_GROUP 13
            IPV6_CHECKSUM 26
            IPV6_V6ONLY 27
            IPV6_RECVTCLASS 35
            IPV6_TCLASS 36
            IPV6_RTHDR_TYPE_0 0
            MSG_OOB 1
            MSG_PEEK 2
            MSG_DONTROUTE 4
            MSG_EOR 8
            MSG_TRUNC 16
            MSG_CTRUNC 32
            MSG_WAITALL 64
            MSG_DONTWAIT 128
            MSG_EOF 256
            MSG_NOSIGNAL 524288
            SCM_RIGHTS 1
            SCM_CREDS 3
            AI_PASSIVE 1
            AI_CANONNAME 2
            AI_NUMERICHOST 4
            AI_ALL 256
            AI_V4MAPPED_CFG 512
            AI_ADDRCONFIG 1024
            AI_V4MAPPED 2048
            AI_NUMERICSERV 4096
            AI_DEFAULT 1536
            AI_MASK 5127
            EAI_ADDRFAMILY 1
            EAI_AGAIN 2
            EAI_BADFLAGS 3
            EAI_FAIL 4
            EAI_FAMILY 5
            EAI_MEMORY 6
            EAI_NODATA 7
            EAI_NONAME 8
            EAI_SERVICE 9
            EAI_SOCKTYPE 10
            EAI_SYSTEM 11
            EAI_BADHINTS 12
            EAI_PROTOCOL 13
            EAI_OVERFLOW 14
            NI_NOFQDN 1
            NI_NUMERICHOST 2
            NI_NAMEREQD 4
            NI_NUMERICSERV 8
            NI_DGRAM 16
            NI_MAXHOST 1025
            NI_MAXSERV 32
            POLLIN 1
            POLLPRI 2
            POLLOUT 4
            POLLERR 8
            POLLHUP 16
            POLLNVAL 32
            POLLRDNORM 64
            POLLRDBAND 128
            POLLWRNORM 4
            POLLWRBAND 256
            O_NONBLOCK 4
            F_GETFD 1
            F_SETFD 2
            F_GETFL 3
            F_SETFL 4
            F_DUPFD_CLOEXEC 67
            FD_CLOEXEC 1
            FD_SETSIZE 1024
            PIPE_BUF 512
            CLOCK_REALTIME 0
            CLOCK_MONOTONIC 6
            """;

    static final String ERRNOS =
            """
            EPERM 1 Operation not permitted
            ENOENT 2 No such file or directory
            ESRCH 3 No such process
            EINTR 4 Interrupted system call
            EIO 5 Input/output error
            ENXIO 6 Device not configured
            E2BIG 7 Argument list too long
            ENOEXEC 8 Exec format error
            EBADF 9 Bad file descriptor
            ECHILD 10 No child processes
            EDEADLK 11 Resource deadlock avoided
            ENOMEM 12 Cannot allocate memory
            EACCES 13 Permission denied
            EFAULT 14 Bad address
            EBUSY 16 Resource busy
            EEXIST 17 File exists
            EXDEV 18 Cross-device link
            ENODEV 19 Operation not supported by device
            ENOTDIR 20 Not a directory
            EISDIR 21 Is a directory
            EINVAL 22 Invalid argument
            ENFILE 23 Too many open files in system
            EMFILE 24 Too many open files
            ENOTTY 25 Inappropriate ioctl for device
            EFBIG 27 File too large
            ENOSPC 28 No space left on device
            ESPIPE 29 Illegal seek
            EROFS 30 Read-only file system
            EMLINK 31 Too many links
            EPIPE 32 Broken pipe
            EDOM 33 Numerical argument out of domain
            ERANGE 34 Result too large
            EAGAIN 35 Resource temporarily unavailable
            EINPROGRESS 36 Operation now in progress
            EALREADY 37 Operation already in progress
            ENOTSOCK 38 Socket operation on non-socket
            EDESTADDRREQ 39 Destination address required
            EMSGSIZE 40 Message too long
            EPROTOTYPE 41 Protocol wrong type for socket
            ENOPROTOOPT 42 Protocol not available
            EPROTONOSUPPORT 43 Protocol not supported
            ESOCKTNOSUPPORT 44 Socket type not supported
            ENOTSUP 45 Operation not supported
            EPFNOSUPPORT 46 Protocol family not supported
            EAFNOSUPPORT 47 Address family not supported by protocol family
            EADDRINUSE 48 Address already in use
            EADDRNOTAVAIL 49 Can't assign requested address
            ENETDOWN 50 Network is down
            ENETUNREACH 51 Network is unreachable
            ENETRESET 52 Network dropped connection on reset
            ECONNABORTED 53 Software caused connection abort
            ECONNRESET 54 Connection reset by peer
            ENOBUFS 55 No buffer space available
            EISCONN 56 Socket is already connected
            ENOTCONN 57 Socket is not connected
            ESHUTDOWN 58 Can't send after socket shutdown
            ETIMEDOUT 60 Operation timed out
            ECONNREFUSED 61 Connection refused
            ELOOP 62 Too many levels of symbolic links
            ENAMETOOLONG 63 File name too long
            EHOSTDOWN 64 Host is down
            EHOSTUNREACH 65 No route to host
            ENOTEMPTY 66 Directory not empty
            ENOSYS 78 Function not implemented
            EOVERFLOW 84 Value too large to be stored in data type
            ECANCELED 89 Operation canceled
            EILSEQ 92 Illegal byte sequence
            EOPNOTSUPP 102 Operation not supported on socket
            EWOULDBLOCK 35 Resource temporarily unavailable
            """;

    private DarwinAbi() {}
}
