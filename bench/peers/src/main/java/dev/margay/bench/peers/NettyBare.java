package dev.margay.bench.peers;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.core.JacksonException;

/// Raw Netty, nothing but the handler.
@Sharable
final class NettyBare extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Codec codec = new Codec();

    static void main(String[] args) throws InterruptedException {
        AccessLog.quiet();
        NettyServer.serve(Arguments.parse(args).port(), new NettyBare());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        NettyAnswers.send(context, request, answer(request));
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!NettyAnswers.greets(request)) {
            return NettyAnswers.json(HttpResponseStatus.NOT_FOUND, codec.problem("not found"));
        }
        try {
            var greeting = Greeting.to(codec.hello(request.content()));
            return NettyAnswers.json(HttpResponseStatus.OK, codec.bytes(greeting));
        } catch (JacksonException e) {
            return NettyAnswers.json(HttpResponseStatus.BAD_REQUEST, codec.problem("not the JSON expected"));
        }
    }
}
