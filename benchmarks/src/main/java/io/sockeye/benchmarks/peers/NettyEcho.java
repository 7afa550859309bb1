package io.sockeye.benchmarks.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;

/**
 * Netty as its users run it: one event loop that accepts too, pooled direct buffers that go back as
 * they came, one flush for all that was read at once, and no reading from a peer that does not.
 */
public final class NettyEcho {
    private static final int BACKLOG = 4096;

    private NettyEcho() {}

    /** Sends back what comes. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Serves until it is killed: {@code nio|epoll|io_uring --host HOST --port PORT}. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 5 || !args[1].equals("--host") || !args[3].equals("--port")) {
            NettyTransport.refuse("usage: NettyEcho nio|epoll|io_uring --host ADDRESS --port PORT");
        }
        NettyTransport transport = NettyTransport.named(args[0]);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport.loops());
        Channel listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(transport.listener())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childHandler(echo())
                        .bind(args[2], Integer.parseInt(args[4]))
                        .sync()
                        .channel();
        InetSocketAddress at = (InetSocketAddress) listener.localAddress();
        System.out.println("ready " + at.getAddress().getHostAddress() + ":" + at.getPort());
        listener.closeFuture().sync();
    }

    private static ChannelHandler echo() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Echo());
            }
        };
    }
}
