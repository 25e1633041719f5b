package dev.margay.bench.peers;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/// Raw Netty with everything else by hand.
@Sharable
final class NettyEquipped extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Codec codec = new Codec();
    private final Equipment equipment;

    private NettyEquipped(Equipment equipment) {
        this.equipment = equipment;
    }

    static void main(String[] args) throws InterruptedException {
        AccessLog.quiet();
        var arguments = Arguments.parse(args);
        var equipment = new Equipment(arguments.log());
        Runtime.getRuntime().addShutdownHook(new Thread(equipment::close));
        NettyServer.serve(arguments.port(), new NettyEquipped(equipment));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.uri().equals("/metrics")) {
            var text = equipment.metrics().getBytes(StandardCharsets.UTF_8);
            NettyAnswers.send(context, request, NettyAnswers.json(HttpResponseStatus.OK, text));
            return;
        }
        var start = System.nanoTime();
        var id = equipment.requestId(request.headers().get(Equipment.ID));
        var response = answer(request);
        response.headers().set(Equipment.ID, id);
        NettyAnswers.send(context, request, response);
        equipment.answered(id, response.status().code(), start);
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!NettyAnswers.greets(request)) {
            return NettyAnswers.json(HttpResponseStatus.NOT_FOUND, codec.problem("not found"));
        }
        try {
            var hello = codec.hello(request.content());
            var violations = equipment.violations(hello);
            return violations.isEmpty()
                    ? NettyAnswers.json(HttpResponseStatus.OK, codec.bytes(Greeting.to(hello)))
                    : NettyAnswers.json(HttpResponseStatus.BAD_REQUEST, codec.problem(violations));
        } catch (JacksonException e) {
            return NettyAnswers.json(HttpResponseStatus.BAD_REQUEST, codec.problem("not the JSON expected"));
        }
    }
}
