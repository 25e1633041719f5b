package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// One request from its headers to the last byte of its answer.
///
/// All of it happens on the loop, but for [#run()]: the handler, on the request's own thread. Both meet in [#stage]:
/// the thread says [#DONE], the loop [#DETACHED] when it has other things to do; who comes second goes on, so that a
/// handler that never blocks is answered without a hand-over.
final class Exchange implements Runnable, Callable<Response>, BodyReader.Source, io.vertx.core.Handler<Buffer> {

    private static final int RUNNING = 0;
    private static final int DETACHED = 1;
    private static final int DONE = 2;
    private static final AtomicIntegerFieldUpdater<Exchange> STAGE =
            AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "stage");

    private final Wire wire;
    private final Loop loop;
    private final Serving serving;
    private final HttpServerRequest http;
    private final Headers headers;
    private final Answer answer;
    private Routes.@Nullable Match match;
    private @Nullable Call call;
    private @Nullable Request request;
    private @Nullable BodyReader reader;
    private @Nullable Buffer collected;
    private boolean bodyEnded;
    private boolean threadStarted;
    private boolean admitted;
    private volatile boolean gone;

    @SuppressWarnings("UnusedVariable") // through STAGE
    private volatile int stage = RUNNING;

    private @Nullable Response response;
    private volatile @Nullable Thread thread;
    private @Nullable Runnable continuation;

    Exchange(Wire wire, HttpServerRequest http) {
        this.wire = wire;
        this.loop = wire.loop();
        this.serving = loop.serving();
        this.http = http;
        this.headers = HeaderCopy.of(http);
        this.answer = new Answer(this, http, loop);
    }

    // --- on the loop: headers and body come in ---

    /// The headers are there.
    void begin() {
        http.handler(this);
        http.endHandler(_ -> bodyEnded());
        if (http.version() == HttpVersion.HTTP_2) {
            http.response().exceptionHandler(_ -> abandoned());
            http.exceptionHandler(_ -> abandoned());
        }
        wire.begun(this);
        if (answer.begun()) {
            return;
        }
        admitted = serving.enter();
        if (!admitted) {
            refuse(Refusals.busy());
            return;
        }
        try {
            call = IncomingCall.of(headers);
        } catch (ProblemException e) {
            refuse(e.problem());
            return;
        }
        accept(call);
    }

    private void accept(Call accepted) {
        if (accepted.deadline().expired()) {
            refuse(Refusals.late());
            return;
        }
        String target = HeadRules.origin(http.uri());
        String method = http.method().name();
        match = serving.routes().match(method, target);
        boolean whole = match.route().body() == Route.Start.WHOLE_BODY;
        long length = HeaderCopy.contentLength(headers);
        if (whole && length > serving.limits().sizes().body()) {
            refuse(tooLarge());
            return;
        }
        if ("100-continue".equalsIgnoreCase(headers.find("Expect"))) {
            http.response().writeContinue();
        }
        if (!whole && hasBody(length)) {
            reader = new BodyReader(
                    this, serving.bodyPatience(), () -> Refusals.tooSlow().exception());
            start(new Request.Parts(method, target, headers, incoming(length), wire.remote(), match));
        } else if (!whole) {
            start(new Request.Parts(method, target, headers, Body.empty(), wire.remote(), match));
        } else if (http.isEnded()) {
            bodyEnded();
        }
    }

    private boolean hasBody(long length) {
        return length > 0 || (length < 0 && !http.isEnded() && (answer.http2() || headers.has("Transfer-Encoding")));
    }

    private Body incoming(long length) {
        return Body.from(known(reader), length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
    }

    private Problem tooLarge() {
        return Refusals.malformed(
                413, "at most %d bytes".formatted(serving.limits().sizes().body()));
    }

    /// A piece of the body.
    @Override
    public void handle(Buffer piece) {
        if (reader != null && !answer.ended()) {
            reader.add(piece.getBytes());
            return;
        }
        if (answer.begun()) {
            return;
        }
        int before = collected == null ? 0 : collected.length();
        if ((long) before + piece.length() > serving.limits().sizes().body()) {
            collected = null;
            refuse(tooLarge());
            return;
        }
        collected = collected == null ? piece : collected.appendBuffer(piece);
    }

    private void bodyEnded() {
        if (bodyEnded) {
            return;
        }
        bodyEnded = true;
        if (reader != null) {
            reader.end();
        } else if (match != null && !threadStarted && !answer.begun()) {
            var body = collected == null ? Body.empty() : Body.of(collected.getBytes());
            collected = null;
            String method = http.method().name();
            start(new Request.Parts(method, HeadRules.origin(http.uri()), headers, body, wire.remote(), match));
        }
    }

    /// Whether the whole body has arrived.
    boolean bodyComplete() {
        return bodyEnded || (http.decoderResult().isSuccess() && !hasBody(HeaderCopy.contentLength(headers)));
    }

    /// Whether the peer's body is what it waits for.
    boolean awaitsBody() {
        return !bodyEnded && reader == null && !answer.begun();
    }

    void refuseSlowBody() {
        refuse(Refusals.tooSlow());
    }

    /// No more of the body can be understood.
    void bodyBroken(String reason) {
        if (reader != null) {
            reader.fail("the body is malformed: " + reason);
        } else if (!answer.begun() && !threadStarted) {
            serving.tell(new EngineEvent.MalformedRequest(wire.remote(), 400, reason));
            refuse(Refusals.malformed(400, reason));
        }
    }

    /// The peer is gone: nobody waits for the answer.
    void abandoned() {
        if (gone) {
            return;
        }
        gone = true;
        answer.abandoned();
        if (answer.http2()) {
            wire.ended(this);
        }
        if (reader != null) {
            reader.fail("the peer closed the connection");
        }
        if (call != null && threadStarted && stage != DONE) {
            serving.tell(new EngineEvent.Abandoned(route()));
            serving.cancel(call, "the peer closed the connection");
        }
        if (!threadStarted) {
            leave();
        }
    }

    boolean gone() {
        return gone;
    }

    /// Answers a head that must not be served.
    void refuseHead(Throwable cause) {
        wire.begun(this);
        var refused = HeadRules.refusal(cause);
        serving.tell(new EngineEvent.MalformedRequest(
                wire.remote(), refused.status(), String.valueOf(refused.getMessage())));
        refuse(Refusals.malformed(refused.status(), String.valueOf(refused.getMessage())));
    }

    /// Answers without a handler.
    void refuse(Problem problem) {
        var id = call == null ? IncomingCall.id(headers) : call.id();
        var refusal = Problems.render(problem, id).with(IncomingCall.REQUEST_ID, id.value());
        leave();
        answer.send(refusal);
    }

    // --- a thread for the handler ---

    private void start(Request.Parts parts) {
        if (gone) {
            return;
        }
        request = parts.request();
        threadStarted = true;
        startOrWait();
    }

    private void startOrWait() {
        var route = known(match).route();
        if (route.work() == Route.Work.COMPUTES) {
            stage = DETACHED;
            serving.computing().start(this);
            return;
        }
        var threads = loop.threads();
        if (threads == null || !loop.warm(route)) {
            stage = DETACHED;
            serving.jdkThreads().newThread(this).start();
            return;
        }
        long now = System.nanoTime();
        if (!wire.mayRunInline(now)) {
            loop.netty().execute(this::nextTurn);
            return;
        }
        thread = threads.newThread(this);
        loop.scheduler().startInline(this, thread, now);
        if (STAGE.compareAndSet(this, RUNNING, DETACHED)) {
            loop.scheduler().blocked(this);
        } else {
            finish();
        }
    }

    private void nextTurn() {
        wire.newTurn();
        startOrWait();
    }

    /// The request's own thread.
    @Override
    public void run() {
        Response made;
        try {
            made = known(call).run(this);
        } catch (Throwable failure) { // the thread's last frame: whatever it is, the caller gets an answer
            made = failed(failure);
        }
        response = made;
        if (STAGE.getAndSet(this, DONE) == DETACHED) {
            loop.netty().execute(this::finish);
        }
    }

    @Override
    public Response call() throws Exception {
        var made = serving.handler().handle(known(request));
        if (answer.streams(made)) {
            answer.stream(made);
        }
        return made;
    }

    private Response failed(Throwable failure) {
        if (!gone && Problems.unexpected(failure)) {
            serving.tell(new EngineEvent.HandlerFailed(route(), failure));
        }
        answer.failed();
        var id = known(call).id();
        return Problems.render(Problems.of(failure), id).with(IncomingCall.REQUEST_ID, id.value());
    }

    private void finish() {
        leave();
        loop.scheduler().ended(continuation);
        if (!gone && response != null) {
            answer.send(response);
        }
    }

    private void leave() {
        if (admitted) {
            admitted = false;
            serving.leave();
        }
    }

    /// The last byte of the answer is about to be written.
    void ended() {
        wire.ended(this);
    }

    boolean http2() {
        return answer.http2();
    }

    HttpConnection connection() {
        return http.connection();
    }

    Wire wire() {
        return wire;
    }

    String method() {
        return http.method().name();
    }

    private String route() {
        return match == null ? "" : match.route().method() + " " + match.route().template();
    }

    // --- for the watchdog ---

    void resumedBy(Runnable ownContinuation) {
        continuation = ownContinuation;
    }

    EngineEvent held(String loopName, Duration time) {
        return new EngineEvent.LoopHeld(loopName, route(), Watchdog.frame(thread), time);
    }

    /// Ends the call's own waits; for a server that stops.
    void cancel(String why) {
        if (call != null) {
            serving.cancel(call, why);
        }
    }

    // --- the reader's source ---

    /// Nothing to do: what is not read when the answer is sent ends the connection.
    @Override
    public void close() {}

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

    /// What is there since the request was accepted.
    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the request was not accepted yet");
        }
        return value;
    }
}
