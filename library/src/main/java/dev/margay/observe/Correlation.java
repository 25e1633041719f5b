package dev.margay.observe;

import dev.margay.context.Call;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;

/// Returns the correlation id of the call in `X-Request-ID`, and tells browsers not to guess at types.
public final class Correlation implements Middleware {

    private static final String REQUEST_ID = "X-Request-ID";

    @Override
    public Handler around(Handler next) {
        return request -> {
            var response = next.handle(request);
            var headers = response.headers()
                    .with("X-Content-Type-Options", "nosniff")
                    .with(REQUEST_ID, Call.currentOrNew().id().value());
            return response.with(headers);
        };
    }
}
