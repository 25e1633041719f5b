package dev.margay.observe;

import dev.margay.context.Call;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;

/// Returns the correlation id of the call in `X-Request-ID`, and tells browsers not to guess at types.
public final class Correlation implements Middleware {

    private static final String REQUEST_ID = "X-Request-ID";

    @Override
    public Handler around(Handler next) {
        return request -> {
            var response = next.handle(request);
            String id = Call.currentOrNew().id().value(); // sane, or it would not be an id
            var own = Headers.checked(new String[] {"X-Content-Type-Options", "nosniff", REQUEST_ID, id});
            return response.with(response.headers().with(own));
        };
    }
}
