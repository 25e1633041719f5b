package dev.margay.test;

import dev.margay.context.Call;
import dev.margay.context.DeadlineExceededException;
import dev.margay.engine.IncomingCall;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Limits;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import java.io.IOException;

/// Serves requests without a socket, as a server would: the same call, the same limit on bodies, the same errors.
///
/// The handler runs on the calling thread. Safe for many threads if the handler is.
public final class InProcess implements Handler {

    private final Routes routes;
    private final Handler handler;
    private final Limits limits;

    private InProcess(Routes routes, Handler handler, Limits limits) {
        this.routes = routes;
        this.handler = handler;
        this.limits = limits;
    }

    /// With the standard limits.
    public static InProcess of(Routes routes) {
        return of(routes, routes);
    }

    /// Through one handler, which finds in each request the route these routes have matched.
    public static InProcess of(Routes routes, Handler handler) {
        return new InProcess(routes, handler, Limits.standard());
    }

    public InProcess with(Limits replaced) {
        return new InProcess(routes, handler, replaced);
    }

    /// The answer as a caller would read it: its body in memory.
    @Override
    public Response handle(Request request) throws Exception {
        Call call;
        try {
            call = IncomingCall.of(request.headers());
        } catch (ProblemException e) {
            var call400 = IncomingCall.of(request.headers().without(IncomingCall.TIMEOUT));
            return failed(e, call400);
        }
        try {
            return call.run(() -> serve(request, call));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // as a server does: whatever it is, the caller gets an answer
            return failed(e, call);
        }
    }

    private Response serve(Request request, Call call) throws Exception {
        if (call.deadline().expired()) {
            throw new DeadlineExceededException("the time for this request was over before it was begun");
        }
        var match = routes.match(request.method(), request.target(), request.headers());
        var whole = request.with(match);
        if (match.route().body() == Route.Start.WHOLE_BODY) {
            byte[] body = request.body().bytes();
            if (body.length > limits.sizes().body()) {
                throw Problem.tooLarge(limits.sizes().body()).exception();
            }
            whole = whole.with(Body.of(body));
        }
        var response = handler.handle(whole);
        if (request.method().equals("HEAD")) {
            response.body().discard();
            response.body().sent(response.status(), null);
            return response.with(Body.empty());
        }
        return response.with(Body.of(sent(response)));
    }

    private static byte[] sent(Response response) throws IOException {
        byte[] body;
        try {
            body = response.body().bytes();
        } catch (Throwable failure) { // who watches the body learns of any
            response.body().sent(Problems.of(failure).status(), failure);
            throw failure;
        }
        response.body().sent(response.status(), null);
        return body;
    }

    private static Response failed(Throwable failure, Call call) {
        return Problems.render(Problems.of(failure), call.id())
                .with(IncomingCall.REQUEST_ID, call.id().value());
    }
}
