package dev.margay.engine;

import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The body of a request as it comes in: collected where the handler is given the whole, else passed on by the piece.
///
/// On the loop's thread only, but for [#onLoop] and [#close], which the handler's thread calls through its reader.
final class IncomingBody implements Handler<Buffer>, BodyReader.Source {

    private final Exchange exchange;
    private final Loop loop;
    private final HttpServerRequest http;
    private long announced = -1;
    private boolean framed = true;
    private @Nullable BodyReader reader;
    private @Nullable Buffer collected;
    private boolean ended;

    IncomingBody(Exchange exchange, HttpServerRequest http) {
        this.exchange = exchange;
        this.loop = exchange.wire().loop();
        this.http = http;
    }

    /// Begins to listen; nothing of the body is lost.
    ///
    /// @param headers those of a request that was found well-formed
    void listen(Headers headers) {
        announced = HeaderCopy.contentLength(headers);
        framed = http.version() == HttpVersion.HTTP_2 || headers.has("Transfer-Encoding");
        http.handler(this);
        http.endHandler(_ -> end());
    }

    /// Whether more was announced than is collected.
    boolean isTooLarge() {
        return announced > most();
    }

    private long most() {
        return loop.serving().limits().sizes().body();
    }

    /// The body as its handler reads it while it arrives.
    Body streamed() {
        if (!isToCome()) {
            return Body.empty();
        }
        reader = new BodyReader(
                this, loop.serving().bodyPatience(), () -> Refusals.tooSlow().exception());
        return Body.from(reader, announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced));
    }

    private boolean isToCome() {
        return announced > 0 || (announced < 0 && framed && !http.isEnded());
    }

    /// Whether all of it has arrived.
    boolean isComplete() {
        return ended || (http.decoderResult().isSuccess() && !isToCome());
    }

    /// Whether the exchange cannot go on before all of it is here.
    boolean isAwaited() {
        return !ended && reader == null;
    }

    @Override
    public void handle(Buffer piece) {
        if (reader != null && !exchange.isAnswered()) {
            reader.add(piece.getBytes());
            return;
        }
        if (exchange.isAnswering()) {
            return;
        }
        int before = collected == null ? 0 : collected.length();
        if ((long) before + piece.length() > most()) {
            collected = null;
            exchange.refuse(Problem.tooLarge(most()));
            return;
        }
        collected = collected == null ? piece : collected.appendBuffer(piece);
    }

    void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (reader != null) {
            reader.end();
            return;
        }
        var whole = collected == null ? Body.empty() : Body.of(collected.getBytes());
        collected = null;
        exchange.arrived(whole);
    }

    /// No more will come: whoever reads it learns why.
    ///
    /// @return false if nobody reads it
    boolean fail(String why) {
        if (reader == null) {
            return false;
        }
        reader.fail(why);
        return true;
    }

    /// A sender that asked first is told to go on only now: a handler may have refused without reading.
    @Override
    public void wanted() {
        if (exchange.expectsContinue()) {
            onLoop(exchange::letContinue);
        }
    }

    @Override
    public void pause() {
        http.pause();
    }

    @Override
    public void resume() {
        http.resume();
    }

    @Override
    public void onLoop(Runnable task) {
        loop.netty().execute(task);
    }

    /// Nothing to do: what is not read when the answer is sent ends the connection.
    @Override
    public void close() {}
}
