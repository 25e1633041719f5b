package dev.margay.observe;

import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts and times of a service, and their text for Prometheus. Safe for many threads.
public final class Metrics implements Middleware, AutoCloseable {

    private static final String TIMER = "http.server.requests";
    private static final int STATUSES = 600;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final LongSupplier nanoClock;
    private final AtomicBoolean processIsMissing;
    private volatile IdentityHashMap<Route, Timers> known = new IdentityHashMap<>();
    private final Map<String, Timers> others = new ConcurrentHashMap<>();

    private Metrics(LongSupplier nanoClock, boolean ofProcess) {
        this.nanoClock = nanoClock;
        this.processIsMissing = new AtomicBoolean(ofProcess);
    }

    /// With the figures of this JVM and process, which are first looked at when somebody asks: they slow a start.
    public static Metrics ofProcess() {
        return new Metrics(System::nanoTime, true);
    }

    static Metrics with(LongSupplier nanoClock) {
        return new Metrics(nanoClock, false);
    }

    private void bindProcess() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
        FunctionCounter.builder("log.lines.dropped", LogOutput.standard(), output -> (double) output.dropped())
                .description("Log lines that found the ring full")
                .register(registry);
    }

    /// Where other parts of a program keep their meters.
    public MeterRegistry registry() {
        return registry;
    }

    /// Prepares the timers of these routes, so that a request looks up none by name.
    public void prepare(Iterable<Route> routes) {
        var prepared = new IdentityHashMap<Route, Timers>();
        routes.forEach(route -> prepared.put(route, new Timers(registry, route.method(), route.template())));
        known = prepared;
    }

    /// Everything in the text format of Prometheus.
    public String text() {
        if (processIsMissing.compareAndSet(true, false)) {
            bindProcess();
        }
        return registry.scrape();
    }

    @Override
    public Handler around(Handler next) {
        return request -> {
            long begin = nanoClock.getAsLong();
            var response = next.handle(request);
            var match = request.match();
            if (match.isEmpty()) {
                return response;
            }
            var timers = timers(match.get().route());
            return response.whenSent((status, failure) -> {
                timers.of(status).record(nanoClock.getAsLong() - begin, TimeUnit.NANOSECONDS);
                if (failure != null) {
                    timers.countBroken();
                }
            });
        };
    }

    private Timers timers(Route route) {
        var timers = known.get(route);
        if (timers == null) {
            timers = others.computeIfAbsent(
                    route.method() + " " + route.template(),
                    _ -> new Timers(registry, route.method(), route.template()));
        }
        return timers;
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }

    /// The timers of one route: one for each status it ever answered.
    private static final class Timers {

        private final MeterRegistry registry;
        private final String method;
        private final String template;
        private final @Nullable Timer[] byStatus = new Timer[STATUSES];

        Timers(MeterRegistry registry, String method, String template) {
            this.registry = registry;
            this.method = method;
            this.template = template;
        }

        void countBroken() {
            Counter.builder(TIMER + ".broken")
                    .description("Answers whose body did not arrive as a whole")
                    .tag("method", method)
                    .tag("route", template)
                    .register(registry)
                    .increment();
        }

        /// Two threads may both register a status; the registry gives both the same timer.
        Timer of(int status) {
            var timer = byStatus[status];
            if (timer == null) {
                timer = Timer.builder(TIMER)
                        .description("Time from the start of the handler until its answer was sent")
                        .tag("method", method)
                        .tag("route", template)
                        .tag("status", Integer.toString(status))
                        .register(registry);
                byStatus[status] = timer;
            }
            return timer;
        }
    }
}
