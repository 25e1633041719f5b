package dev.margay.observe;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.margay.config.Setting;
import dev.margay.context.Blocking;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What the admin port shows: health in detail, metrics, the effective settings, all threads.
public final class AdminRoutes {

    private static final Headers PROMETHEUS =
            Headers.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8", "Cache-Control", "no-store");
    private static final Headers JSON = Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private AdminRoutes() {}

    /// The routes every service has.
    ///
    /// @param settings as `explain` lists them, secrets masked
    public static List<Route> of(Health health, Metrics metrics, Supplier<List<Setting>> settings) {
        var routes = new ArrayList<>(new HealthRoutes(health).detailed());
        routes.add(Route.get("/metrics", _ -> new Response(200, PROMETHEUS, Body.of(metrics.text()))));
        routes.add(Route.get("/explain", _ -> Response.json(settings.get())));
        routes.add(Route.get("/threads", AdminRoutes::threads));
        return List.copyOf(routes);
    }

    /// The JDK's dump with virtual threads, which it can only write to a file.
    private static Response threads(Request request) throws Exception {
        byte[] dump = Blocking.call(() -> {
            var directory = Files.createTempDirectory("margay-threads");
            var file = directory.resolve("dump.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        });
        return new Response(200, JSON, Body.of(dump));
    }
}
