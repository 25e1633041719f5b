package dev.margay.http;

import dev.margay.http.Route.About;

/// Wraps a handler: sees the request before it and the response after it, or answers in its stead.
///
/// Called once when the chain is built; the handler it returns is called for each request, by many threads at once.
@FunctionalInterface
public interface Middleware {

    Handler around(Handler next);

    /// What a route may say of itself because this is around it: which refusals, which credentials.
    default About about() {
        return About.nothing();
    }

    /// This middleware, which says this.
    default Middleware saying(About about) {
        return new Saying(this, about);
    }

    /// A middleware and what it says.
    record Saying(Middleware middleware, About about) implements Middleware {

        @Override
        public Handler around(Handler next) {
            return middleware.around(next);
        }
    }
}
