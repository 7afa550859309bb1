package io.sockeye.engine.jna;

import com.sun.jna.Pointer;
import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.libc.NamesLibc;

/** Names through direct mapping. */
final class JnaNames implements NamesLibc {
    @Override
    public DirectBuffer allocate(int capacity) {
        return Direct.allocate(capacity);
    }

    @Override
    public int getInt(long address) {
        return new Pointer(address).getInt(0);
    }

    @Override
    public long getLong(long address) {
        return new Pointer(address).getLong(0);
    }

    @Override
    public byte[] getBytes(long address, int length) {
        return new Pointer(address).getByteArray(0, length);
    }

    @Override
    public String getString(long address) {
        return new Pointer(address).getString(0, "UTF-8");
    }

    @Override
    public long getaddrinfo(long host, long service, long hints, long result) {
        return Direct.code(Direct.getaddrinfo(host, service, hints, result));
    }

    @Override
    public void freeaddrinfo(long result) {
        Direct.freeaddrinfo(result);
    }

    @Override
    public long gaiStrerror(int code) {
        return Direct.gai_strerror(code);
    }

    @Override
    public long getnameinfo(
            long address, int length, long host, int hostSize, long service, int size, int flags) {
        return Direct.code(
                Direct.getnameinfo(address, length, host, hostSize, service, size, flags));
    }

    @Override
    public int gethostbyname(long name, long host, long buffer, long size, long result, long code) {
        return LinuxDirect.gethostbyname_r(name, host, buffer, size, result, code);
    }

    @Override
    public int gethostbyaddr(
            long address,
            int length,
            int family,
            long host,
            long buffer,
            long size,
            long result,
            long code) {
        return LinuxDirect.gethostbyaddr_r(
                address, length, family, host, buffer, size, result, code);
    }

    @Override
    public long getservbyname(long name, long protocol) {
        return Direct.getservbyname(name, protocol);
    }

    @Override
    public long getservbyport(int port, long protocol) {
        return Direct.getservbyport(port, protocol);
    }

    @Override
    public long getprotobyname(long name) {
        return Direct.getprotobyname(name);
    }

    @Override
    public long ifNameindex() {
        return Direct.pointer(Direct.if_nameindex());
    }

    @Override
    public void ifFreenameindex(long all) {
        Direct.if_freenameindex(all);
    }

    @Override
    public int ifNametoindex(long name) {
        return Direct.index(Direct.if_nametoindex(name));
    }

    @Override
    public long ifIndextoname(int index, long name) {
        return Direct.pointer(Direct.if_indextoname(index, name));
    }

    @Override
    public int gethostname(long name, long size) {
        return Direct.result(Direct.gethostname(name, size));
    }

    @Override
    public int sethostname(long name, long length) {
        return Direct.result(Direct.sethostname(name, length));
    }
}
