/**
 * The engine that is always there: descriptors of its own over {@code java.nio.channels}. Its
 * oddities stay in this package: numbers instead of descriptors, a stream socket that is listener
 * or client only once it is told, exceptions turned into error numbers.
 *
 * <p>What differs from the kernel's own calls, because the JDK does not tell or cannot do it:
 *
 * <ul>
 *   <li>POLLERR, POLLHUP and POLLRDHUP of a connection count as whatever was asked for; only a
 *       failed connect, a socket that is not connected and a shut UDP socket report them. SO_ERROR
 *       knows of failed connects only. POLLPRI never comes.
 *   <li>shutdown(SHUT_RD) hides what had arrived and was not read.
 *   <li>connect() of a UDP socket drops what had arrived before.
 *   <li>A failed connect gives the port of a bound socket up until the next call needs it.
 *   <li>listen() on a Unix socket, and outside Linux on any, has its name free for a moment.
 *   <li>IPV6_V6ONLY turns IPv4 peers away after they were accepted, so it does not let an IPv4
 *       socket have the same port.
 *   <li>A backlog cannot be changed; abstract Unix names, Unix datagrams, raw sockets, descriptors
 *       in messages, options such as IP_TTL or SO_RCVTIMEO and clearing FD_CLOEXEC are refused.
 *   <li>MSG_OOB sends one byte; it cannot be received. Flowinfo of IPv6 is always 0.
 *   <li>Names are resolved in the JDK's order and cached as the JDK caches them.
 * </ul>
 */
@NullMarked
package io.sockeye.engine.nio;

import org.jspecify.annotations.NullMarked;
