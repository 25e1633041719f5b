package dev.margay.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sees each connection before Vert.x does: puts a [Wire] in front of it, or refuses it.
@Sharable
final class Listener extends ChannelInboundHandlerAdapter {

    private final Serving serving;
    private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

    Listener(Serving serving) {
        this.serving = serving;
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
        connection.pipeline().addFirst(new Wire(serving));
        context.fireChannelRead(message);
    }
}
