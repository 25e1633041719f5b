package dev.margay.engine;

import dev.margay.engine.EngineEvent.TooSlow.Waiting;
import dev.margay.http.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The engine's view of one connection, first in its pipeline: what it waits for and since when.
///
/// For HTTP/1 it also puts [Http1Gate] in place of Vert.x's decoder, as soon as it is clear that the bytes are no
/// HTTP/2: it lets just so many bytes pass that Vert.x decides, and changes the decoder before the rest. On its loop's
/// thread only.
final class Wire extends ChannelDuplexHandler {

    private static final AttributeKey<Wire> KEY = AttributeKey.valueOf("margay.wire");
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String DECODER = "httpDecoder";
    private static final int PREFACE_LINE = "PRI * HTTP/2.0".length();
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_INLINE = 16;
    private static final long LONGEST_INLINE_NANOS = Duration.ofMillis(1).toNanos();

    /// What the connection waits for.
    private enum Phase {
        IDLE,
        HEADERS,
        WORKING,
        LINGERING
    }

    private final Serving serving;
    private @Nullable Loop loop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http1Gate gate;
    private @Nullable Exchange current;
    private final Set<Exchange> streaming = new HashSet<>(); // HTTP/2's
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private @Nullable HttpConnection http2;
    private Phase phase = Phase.IDLE;
    private long since;
    private int streams;
    private int matched;
    private boolean chosen;
    private boolean lingers;
    private boolean last;
    private int inlineRun;
    private long turnStart;
    private long unread;
    private long unreadSince;
    private String remote = "";

    Wire(Serving serving) {
        this.serving = serving;
    }

    static Wire of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().attr(KEY).get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        loop = serving.loopOf(active.channel().eventLoop());
        loop.add(this);
        since = loop.coarseNanos();
        var address = active.channel().remoteAddress();
        remote = address == null ? "" : EngineTransport.text(address);
        super.channelActive(active);
    }

    Loop loop() {
        if (loop == null) {
            throw new IllegalStateException("the connection is not active yet");
        }
        return loop;
    }

    String remote() {
        return remote;
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) throws Exception {
        if (phase == Phase.LINGERING) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (phase == Phase.IDLE && streams == 0 && (gate != null || !chosen)) {
            phase = Phase.HEADERS;
            since = loop().coarseNanos();
        }
        if (chosen) {
            read.fireChannelRead(message);
        } else if (read.pipeline().get(SslHandler.class) != null) {
            chooseAgreed(read, (ByteBuf) message);
        } else {
            choose(read, (ByteBuf) message);
        }
    }

    /// Behind TLS the protocol is agreed on.
    private void chooseAgreed(ChannelHandlerContext read, ByteBuf bytes) {
        chosen = true;
        if (read.pipeline().get(DECODER) != null) {
            gate = new Http1Gate(this, serving.limits());
            read.pipeline().replace(DECODER, DECODER, gate);
        } else {
            phase = Phase.IDLE; // from here on streams count
        }
        read.fireChannelRead(bytes);
    }

    /// Compares with HTTP/2's preface as far as the bytes go.
    private void choose(ChannelHandlerContext read, ByteBuf bytes) {
        while (matched == 0 && bytes.isReadable() && isLineEnd(bytes.getByte(bytes.readerIndex()))) {
            bytes.skipBytes(1); // empty lines before the first request are to be ignored (RFC 9112 section 2.2)
        }
        int at = bytes.readerIndex();
        while (matched < PREFACE.length && at < bytes.writerIndex() && bytes.getByte(at) == PREFACE[matched]) {
            at++;
            matched++;
        }
        if (matched == PREFACE.length) {
            chosen = true;
            phase = Phase.IDLE; // from here on streams count
        } else if (at < bytes.writerIndex() && (matched > PREFACE_LINE || bytes.getByte(at) <= ' ')) {
            bytes.release();
            refuse(Refusals.malformed(400, "a first line that is neither HTTP/1's nor HTTP/2's"));
            return;
        } else if (at < bytes.writerIndex()) {
            chosen = true;
            read.fireChannelRead(bytes.readRetainedSlice(at + 1 - bytes.readerIndex()));
            gate = new Http1Gate(this, serving.limits());
            read.pipeline().replace(DECODER, DECODER, gate);
        }
        if (bytes.isReadable()) {
            read.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    private static boolean isLineEnd(byte one) {
        return one == '\r' || one == '\n';
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) throws Exception {
        inlineRun = 0;
        super.channelReadComplete(read);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) throws Exception {
        loop().remove(this);
        if (current != null) {
            current.abandoned();
        }
        super.channelInactive(inactive);
        goOn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) throws Exception {
        if (!isBehind()) {
            goOn();
        }
        super.channelWritabilityChanged(changed);
    }

    /// Whether the peer has not read what it was sent: its next request waits until it has.
    boolean isBehind() {
        return !context().channel().isWritable();
    }

    /// Runs the task when the peer has read, or is gone.
    void whenRead(Runnable task) {
        waiting.add(task);
    }

    private void goOn() {
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            loop().netty().execute(task);
        }
    }

    /// Whether one request more of this connection may run before the loop turns to others.
    boolean mayRunInline(long now) {
        if (inlineRun == 0) {
            turnStart = now;
        }
        inlineRun++;
        return inlineRun <= MOST_INLINE && now - turnStart <= LONGEST_INLINE_NANOS;
    }

    /// The loop has turned to others and is back.
    void newTurn() {
        inlineRun = 0;
    }

    void begun(Exchange exchange) {
        streams++;
        phase = Phase.WORKING;
        since = loop().coarseNanos();
        if (gate != null) {
            current = exchange;
            gate.begun(exchange);
        } else {
            streaming.add(exchange);
            http2 = exchange.connection();
        }
    }

    /// Before the last of its answer is written: writing it may begin the next.
    void ended(Exchange exchange) {
        if (exchange.http2() ? !streaming.remove(exchange) : current != exchange) {
            return;
        }
        streams--;
        current = null;
        if (streams == 0 && phase == Phase.WORKING) {
            phase = gate != null && gate.hasPartialRequest() ? Phase.HEADERS : Phase.IDLE;
            since = loop().coarseNanos();
        }
    }

    /// The server stops: no new streams.
    void goAway(Duration drain) {
        if (http2 != null) {
            http2.shutdown(drain);
        }
    }

    /// Ends the waits of what is in progress; for a server that stops.
    void cancelRequests() {
        streaming.forEach(exchange -> exchange.cancel("the server is stopping"));
        if (current != null) {
            current.cancel("the server is stopping");
        }
    }

    @Nullable
    Exchange current() {
        return current;
    }

    /// Looks whether the peer has taken too long.
    void check(long now) {
        var times = serving.limits().times();
        if (isStuck(now, times.idle().toNanos())) {
            tooSlow(Waiting.READING);
            closeNow();
            return;
        }
        if (current != null) {
            current.check(now);
        }
        if (!streaming.isEmpty()) {
            List.copyOf(streaming).forEach(exchange -> exchange.check(now));
        }
        long waited = now - since;
        if (phase == Phase.IDLE && waited > times.idle().toNanos()) {
            close();
        } else if (phase == Phase.HEADERS && waited > times.headers().toNanos()) {
            tooSlow(Waiting.HEADERS);
            refuseSlowHeaders();
        } else if (phase == Phase.LINGERING && waited > LINGER_NANOS) {
            closeNow();
        }
    }

    /// Whether the peer has read nothing of what it was sent for so long. While it reads it is not idle.
    private boolean isStuck(long now, long nanos) {
        var buffer = context().channel().unsafe().outboundBuffer();
        long left = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        if (left != unread) {
            unread = left;
            unreadSince = now;
        }
        if (unread == 0 || phase == Phase.LINGERING) {
            return false;
        }
        if (phase == Phase.IDLE) {
            since = now;
        }
        return now - unreadSince > nanos;
    }

    void tooSlow(Waiting what) {
        serving.tell(new EngineEvent.TooSlow(remote, what));
    }

    private void refuseSlowHeaders() {
        if (gate == null) {
            close();
            return;
        }
        gate.discard();
        refuse(Refusals.tooSlow());
    }

    /// Answers where no request was decoded, and closes.
    private void refuse(Problem problem) {
        lingers = true;
        context().writeAndFlush(Refusals.inBytes(problem, loop().date())).addListener(_ -> close());
    }

    /// During a drain: closes it if it has been idle for so long.
    void closeIfIdle(long now, long idleNanos) {
        if (phase == Phase.IDLE && streams == 0 && now - since >= idleNanos) {
            close();
        }
    }

    /// The next close waits for the peer to read what was sent: closing over unread bytes would destroy it.
    void linger() {
        lingers = true;
    }

    /// The answer that is being given is the last.
    void last() {
        last = true;
    }

    /// Whether the last answer is given: nothing the peer sends after it is served (RFC 9112 section 9.6).
    boolean isLast() {
        return last;
    }

    void close() {
        var _ = context().channel().close();
    }

    private void closeNow() {
        lingers = false;
        var _ = context().close();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection has no channel yet");
        }
        return context;
    }

    @Override
    public void close(ChannelHandlerContext closing, ChannelPromise promise) throws Exception {
        if (phase == Phase.LINGERING && lingers) {
            closing.channel().closeFuture().addListener(_ -> promise.trySuccess());
            return;
        }
        if (!lingers || !(closing.channel() instanceof DuplexChannel duplex) || !duplex.isActive()) {
            super.close(closing, promise);
            return;
        }
        phase = Phase.LINGERING;
        since = loop().coarseNanos();
        duplex.config().setAutoRead(true);
        var tls = closing.pipeline().get(SslHandler.class);
        if (tls == null) {
            var _ = duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> {
                var _ = duplex.shutdownOutput();
            });
        }
        closing.channel().closeFuture().addListener(_ -> promise.trySuccess());
    }
}
