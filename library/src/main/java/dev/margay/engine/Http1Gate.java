package dev.margay.engine;

import dev.margay.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Netty's decoder of HTTP/1 requests, without its leniency: what two programs could read in two ways is refused.
///
/// A refused head travels on as an invalid message, so that it is answered after the requests before it; nothing after
/// it is looked at. A body that breaks off is reported to the request it belongs to.
final class Http1Gate extends HttpRequestDecoder {

    private final Wire wire;
    private final HeadRules rules;
    private boolean inHead = true;
    private boolean discarding;
    private int decoded;
    private int begun;
    private @Nullable String brokenBody;

    Http1Gate(Wire wire, Limits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.sizes().requestLine())
                .setMaxHeaderSize(limits.sizes().headers())
                .setMaxChunkSize(64 << 10)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
        this.wire = wire;
        this.rules = new HeadRules(limits);
    }

    /// Whether the first bytes of a request are here, and not the rest.
    boolean hasPartialRequest() {
        return inHead && actualReadableBytes() > 0;
    }

    /// Looks at nothing that arrives from now on.
    void discard() {
        discarding = true;
    }

    /// The next request in order has begun: it learns if its body is broken already.
    void begun(Exchange exchange) {
        begun++;
        if (begun == decoded && brokenBody != null) {
            exchange.bodyBroken(brokenBody);
        }
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        if (!line[2].equals("HTTP/1.1") && !line[2].equals("HTTP/1.0")) {
            throw new HeadRules.Refused(400, "a version that is neither HTTP/1.1 nor HTTP/1.0");
        }
        return new DefaultHttpRequest(
                HttpVersion.valueOf(line[2]), HttpMethod.valueOf(line[0]), line[1], Http1xHeaders.httpHeaders());
    }

    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request", Http1xHeaders.httpHeaders());
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (discarding) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int from = in.readerIndex();
        boolean head = inHead;
        super.decode(context, in, out);
        if (head) {
            rules.see(in, from, in.readerIndex());
        }
        for (int i = 0; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request) {
                head(request, out, i);
            } else if (message instanceof HttpContent content) {
                content(content, out, i);
            }
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!discarding && in.isReadable()) {
            decode(context, in, out);
        }
    }

    private void head(HttpRequest request, List<Object> out, int at) {
        decoded++;
        inHead = false;
        var refusal = request.decoderResult().isFailure()
                ? HeadRules.refusal(request.decoderResult().cause())
                : rules.check(request);
        rules.reset();
        if (refusal == null) {
            putCloseFirst(request.headers());
            return;
        }
        request.setDecoderResult(DecoderResult.failure(refusal));
        discarding = true;
        while (out.size() > at + 1) {
            ReferenceCountUtil.release(out.remove(at + 1));
        }
    }

    /// `close` may be one connection option of several (RFC 9112 section 9.6).
    ///
    /// Vert.x looks at the first field only, and only for `close` alone.
    private static void putCloseFirst(HttpHeaders headers) {
        String options = headers.get(HttpHeaderNames.CONNECTION);
        if (options != null
                && !options.equalsIgnoreCase("close")
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            var all = new ArrayList<CharSequence>(List.of(HttpHeaderValues.CLOSE));
            all.addAll(headers.getAll(HttpHeaderNames.CONNECTION));
            headers.set(HttpHeaderNames.CONNECTION, all);
        }
    }

    private void content(HttpContent content, List<Object> out, int at) {
        if (content.decoderResult().isFailure()) {
            brokenBody = String.valueOf(content.decoderResult().cause().getMessage());
            discarding = true;
            ReferenceCountUtil.release(out.remove(at));
            var exchange = wire.current();
            if (exchange != null && begun == decoded) {
                exchange.bodyBroken(brokenBody);
            }
        } else if (content instanceof LastHttpContent) {
            inHead = true;
        }
    }
}
