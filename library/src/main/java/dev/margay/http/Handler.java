package dev.margay.http;

/// Answers a request: blocking, on the request's own virtual thread.
///
/// Both sides speak it: a server calls handlers, an HTTP client is one. An exception becomes a [Problem] in one place;
/// a handler that knows what is wrong throws [ProblemException].
@FunctionalInterface
public interface Handler {

    Response handle(Request request) throws Exception;

    /// This handler inside the given middleware, the first outermost.
    default Handler with(Middleware... outermostFirst) {
        var wrapped = this;
        for (int i = outermostFirst.length - 1; i >= 0; i--) {
            wrapped = outermostFirst[i].around(wrapped);
        }
        return wrapped;
    }
}
