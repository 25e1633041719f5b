package dev.margay.gateway;

import dev.margay.context.DeadlineExceededException;
import dev.margay.engine.HttpClient.BrokenConnectionException;
import dev.margay.engine.HttpClient.ConnectFailedException;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.web.Expansion;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands requests to one service and its answers back.
final class Proxy implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final String OPTIONS = "OPTIONS";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", OPTIONS);

    private final Settings.Backend backend;
    private final Handler client;
    private final long mostBytes;

    /// @param mostBytes of a request's body
    Proxy(Settings.Backend backend, Handler client, long mostBytes) {
        this.backend = backend;
        this.client = client;
        this.mostBytes = mostBytes;
    }

    /// Each path of the service and all that is below, for every method a service may have: it knows which it has.
    ///
    /// @param bearer checks the token of what is not open
    List<Route> routes(Middleware bearer) {
        var all = backend.routes().stream().flatMap(path -> Stream.of(path, path + "/{rest...}"));
        return Stream.concat(all, backend.openPaths().stream())
                .distinct()
                .flatMap(template -> METHODS.stream().map(method -> route(method, template, bearer)))
                .toList();
    }

    private Route route(String method, String template, Middleware bearer) {
        var route = Route.of(method, template, this).streaming();
        return method.equals(OPTIONS) || backend.opens(method, template) ? route : route.with(bearer);
    }

    @Override
    public Response handle(Request request) throws Exception {
        if (!Paths.plain(request.path())) {
            throw Problem.notFound("There is nothing at this path.").exception();
        }
        var answer = answer(outgoing(Expansion.received(request)));
        return answer.with(Forwarding.toClient(answer.headers())).with(Passage.of(answer.body(), downwards()));
    }

    private Request outgoing(Request request) throws Exception {
        var length = request.body().length();
        if (length.isPresent() && length.getAsLong() > mostBytes) {
            throw tooLarge();
        }
        return Request.of(request.method(), backend.url() + request.target())
                .with(Forwarding.toService(request))
                .with(Passage.of(request.body(), upwards()));
    }

    private Response answer(Request outgoing) throws Exception {
        try {
            return client.handle(outgoing);
        } catch (ConnectFailedException e) {
            LOG.warn("{} cannot be reached: {}", backend.url(), e.getMessage());
            throw badGateway("The service behind this path cannot be reached.", true)
                    .exception(e);
        } catch (BrokenConnectionException e) {
            throw broken(e);
        } catch (DeadlineExceededException e) {
            throw late(outgoing).exception(e);
        }
    }

    private ProblemException broken(Exception cause) {
        LOG.warn("{} broke off: {}", backend.url(), cause.getMessage());
        return badGateway("The service behind this path broke off; it may have done what was asked.", false)
                .exception(cause);
    }

    private static Problem badGateway(String message, boolean retryable) {
        return new Problem(502, "BadGateway", message, null, List.of(), null, retryable, Headers.empty());
    }

    /// What only reads can be asked again; of the rest nobody knows whether it was done.
    private static Problem late(Request outgoing) {
        boolean reads = outgoing.method().equals("GET") || outgoing.method().equals("HEAD");
        var message = "The service behind this path has not answered in time.";
        return new Problem(504, "GatewayTimeout", message, null, List.of(), null, reads, Headers.empty());
    }

    private Passage.Rules upwards() {
        return new Passage.Rules(
                mostBytes,
                this::tooLarge,
                cause -> Problem.badRequest("The body broke off or is malformed.")
                        .exception(cause));
    }

    private Passage.Rules downwards() {
        return new Passage.Rules(Long.MAX_VALUE, this::tooLarge, this::broken);
    }

    private ProblemException tooLarge() {
        return Problem.tooLarge(mostBytes).exception();
    }
}
