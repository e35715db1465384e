package org.vitaledger.edge.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Event loops and sockets: epoll where the platform has it, else java.nio. */
final class Transport {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private Transport() {}

    static EventLoopGroup newLoops() {
        DefaultThreadFactory threads = new DefaultThreadFactory("edge-mqtt", true);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors());
        return Epoll.isAvailable() ? new EpollEventLoopGroup(count, threads) : new NioEventLoopGroup(count, threads);
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    static ChannelHandler tls(Listener.Tls tls, Channel channel, Limits limits) {
        JdkSslContext context = new JdkSslContext(
                tls.context(),
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                tls.certificateRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL,
                PROTOCOLS,
                false);
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(limits.connections().patience().toMillis());
        return handler;
    }
}
