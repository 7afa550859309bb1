package io.sockeye.benchmarks.peers;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/**
 * What one of Netty's transports consists of.
 *
 * @param loops makes event loops
 * @param listener for TCP
 * @param datagrams for UDP
 */
record NettyTransport(
        IoHandlerFactory loops,
        Class<? extends ServerChannel> listener,
        Class<? extends DatagramChannel> datagrams) {
    /** What the program cannot do here; its caller is told why and goes on without it. */
    private static final int REFUSED = 2;

    /** Ends the program if the host does not have it. */
    static NettyTransport named(String name) {
        switch (name) {
            case "nio" -> {
                return new NettyTransport(
                        NioIoHandler.newFactory(),
                        NioServerSocketChannel.class,
                        NioDatagramChannel.class);
            }
            case "epoll" -> {
                refuseIf("Netty's epoll", Epoll.unavailabilityCause());
                return new NettyTransport(
                        EpollIoHandler.newFactory(),
                        EpollServerSocketChannel.class,
                        EpollDatagramChannel.class);
            }
            case "io_uring" -> {
                refuseIf("Netty's io_uring", IoUring.unavailabilityCause());
                return new NettyTransport(
                        IoUringIoHandler.newFactory(),
                        IoUringServerSocketChannel.class,
                        IoUringDatagramChannel.class);
            }
            default -> throw new IllegalArgumentException("there is no transport " + name);
        }
    }

    /** Ends the program. */
    static void refuse(String why) {
        System.err.println(why);
        System.exit(REFUSED);
    }

    private static void refuseIf(String what, Throwable unavailable) {
        if (unavailable != null) {
            Throwable root = unavailable.getCause() == null ? unavailable : unavailable.getCause();
            refuse(what + " is not available: " + root.getMessage());
        }
    }
}
