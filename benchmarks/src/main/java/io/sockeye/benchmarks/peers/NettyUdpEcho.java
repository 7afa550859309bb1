package io.sockeye.benchmarks.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/** Netty with datagrams: one event loop, pooled direct buffers that go back as they came. */
public final class NettyUdpEcho {
    /** Netty's own 2048 would cut what is longer. */
    private static final int LARGEST = 1 << 16;

    private NettyUdpEcho() {}

    /** Sends back what comes. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket came = (DatagramPacket) message;
            ByteBuf bytes = came.content();
            context.write(new DatagramPacket(bytes, came.sender()), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A datagram that found no room is lost, as on any network; the load counts it.
            return;
        }
    }

    /** Serves until it is killed: {@code nio|epoll|io_uring --host HOST --port PORT}. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 5 || !args[1].equals("--host") || !args[3].equals("--port")) {
            NettyTransport.refuse(
                    "usage: NettyUdpEcho nio|epoll|io_uring --host ADDRESS --port PORT");
        }
        NettyTransport transport = NettyTransport.named(args[0]);
        Channel channel =
                new Bootstrap()
                        .group(new MultiThreadIoEventLoopGroup(1, transport.loops()))
                        .channel(transport.datagrams())
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(LARGEST))
                        .handler(new Echo())
                        .bind(args[2], Integer.parseInt(args[4]))
                        .sync()
                        .channel();
        InetSocketAddress at = (InetSocketAddress) channel.localAddress();
        System.out.println("ready " + at.getAddress().getHostAddress() + ":" + at.getPort());
        channel.closeFuture().sync();
    }
}
