package dev.margay.gateway;

import dev.margay.context.Call;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.openapi.OpenApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the services behind the gateway say of themselves, as one document. Safe for many threads.
///
/// Each service is asked when somebody wants to know, every ten seconds at most. One that does not answer is described
/// as it was when it did; one that never did is named as missing. Only what the gateway lets through is in it.
final class Documents {

    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final About DOOR = About.nothing()
            .refuses(429, "TooManyRequests", "This client sends more requests than it may.")
            .refuses(502, "BadGateway", "The service behind this path cannot be reached, or broke off.")
            .refuses(504, "GatewayTimeout", "The service behind this path has not answered in time.");

    private final String title;
    private final List<Settings.Backend> backends;
    private final Handler client;
    private final LongSupplier nanoClock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<@Nullable Known>();

    Documents(Settings settings, Handler client, LongSupplier nanoClock) {
        this.title = settings.title();
        this.backends = settings.backends();
        this.client = client;
        this.nanoClock = nanoClock;
    }

    /// @param parts by the address of the service
    private record Known(Map<String, OpenApi> parts, OpenApi whole, long atNanos) {}

    /// The routes that show the document.
    ///
    /// @param own routes of the gateway itself, of which its health is described
    List<Route> routes(List<Route> own) {
        var health = own.stream()
                .filter(route -> route.template().startsWith("/health"))
                .toList();
        var door = OpenApi.of(title, "1", health);
        return OpenApi.routes(() -> current(door));
    }

    private OpenApi current(OpenApi door) {
        var before = known.get();
        long now = nanoClock.getAsLong();
        if (before != null && now - before.atNanos < FRESH_NANOS) {
            return before.whole;
        }
        var parts = new HashMap<>(before == null ? Map.of() : before.parts);
        for (var backend : backends) {
            var part = ask(backend);
            if (part != null) {
                parts.put(backend.url().toString(), part);
            }
        }
        var whole = before != null && before.parts.equals(parts) ? before.whole : whole(door, parts);
        known.set(new Known(Map.copyOf(parts), whole, now));
        return whole;
    }

    private @Nullable OpenApi ask(Settings.Backend backend) {
        var call = Call.currentOrNew();
        try {
            return call.with(call.deadline().within(PATIENCE)).run(() -> {
                var answer = client.handle(Request.get(backend.url() + "/openapi.json"));
                if (answer.status() != 200) {
                    throw new IllegalStateException("status %d (expected: 200)".formatted(answer.status()));
                }
                return OpenApi.parse(answer.body().bytes()).only(path -> leads(backend, path));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) {
            LOG.warn("{} does not describe itself: {}", backend.url(), e.getMessage());
            return null;
        }
    }

    private static boolean leads(Settings.Backend backend, String path) {
        return backend.routes().stream().anyMatch(route -> path.equals(route) || path.startsWith(route + "/"));
    }

    private OpenApi whole(OpenApi door, Map<String, OpenApi> parts) {
        var whole = door;
        var missing = new ArrayList<String>();
        for (var backend : backends) {
            var part = parts.get(backend.url().toString());
            if (part == null) {
                missing.addAll(backend.routes());
            } else {
                whole = whole.and(part.refusing(DOOR));
            }
        }
        return missing.isEmpty()
                ? whole
                : whole.saying(missing.stream()
                        .map(path -> "`" + path + "`")
                        .collect(Collectors.joining(
                                ", ", "Not described at the moment, for their service does not answer: ", ".")));
    }
}
