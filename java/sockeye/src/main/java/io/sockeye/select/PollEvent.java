package io.sockeye.select;

/**
 * A descriptor that is ready. Python's poll and epoll report numbers, never objects; so do these.
 *
 * @param fd the descriptor
 * @param events POLL or EPOLL
 */
public record PollEvent(int fd, int events) {}
