package dev.margay.bench.peers;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/// What a service needs beside its handler, by hand for the servers that do not bring it: request ids, validation,
/// a timer for each route and status, an access log. Safe for many threads.
final class Equipment implements AutoCloseable {
    static final String ID = "X-Request-ID";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();
    private final Validator validator = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();
    private final AccessLog log;

    Equipment(Path file) {
        log = new AccessLog(file);
    }

    /// The caller's id if it is sane, else a new one.
    String requestId(@Nullable String given) {
        return given != null && sane(given) ? given : newId();
    }

    Set<ConstraintViolation<Hello>> violations(Hello hello) {
        return validator.validate(hello);
    }

    /// Counts and logs one answered request.
    void answered(String id, int status, long startNanos) {
        var took = System.nanoTime() - startNanos;
        timers.computeIfAbsent(status, this::timer).record(took, TimeUnit.NANOSECONDS);
        log.write(id, status, took);
    }

    String metrics() {
        return registry.scrape();
    }

    @Override
    public void close() {
        log.close();
    }

    private static boolean sane(String id) {
        return !id.isEmpty() && id.length() <= 128 && id.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String newId() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private Timer timer(int status) {
        return Timer.builder("http.server.requests")
                .tags("method", "POST", "route", "/helloworld", "status", Integer.toString(status))
                .register(registry);
    }
}
