package dev.margay.http;

/// A method, a path template and the handler behind them. Immutable.
///
/// Templates are absolute paths whose segments are text, a variable `{id}`, or at the end the rest of the path
/// `{path...}`.
///
/// @param method in upper case, for example `GET`
/// @param template for example `/v1/kittens/{id}`; the name of the route in metrics and logs
/// @param handler what answers
/// @param body when the handler starts
/// @param work how it uses its thread
public record Route(String method, String template, Handler handler, Start body, Work work) {

    /// When a handler starts.
    public enum Start {
        /// When the whole body has arrived, within the body limit: what typed handlers need.
        WHOLE_BODY,
        /// At the headers; the handler reads the body as it arrives.
        AT_HEADERS
    }

    /// How a handler uses its thread.
    public enum Work {
        /// Mostly waits: runs on the event loop's virtual thread.
        WAITS,
        /// Computes for long: runs on a bounded pool of its own, so that others are not held up.
        COMPUTES
    }

    public Route {
        if (!method.matches("[A-Z]{1,20}")) {
            throw new IllegalArgumentException(
                    "method '%s' (expected: upper-case letters)".formatted(Shown.of(method)));
        }
        Template.check(template);
    }

    public static Route of(String method, String template, Handler handler) {
        return new Route(method, template, handler, Start.WHOLE_BODY, Work.WAITS);
    }

    public static Route get(String template, Handler handler) {
        return of("GET", template, handler);
    }

    public static Route post(String template, Handler handler) {
        return of("POST", template, handler);
    }

    /// A typed route: the JSON body decoded and validated, the result encoded.
    public static <I> Route post(String template, Class<I> input, Operation<I, ?> operation) {
        return post(template, Typed.of(input, operation));
    }

    public static <I> Route post(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return post(template, Typed.of(input, operation));
    }

    public static Route put(String template, Handler handler) {
        return of("PUT", template, handler);
    }

    public static <I> Route put(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return put(template, Typed.of(input, operation));
    }

    public static Route patch(String template, Handler handler) {
        return of("PATCH", template, handler);
    }

    public static <I> Route patch(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return patch(template, Typed.of(input, operation));
    }

    public static Route delete(String template, Handler handler) {
        return of("DELETE", template, handler);
    }

    /// This route, started at the headers: for uploads and proxies that stream.
    public Route streaming() {
        return new Route(method, template, handler, Start.AT_HEADERS, work);
    }

    /// This route, for a handler that computes for more than some milliseconds.
    public Route computes() {
        return new Route(method, template, handler, body, Work.COMPUTES);
    }

    /// This route inside the given middleware, the first outermost.
    public Route with(Middleware... outermostFirst) {
        return new Route(method, template, handler.with(outermostFirst), body, work);
    }
}
