package dev.margay;

import dev.margay.http.Middleware;
import dev.margay.observe.AccessLog;
import dev.margay.observe.Correlation;
import dev.margay.observe.Errors;
import dev.margay.observe.Metrics;
import dev.margay.web.Compression;
import dev.margay.web.Expansion;
import java.util.ArrayList;
import java.util.List;

/// A request's way through a service.
///
/// The engine has decoded it, refused what is too much, too late or no HTTP, matched its route and bound its
/// call. Then: correlation -> access log and metrics -> error mapping -> content encoding, both ways -> the
/// user's middleware -> the route, which decodes, validates, handles and encodes.
final class Pipeline {

    private Pipeline() {}

    /// What stands around the routes of a service, the outermost first.
    static Middleware[] of(String service, ServiceSettings settings, Metrics metrics, List<Middleware> users) {
        var outermostFirst = new ArrayList<Middleware>();
        outermostFirst.add(new Correlation());
        if (settings.log().access()) {
            outermostFirst.add(AccessLog.of(service));
        }
        outermostFirst.add(metrics);
        outermostFirst.add(new Errors());
        if (settings.compression().enabled()) {
            outermostFirst.add(Compression.from(settings.compression().from()));
        }
        outermostFirst.add(Expansion.upTo(settings.limits().sizes().body()));
        outermostFirst.addAll(users);
        return outermostFirst.toArray(Middleware[]::new);
    }
}
