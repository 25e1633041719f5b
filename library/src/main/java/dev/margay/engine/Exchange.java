package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// One request from its headers to the last byte of its answer.
///
/// All of it happens on the loop, but for [#run()]: the handler, on the request's own thread. Both meet in [#stage]:
/// the thread says [#DONE], the loop [#DETACHED] when it has other things to do; who comes second goes on, so that a
/// handler that never blocks is answered without a hand-over.
final class Exchange implements Runnable, Callable<Response> {

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
    private final IncomingBody incoming;
    private final Answer answer;
    private Routes.@Nullable Match match;
    private @Nullable Call call;
    private @Nullable Request request;
    private boolean threadStarted;
    private boolean admitted;
    private long since;
    private volatile boolean gone;
    private boolean continued; // the loop's

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
        this.incoming = new IncomingBody(this, http);
        this.answer = new Answer(this, http, loop);
    }

    /// The headers are there.
    void begin() {
        if (http.version() == HttpVersion.HTTP_2) {
            http.response().exceptionHandler(_ -> abandoned());
            http.exceptionHandler(_ -> abandoned());
        } else if (wire.isLast()) {
            return;
        }
        since = loop.coarseNanos();
        var offence = answer.http2() ? HeadRules.checkStream(http, headers, serving.limits()) : null;
        if (offence != null) {
            refuseHead(offence);
            return;
        }
        incoming.listen(headers);
        wire.begun(this);
        if (!answer.begun()) {
            admit();
        }
    }

    private void admit() {
        admitted = serving.enter();
        if (!admitted) {
            refuse(Refusals.busy());
            return;
        }
        try {
            call = IncomingCall.of(headers);
            accept(call);
        } catch (RuntimeException e) { // the loop's own thread: whatever it is, the place is given back
            if (Problems.unexpected(e)) {
                serving.tell(new EngineEvent.HandlerFailed(call == null ? Call.begin() : call, route(), e));
            }
            refuse(Problems.of(e));
        }
    }

    private void accept(Call accepted) {
        if (accepted.deadline().expired()) {
            refuse(Refusals.late());
            return;
        }
        match = serving.routes().match(method(), target(), headers);
        boolean whole = match.route().body() == Route.Start.WHOLE_BODY;
        if (whole && incoming.isTooLarge()) {
            refuse(Problem.tooLarge(serving.limits().sizes().body()));
            return;
        }
        if (!whole) {
            start(match, incoming.streamed());
        } else if (http.isEnded()) {
            incoming.end();
        } else {
            letContinue();
        }
    }

    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(headers.find("Expect"));
    }

    /// Tells a sender that asked first to go on. On the loop.
    void letContinue() {
        if (!gone && !continued && !answer.begun() && expectsContinue()) {
            continued = true;
            http.response().writeContinue();
        }
    }

    /// The body is complete, where the handler is given the whole of it.
    void arrived(Body body) {
        if (match != null && !threadStarted && !answer.begun()) {
            start(match, body);
        }
    }

    /// No more of the body can be understood.
    void bodyBroken(String reason) {
        if (!incoming.fail("the body is malformed: " + reason) && !answer.begun() && !threadStarted) {
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
        incoming.fail("the peer closed the connection");
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

    private String target() {
        return HeadRules.origin(http.uri());
    }

    private void start(Routes.Match matched, Body body) {
        if (gone) {
            return;
        }
        request = new Request.Parts(method(), target(), headers, body, wire.remote(), matched, List.of()).request();
        threadStarted = true;
        startOrWait();
    }

    private void startOrWait() {
        if (gone) {
            leave();
            return;
        }
        if (wire.isBehind()) {
            wire.whenRead(this::startOrWait);
            return;
        }
        var route = known(match).route();
        var threads = loop.threads();
        if (route.work() == Route.Work.COMPUTES) {
            stage = DETACHED;
            serving.computing().start(this);
        } else if (threads == null || !loop.warm(route)) {
            stage = DETACHED;
            serving.jdkThreads().newThread(this).start();
        } else {
            startOnLoop(threads);
        }
    }

    private void startOnLoop(ThreadFactory threads) {
        long now = System.nanoTime();
        // Vert.x begins a pipelined request while it holds the lock of the connection, for the answer before it; a
        // thread that is mounted now and blocks would take that lock away with it.
        if (Thread.holdsLock(http.connection()) || !wire.mayRunInline(now)) {
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
            stream(made);
        }
        return made;
    }

    private void stream(Response made) throws IOException {
        try {
            answer.stream(made);
        } catch (Throwable failure) { // who watches the body learns of any
            made.body().sent(answer.statusOf(made, failure), failure);
            throw failure;
        }
        made.body().sent(made.status(), null);
    }

    private Response failed(Throwable failure) {
        if (Problems.unexpected(failure) && !(answer.unwanted() && Problems.followsFromLeaving(failure))) {
            serving.tell(new EngineEvent.HandlerFailed(known(call), route(), failure));
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
        since = loop.coarseNanos();
        if (!answer.http2()) {
            wire.ended(this);
        }
    }

    /// The last byte of an answer over HTTP/2 has left: its stream had room for it.
    void sent() {
        wire.ended(this);
    }

    /// Looks whether the peer of a stream takes too long to send its body, or to read its answer.
    void check(long now) {
        var times = serving.limits().times();
        if (incoming.isAwaited()
                && !answer.begun()
                && now - since > times.body().toNanos()) {
            wire.tooSlow(EngineEvent.TooSlow.Waiting.BODY);
            refuse(Refusals.tooSlow());
        } else if (answer.ended() && now - since > times.idle().toNanos()) {
            wire.tooSlow(EngineEvent.TooSlow.Waiting.READING);
            answer.abort();
        }
    }

    /// Whether its answer is settled; what else the peer sends is not looked at.
    boolean isAnswering() {
        return answer.begun();
    }

    boolean isAnswered() {
        return answer.ended();
    }

    boolean bodyComplete() {
        return incoming.isComplete();
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

    void resumedBy(Runnable ownContinuation) {
        continuation = ownContinuation;
    }

    EngineEvent.LoopHeld held(String loopName, Duration time) {
        return new EngineEvent.LoopHeld(loopName, route(), Watchdog.frame(thread), time);
    }

    /// Ends the call's own waits; for a server that stops.
    void cancel(String why) {
        if (call != null) {
            serving.cancel(call, why);
        }
    }

    /// What is there since the request was accepted.
    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the request was not accepted yet");
        }
        return value;
    }
}
