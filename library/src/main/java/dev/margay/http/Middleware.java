package dev.margay.http;

/// Wraps a handler: sees the request before it and the response after it, or answers in its stead.
///
/// Called once when the chain is built; the handler it returns is called for each request, by many threads at once.
@FunctionalInterface
public interface Middleware {

    Handler around(Handler next);
}
