package dev.margay.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/// Vert.x's transport with one thing more: a handler before its own on each listening socket.
///
/// Vert.x gives no earlier sight of a connection than its first request; limits on connections and on time, and a
/// stricter decoder, must be there before the first byte. This is Netty's documented place for that.
@SuppressWarnings("deprecation") // Vert.x's interface names a type that Netty has deprecated
final class EngineTransport implements Transport {

    private final Transport transport;
    private final ChannelHandler onListener;

    private EngineTransport(Transport transport, ChannelHandler onListener) {
        this.transport = transport;
        this.onListener = onListener;
    }

    static io.vertx.core.transport.Transport of(EngineOptions.Sockets sockets, ChannelHandler onListener) {
        var inner = new EngineTransport(choose(sockets), onListener);
        return new io.vertx.core.transport.Transport() {
            @Override
            public String name() {
                return "margay";
            }

            @Override
            public boolean available() {
                return true;
            }

            @Override
            public Throwable unavailabilityCause() {
                return new IllegalStateException("available");
            }

            @Override
            public Transport implementation() {
                return inner;
            }
        };
    }

    private static Transport choose(EngineOptions.Sockets sockets) {
        if (sockets == EngineOptions.Sockets.NATIVE) {
            var found = io.vertx.core.transport.Transport.nativeTransport();
            if (found != null && found.available()) {
                return found.implementation();
            }
        }
        return NioTransport.INSTANCE;
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        transport.configure(config, domainSocket, bootstrap);
        bootstrap.handler(onListener);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
        transport.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        transport.configure(channel, options);
    }

    @Override
    public boolean supportsDomainSockets() {
        return transport.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return transport.supportFileRegion();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return transport.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return transport.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return transport.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return transport.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return transport.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return transport.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return transport.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return transport.serverChannelFactory(domainSocket);
    }

    /// `127.0.0.1:49152` or `[::1]:49152`, without a name look-up.
    static String text(java.net.SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return address.toString();
        }
        String host = inet.getAddress().getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }

    /// Sees each connection before Vert.x does: puts a [Wire] in front of it, or refuses it.
    @Sharable
    static final class Listener extends ChannelInboundHandlerAdapter {

        private final Serving serving;
        private final boolean tls;
        private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

        Listener(Serving serving, boolean tls) {
            this.serving = serving;
            this.tls = tls;
        }

        /// Stops listening; connections stay.
        void close() throws InterruptedException {
            for (var socket : sockets) {
                socket.close().await();
            }
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            sockets.add(context.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var connection = (Channel) message;
            if (!serving.connected()) {
                connection.unsafe().closeForcibly();
                return;
            }
            connection.closeFuture().addListener(_ -> serving.disconnected());
            connection.pipeline().addFirst(tls ? new BehindTls(serving) : new Wire(serving));
            context.fireChannelRead(message);
        }
    }

    /// Puts a [Wire] where it sees what TLS has decrypted, once Vert.x has put its handler of TLS in the pipeline.
    private static final class BehindTls extends ChannelInboundHandlerAdapter {

        private final Serving serving;

        BehindTls(Serving serving) {
            this.serving = serving;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().addAfter("ssl", null, new Wire(serving));
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }
}
