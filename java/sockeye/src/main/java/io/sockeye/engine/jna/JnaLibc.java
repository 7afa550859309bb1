package io.sockeye.engine.jna;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.libc.Libc;
import java.nio.ByteBuffer;

/** POSIX through direct mapping. */
final class JnaLibc implements Libc {
    @Override
    public DirectBuffer allocate(int capacity) {
        return Direct.allocate(capacity);
    }

    @Override
    public DirectBuffer wrap(ByteBuffer direct) {
        return Direct.wrap(direct);
    }

    @Override
    public int socket(int family, int type, int proto) {
        return Direct.result(Direct.socket(family, type, proto));
    }

    @Override
    public int socketpair(int family, int type, int proto, long fds) {
        return Direct.result(Direct.socketpair(family, type, proto, fds));
    }

    @Override
    public int pipe(long fds) {
        return Direct.result(Direct.pipe(fds));
    }

    @Override
    public int bind(int fd, long address, int length) {
        return Direct.result(Direct.bind(fd, address, length));
    }

    @Override
    public int connect(int fd, long address, int length) {
        return Direct.result(Direct.connect(fd, address, length));
    }

    @Override
    public int listen(int fd, int backlog) {
        return Direct.result(Direct.listen(fd, backlog));
    }

    @Override
    public int accept(int fd, long address, long length) {
        return Direct.result(Direct.accept(fd, address, length));
    }

    @Override
    public int recv(int fd, long buffer, long length, int flags) {
        return Direct.result(Direct.recv(fd, buffer, length, flags));
    }

    @Override
    public int send(int fd, long buffer, long length, int flags) {
        return Direct.result(Direct.send(fd, buffer, length, flags));
    }

    @Override
    public int recvfrom(
            int fd, long buffer, long length, int flags, long address, long addressLength) {
        return Direct.result(Direct.recvfrom(fd, buffer, length, flags, address, addressLength));
    }

    @Override
    public int sendto(
            int fd, long buffer, long length, int flags, long address, int addressLength) {
        return Direct.result(Direct.sendto(fd, buffer, length, flags, address, addressLength));
    }

    @Override
    public int sendmsg(int fd, long message, int flags) {
        return Direct.result(Direct.sendmsg(fd, message, flags));
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        return Direct.result(Direct.recvmsg(fd, message, flags));
    }

    @Override
    public int getsockname(int fd, long address, long length) {
        return Direct.result(Direct.getsockname(fd, address, length));
    }

    @Override
    public int getpeername(int fd, long address, long length) {
        return Direct.result(Direct.getpeername(fd, address, length));
    }

    @Override
    public int getsockopt(int fd, int level, int option, long value, long length) {
        return Direct.result(Direct.getsockopt(fd, level, option, value, length));
    }

    @Override
    public int setsockopt(int fd, int level, int option, long value, int length) {
        return Direct.result(Direct.setsockopt(fd, level, option, value, length));
    }

    @Override
    public int shutdown(int fd, int how) {
        return Direct.result(Direct.shutdown(fd, how));
    }

    @Override
    public int close(int fd) {
        return Direct.result(Direct.close(fd));
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return Direct.result(Direct.fcntl(fd, command, argument));
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        return Direct.result(Direct.ioctl(fd, request, argument));
    }

    @Override
    public int poll(long pollfds, long count, int millis) {
        return Direct.result(Direct.poll(pollfds, count, millis));
    }

    @Override
    public int pselect(
            int highest, long reads, long writes, long exceptions, long timespec, long sigmask) {
        return Direct.result(Direct.pselect(highest, reads, writes, exceptions, timespec, sigmask));
    }

    @Override
    public int read(int fd, long buffer, long length) {
        return Direct.result(Direct.read(fd, buffer, length));
    }

    @Override
    public int write(int fd, long buffer, long length) {
        return Direct.result(Direct.write(fd, buffer, length));
    }

    @Override
    public int waitpid(int pid, long status, int options) {
        return Direct.result(Direct.waitpid(pid, status, options));
    }

    @Override
    public int kill(int pid, int signal) {
        return Direct.result(Direct.kill(pid, signal));
    }
}
