package dev.margay.observe;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers for a handler that failed: what [Problems] tells the caller, and one log record if nobody expected it.
public final class Errors implements Middleware {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    @Override
    public Handler around(Handler next) {
        return request -> {
            try {
                return next.handle(request);
            } catch (Throwable failure) { // the last frame that can answer, also for a StackOverflowError
                if (failure instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return answer(request, failure);
            }
        };
    }

    /// What fails after its caller has gone mostly fails for that reason: nobody is to blame, nobody to be answered.
    private static Response answer(Request request, Throwable failure) {
        var call = Call.currentOrNew();
        if (Problems.unexpected(failure)) {
            if (call.cancellation().cancelled() && Problems.followsFromLeaving(failure)) {
                return Problems.render(Problems.of(new CancelledException("gone", failure)), call.id(), request);
            }
            log(request, failure);
        }
        return Problems.render(Problems.of(failure), call.id(), request);
    }

    private static void log(Request request, Throwable failure) {
        var match = request.match();
        String route = match.isPresent() ? match.get().route().template() : request.path();
        LOG.error("{} {} failed", request.method(), route, failure);
    }
}
