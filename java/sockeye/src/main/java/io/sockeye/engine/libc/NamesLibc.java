package io.sockeye.engine.libc;

import io.sockeye.engine.DirectBuffer;

/**
 * getaddrinfo(3) and its kin, and a way to read what they answer in memory of their own. Those that
 * say in errno why they failed return it negated instead of -1, 0 or NULL.
 */
public interface NamesLibc {
    DirectBuffer allocate(int capacity);

    int getInt(long address);

    long getLong(long address);

    byte[] getBytes(long address, int length);

    /** Up to its NUL. */
    String getString(long address);

    /** The code in the lower 32 bits, errno in the upper ones. */
    long getaddrinfo(long host, long service, long hints, long result);

    void freeaddrinfo(long result);

    long gaiStrerror(int code);

    /** As {@link #getaddrinfo}. */
    long getnameinfo(
            long address, int length, long host, int hostSize, long service, int size, int flags);

    /** gethostbyname_r(3), which libcs without it refuse with an UnsupportedOperationException. */
    int gethostbyname(long name, long host, long buffer, long size, long result, long code);

    /** gethostbyaddr_r(3), as {@link #gethostbyname}. */
    int gethostbyaddr(
            long address,
            int length,
            int family,
            long host,
            long buffer,
            long size,
            long result,
            long code);

    // These three answer in memory of libc's own: only one thread at a time.
    long getservbyname(long name, long protocol);

    long getservbyport(int port, long protocol);

    long getprotobyname(long name);

    long ifNameindex();

    void ifFreenameindex(long all);

    int ifNametoindex(long name);

    long ifIndextoname(int index, long name);

    int gethostname(long name, long size);

    int sethostname(long name, long length);
}
