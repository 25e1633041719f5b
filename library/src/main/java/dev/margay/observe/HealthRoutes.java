package dev.margay.observe;

import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a service says of its health: the status to everybody, the details on the admin port.
public final class HealthRoutes {

    private final Health health;

    public HealthRoutes(Health health) {
        this.health = health;
    }

    /// `/health/live`, `/health/ready` and its alias `/health`: 200 or 503, and the status only.
    public List<Route> open() {
        return List.of(
                Route.get("/health", this::ready).about(saying("Whether the service can do its work.")),
                Route.get("/health/live", this::live).about(saying("Whether the service runs.")),
                Route.get("/health/ready", this::ready).about(saying("Whether the service can do its work.")));
    }

    private static About saying(String text) {
        return About.says(text)
                .answers(200, "It can.", Status.class, "Cache-Control")
                .answers(503, "It cannot.", Status.class, "Cache-Control");
    }

    /// What everybody may know.
    private record Status(String status) {}

    /// `/health` with what each check found.
    public List<Route> detailed() {
        return List.of(
                Route.get("/health", this::details),
                Route.get("/health/live", this::live),
                Route.get("/health/ready", this::ready));
    }

    private Response live(Request request) {
        return answer(Health.Status.UP, Map.of());
    }

    private Response ready(Request request) {
        return answer(health.readiness(), Map.of());
    }

    private Response details(Request request) {
        var checks = new LinkedHashMap<String, Object>();
        var findings = health.findings();
        findings.forEach((name, finding) -> checks.put(name, details(finding)));
        var status = health.draining() ? Health.Status.DOWN : Health.worst(findings.values());
        var more = new LinkedHashMap<String, Object>();
        more.put("draining", health.draining());
        more.put("checks", checks);
        health.details().forEach((name, what) -> more.put(name, what instanceof Enum<?> one ? name(one) : what));
        return answer(status, more);
    }

    private static Map<String, Object> details(Health.Finding finding) {
        var details = new LinkedHashMap<String, Object>();
        details.put("status", name(finding.status()));
        details.put("took_ms", finding.took().toMillis());
        if (!finding.reason().isEmpty()) {
            details.put("reason", finding.reason());
        }
        return details;
    }

    private static Response answer(Health.Status status, Map<String, Object> more) {
        var body = new LinkedHashMap<String, Object>();
        body.put("status", name(status));
        body.putAll(more);
        return Response.json(status == Health.Status.UP ? 200 : 503, body).with("Cache-Control", "no-store");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
