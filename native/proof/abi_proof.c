/* Compiled, never linked: every number that Java knows, against the headers of this system. */

#include "sockeye.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

/* Only behind netinet/in.h does it leave out what glibc has declared. */
#include <linux/netfilter_ipv4.h>

#include "abi_constants.h"

#define SAME(java, c) _Static_assert((java) == (c), #java " is not " #c)

SAME(JAVA_SOCKADDR_MAX, sizeof(struct sockaddr_storage));
SAME(JAVA_SLOT_ADDRESS, offsetof(struct sockeye_slot, address));
SAME(136, sizeof(struct sockeye_slot));

SAME(16, sizeof(struct sockaddr_in));
SAME(2, offsetof(struct sockaddr_in, sin_port));
SAME(4, offsetof(struct sockaddr_in, sin_addr));
SAME(28, sizeof(struct sockaddr_in6));
SAME(2, offsetof(struct sockaddr_in6, sin6_port));
SAME(4, offsetof(struct sockaddr_in6, sin6_flowinfo));
SAME(8, offsetof(struct sockaddr_in6, sin6_addr));
SAME(24, offsetof(struct sockaddr_in6, sin6_scope_id));
SAME(110, sizeof(struct sockaddr_un));
SAME(2, offsetof(struct sockaddr_un, sun_path));
SAME(0, offsetof(struct sockaddr, sa_family));
SAME(2, sizeof(sa_family_t));

SAME(8, sizeof(struct linger));
SAME(4, offsetof(struct linger, l_linger));
SAME(16, sizeof(struct timeval));
SAME(8, offsetof(struct timeval, tv_usec));
SAME(12, sizeof(struct ucred));
SAME(4, offsetof(struct ucred, uid));
SAME(8, offsetof(struct ucred, gid));

SAME(12, sizeof(struct ip_mreqn));
SAME(4, offsetof(struct ip_mreqn, imr_address));
SAME(8, offsetof(struct ip_mreqn, imr_ifindex));
SAME(20, sizeof(struct ipv6_mreq));
SAME(16, offsetof(struct ipv6_mreq, ipv6mr_interface));
SAME(264, sizeof(struct group_source_req));
SAME(8, offsetof(struct group_source_req, gsr_group));
SAME(136, offsetof(struct group_source_req, gsr_source));

SAME(1, TCP_ESTABLISHED);
SAME(7, TCP_CLOSE);
SAME(10, TCP_LISTEN);
SAME(11, TCP_CLOSING);
SAME(0, offsetof(struct tcp_info, tcpi_state));
SAME(2, offsetof(struct tcp_info, tcpi_retransmits));
SAME(8, offsetof(struct tcp_info, tcpi_rto));
SAME(16, offsetof(struct tcp_info, tcpi_snd_mss));
SAME(20, offsetof(struct tcp_info, tcpi_rcv_mss));
SAME(24, offsetof(struct tcp_info, tcpi_unacked));
SAME(32, offsetof(struct tcp_info, tcpi_lost));
SAME(60, offsetof(struct tcp_info, tcpi_pmtu));
SAME(68, offsetof(struct tcp_info, tcpi_rtt));
SAME(72, offsetof(struct tcp_info, tcpi_rttvar));
SAME(80, offsetof(struct tcp_info, tcpi_snd_cwnd));
SAME(96, offsetof(struct tcp_info, tcpi_rcv_space));
SAME(100, offsetof(struct tcp_info, tcpi_total_retrans));

SAME(56, sizeof(struct msghdr));
SAME(0, offsetof(struct msghdr, msg_name));
SAME(8, offsetof(struct msghdr, msg_namelen));
SAME(16, offsetof(struct msghdr, msg_iov));
SAME(24, offsetof(struct msghdr, msg_iovlen));
SAME(32, offsetof(struct msghdr, msg_control));
SAME(40, offsetof(struct msghdr, msg_controllen));
SAME(48, offsetof(struct msghdr, msg_flags));
SAME(16, sizeof(struct iovec));
SAME(0, offsetof(struct iovec, iov_base));
SAME(8, offsetof(struct iovec, iov_len));
SAME(16, sizeof(struct cmsghdr));
SAME(0, offsetof(struct cmsghdr, cmsg_len));
SAME(8, offsetof(struct cmsghdr, cmsg_level));
SAME(12, offsetof(struct cmsghdr, cmsg_type));
SAME(20, CMSG_LEN(4));
SAME(24, CMSG_SPACE(4));
SAME(32, CMSG_SPACE(9));

SAME(8, sizeof(struct pollfd));
SAME(0, offsetof(struct pollfd, fd));
SAME(4, offsetof(struct pollfd, events));
SAME(6, offsetof(struct pollfd, revents));

SAME(FD_SETSIZE / 8, sizeof(fd_set));

/* The kernel packs it on x86-64, so that 32-bit programs have the same layout. */
#ifdef __x86_64__
SAME(12, sizeof(struct epoll_event));
SAME(4, offsetof(struct epoll_event, data));
#else
SAME(16, sizeof(struct epoll_event));
SAME(8, offsetof(struct epoll_event, data));
#endif
SAME(0, offsetof(struct epoll_event, events));

/* The system calls by number take the kernel's timespec. */
SAME(16, sizeof(struct timespec));
SAME(8, offsetof(struct timespec, tv_nsec));
SAME(8, sizeof(time_t));

/* The jna engine maps rings itself. */
SAME(1, PROT_READ);
SAME(2, PROT_WRITE);
SAME(1, MAP_SHARED);
SAME(0x8000, MAP_POPULATE);

/* Offsets of files are 64 bits wide, whatever the libc. */
SAME(8, sizeof(off_t));

SAME(48, sizeof(struct sockeye_spawn));
SAME(0, offsetof(struct sockeye_spawn, path));
SAME(8, offsetof(struct sockeye_spawn, argv));
SAME(16, offsetof(struct sockeye_spawn, envp));
SAME(24, offsetof(struct sockeye_spawn, directory));
SAME(32, offsetof(struct sockeye_spawn, fds));
SAME(40, offsetof(struct sockeye_spawn, fd_pairs));
SAME(44, offsetof(struct sockeye_spawn, flags));

SAME(16, sizeof(struct sockeye_answer));
SAME(24, sizeof(struct sockeye_answer_entry));
SAME(8, sizeof(struct sockeye_item));

/* The jna engine reads what the C library's own functions answer. */
SAME(48, sizeof(struct addrinfo));
SAME(16, offsetof(struct addrinfo, ai_addrlen));
SAME(24, offsetof(struct addrinfo, ai_addr));
SAME(32, offsetof(struct addrinfo, ai_canonname));
SAME(40, offsetof(struct addrinfo, ai_next));
SAME(32, sizeof(struct hostent));
SAME(0, offsetof(struct hostent, h_name));
SAME(8, offsetof(struct hostent, h_aliases));
SAME(20, offsetof(struct hostent, h_length));
SAME(24, offsetof(struct hostent, h_addr_list));
SAME(0, offsetof(struct servent, s_name));
SAME(16, offsetof(struct servent, s_port));
SAME(16, offsetof(struct protoent, p_proto));
SAME(16, sizeof(struct if_nameindex));
SAME(0, offsetof(struct if_nameindex, if_index));
SAME(8, offsetof(struct if_nameindex, if_name));
