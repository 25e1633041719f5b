package dev.margay;

import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps pages of the web, which run on this machine too, away from the admin port.
///
/// A page may have its own name point at 127.0.0.1 and then read what it likes, or send a form anywhere. So
/// the request must be meant for this machine by name (`Host`, 403), come from no page of another origin
/// (`Origin`, 403), and be JSON where it writes (`Content-Type`, 415): that is nothing a page can send
/// elsewhere without being allowed to.
final class AdminDoor implements Middleware {

    private static final Pattern HERE = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern JSON = Pattern.compile("application/([a-z0-9.-]+\\+)?json\\s*(;.*)?");

    @Override
    public Handler around(Handler next) {
        return request -> {
            refusal(request).ifPresent(problem -> {
                throw problem;
            });
            return next.handle(request);
        };
    }

    private static Optional<ProblemException> refusal(Request request) {
        var headers = request.headers();
        if (!here(headers.all("Host").stream().findFirst().orElse(""))) {
            return Optional.of(forbidden("The admin port answers on this machine only"
                    + " (expected: Host 127.0.0.1, localhost or [::1], with any port)."));
        }
        if (!headers.all("Origin").stream().allMatch(AdminDoor::hereToo)) {
            return Optional.of(forbidden("The admin port answers no page of another origin."));
        }
        return READS.contains(request.method()) || json(headers)
                ? Optional.empty()
                : Optional.of(Problem.of(
                                415,
                                "UnsupportedMediaType",
                                "The admin port takes JSON only (expected: Content-Type application/json).")
                        .at("Content-Type")
                        .exception());
    }

    private static ProblemException forbidden(String message) {
        return Problem.forbidden(message).exception();
    }

    private static boolean here(String host) {
        return HERE.matcher(host.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /// Also false for `null`, the origin of pages from files and of those that hide theirs.
    private static boolean hereToo(String origin) {
        var text = origin.strip();
        int scheme = text.indexOf("://");
        return scheme > 0 && here(text.substring(scheme + 3));
    }

    private static boolean json(Headers headers) {
        var types = headers.all("Content-Type");
        return types.size() == 1
                && JSON.matcher(types.getFirst().strip().toLowerCase(Locale.ROOT))
                        .matches();
    }
}
