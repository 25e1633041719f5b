package dev.margay;

import dev.margay.config.ConfigException;
import dev.margay.config.Configuration;
import dev.margay.context.StartException;
import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.work.Messaging;
import dev.margay.observe.AdminRoutes;
import dev.margay.observe.Correlation;
import dev.margay.observe.DeadLetterRoutes;
import dev.margay.observe.EngineWatch;
import dev.margay.observe.Errors;
import dev.margay.observe.Health;
import dev.margay.observe.Logs;
import dev.margay.observe.MessagingWatch;
import dev.margay.observe.Metrics;
import dev.margay.openapi.OpenApi;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service: compose it from routes and middleware, start it, and it drains when it is asked to stop.
///
/// Without a word of configuration it has limits, validation, one error format, correlation ids, metrics, an access
/// log, compression, health on its port and an admin port on 127.0.0.1, 1,000 above it. One thread at a time until it
/// runs.
public final class Service implements Route.Collecting<Service> {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final int PORT = 8_080;

    private final String name;
    private final List<Route> routes = new ArrayList<>();
    private final List<Route> adminRoutes = new ArrayList<>();
    private final List<Middleware> middleware = new ArrayList<>();
    private final Map<String, DeadLetters> deadLetters = new LinkedHashMap<>();
    private final Deque<AutoCloseable> closers = new ArrayDeque<>();
    private final Health health = new Health();
    private final Metrics metrics = Metrics.ofProcess();
    private @Nullable Configuration configuration;
    private int port = PORT;
    private int adminPort = ServiceSettings.ABOVE;
    private boolean open = true;
    private UnaryOperator<List<Route>> documentation = all -> List.of();

    private Service(String name) {
        this.name = name;
    }

    /// A service with nothing in it, called so in logs.
    public static Service named(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "service name '%s' (expected: lower-case letters, digits, '-')".formatted(name));
        }
        MainFailure.watch();
        return new Service(name);
    }

    @Override
    public Service add(Route route) {
        routes.add(route);
        return this;
    }

    /// Describes all routes at `/openapi.json`, `/openapi.yaml` and, with Swagger UI on the class path, `/docs/`.
    ///
    /// @param version of the interface, not of the program
    public Service openapi(String title, String version) {
        return openapi(all -> OpenApi.of(title, version, all).routes());
    }

    /// As [#openapi(String, String)], by routes that show another document of all routes.
    public Service openapi(UnaryOperator<List<Route>> shown) {
        documentation = shown;
        return this;
    }

    /// Wraps all routes, inside what every service has; the first added is outermost.
    public Service with(Middleware around) {
        middleware.add(around);
        return this;
    }

    /// The port if the configuration names none; 8080 unless set, 0 for a free one.
    public Service port(int number) {
        port = number;
        return this;
    }

    /// No port but the admin's, which is this one unless configured: for a worker, which nobody calls.
    public Service onlyAdminPort(int number) {
        adminPort = number;
        open = false;
        return this;
    }

    /// Reads the configuration with the arguments of `main`; see [Configuration].
    ///
    /// With `lifeline=stdin` the process ends from now on when its standard input does.
    public Service config(String... arguments) {
        return config(Configuration.of(arguments));
    }

    public Service config(Configuration from) {
        configuration = from;
        from.read("", Lifeline.NONE).watch();
        return this;
    }

    /// Settings of the program's own, read at the path of this service's configuration.
    public <T extends Record> T read(String path, T defaults) {
        return configuration().read(path, defaults);
    }

    /// Adds a check to readiness: up when it returns, down when it throws.
    public Service check(String called, Health.Check check) {
        health.add(called, check);
        return this;
    }

    /// Adds a value to `/health` of the admin port, which changes nothing in readiness.
    public Service detail(String called, Supplier<?> value) {
        health.detail(called, value);
        return this;
    }

    /// Adds a route to the admin port.
    public Service admin(Route route) {
        adminRoutes.add(route);
        return this;
    }

    /// Shows the dead letters of this source at `/deadletters` on the admin port.
    public Service deadLetters(String source, DeadLetters letters) {
        deadLetters.put(source, letters);
        return this;
    }

    /// Closes this when the service has drained; what was added last is closed first.
    public Service onStop(AutoCloseable closing) {
        closers.push(closing);
        return this;
    }

    /// As [#onStop(AutoCloseable)], for a part that was just opened.
    public <P extends AutoCloseable> P keep(P part) {
        onStop(part);
        return part;
    }

    /// Messaging on this store: counted and logged, its durability at `/health`; kept as by [#keep(AutoCloseable)].
    public Messaging messaging(MessageStore store) {
        return messaging(store, event -> {});
    }

    /// As [#messaging(MessageStore)], telling one more listener what happens.
    public Messaging messaging(MessageStore store, Consumer<MessagingEvent> listener) {
        var options = Messaging.Options.named(name).events(watch(store).andThen(listener));
        return keep(Messaging.open(store, options));
    }

    /// As [#messaging(MessageStore)], publishing in transactions too; `outbox` at `/deadletters` is what was set aside.
    public Messaging messaging(MessageStore store, Outbox outbox) {
        var options = Messaging.Options.named(name).events(watch(store).watch(outbox));
        return deadLetters("outbox", outbox.setAside()).keep(Messaging.open(store, outbox, options));
    }

    private MessagingWatch watch(MessageStore store) {
        detail("durability", store::durability);
        return new MessagingWatch(metrics()).watch(store);
    }

    /// Where the program keeps meters of its own.
    public MeterRegistry metrics() {
        return metrics.registry();
    }

    /// Starts it; from then on SIGTERM stops it gracefully.
    ///
    /// @throws StartException if it cannot, with everything closed again (as it is after any other failure)
    public Running start() {
        Running running;
        try {
            running = listen();
        } catch (UncheckedIOException | ConfigException | IllegalArgumentException e) {
            close();
            throw new StartException("%s cannot start: %s".formatted(name, MainFailure.reason(e)), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        Signals.exitCleanly();
        Runtime.getRuntime().addShutdownHook(running.hook);
        MainFailure.unwatch();
        var where = open ? "listens on port %d".formatted(running.port()) : "works";
        LOG.info("{} {}, admin on 127.0.0.1:{}", name, where, running.adminPort());
        return running;
    }

    private Running listen() {
        var settings = ServiceSettings.read(configuration(), port, adminPort);
        Logs.configure(
                settings.log().format(), Map.of("", settings.log().level().name()));
        var table = Tables.open(routes, health, documentation);
        var handler = handler(settings, table);
        var options = TlsSettings.read(configuration()).in(settings.engineOptions());
        var server = open ? HttpServer.start(table, handler, options.with(new EngineWatch(metrics))) : null;
        try {
            var admin = settings.admin().enabled() ? startAdmin(settings) : null;
            return new Running(this, settings.drain(), server, admin);
        } catch (RuntimeException e) {
            stop(server, Duration.ZERO);
            throw e;
        }
    }

    /// What [#start()] would serve, for a test without sockets: `service.on(InProcess::of)`. What is kept stays open.
    public <T> T on(BiFunction<Routes, Handler, T> transport) {
        var settings = ServiceSettings.read(configuration(), port, adminPort);
        var table = Tables.open(routes, health, documentation);
        return transport.apply(table, handler(settings, table));
    }

    private Handler handler(ServiceSettings settings, Routes table) {
        metrics.prepare(table.all());
        return table.with(Pipeline.of(name, settings, metrics, middleware));
    }

    private HttpServer startAdmin(ServiceSettings settings) {
        var known = AdminRoutes.of(health, metrics, configuration()::explain);
        var table = Tables.admin(known, DeadLetterRoutes.of(deadLetters), adminRoutes);
        var options =
                EngineOptions.onLoopback(settings.adminPort()).withLoops(1).with(new EngineWatch(metrics));
        return HttpServer.start(table, table.with(new Correlation(), new Errors(), new AdminDoor()), options);
    }

    private Configuration configuration() {
        var known = configuration;
        if (known == null) {
            known = Configuration.of();
            config(known);
        }
        return known;
    }

    private void close() {
        while (!closers.isEmpty()) {
            try (var _ = closers.pop()) {
                // closed at the end of this block, so that one failure does not keep the others open
            } catch (Exception e) {
                LOG.error("{} could not close a part", name, e);
            }
        }
        metrics.close();
        Logs.flush();
    }

    private static void stop(@Nullable HttpServer server, Duration drain) {
        if (server == null) {
            return;
        }
        try {
            server.stop(drain);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A service that has started. Safe for many threads.
    public static final class Running implements AutoCloseable {

        private static final Duration LAST_WORDS = Duration.ofSeconds(1);

        private final Service service;
        private final Duration drain;
        private final @Nullable HttpServer server;
        private final @Nullable HttpServer admin;
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Thread hook;

        private Running(Service service, Duration drain, @Nullable HttpServer server, @Nullable HttpServer admin) {
            this.service = service;
            this.drain = drain;
            this.server = server;
            this.admin = admin;
            this.hook = Thread.ofPlatform().name("stop-" + service.name).unstarted(this::stopNow);
        }

        /// The port of the service; -1 if it has none.
        public int port() {
            return server == null ? -1 : server.port();
        }

        /// The port on 127.0.0.1 for operators; -1 if it is switched off.
        public int adminPort() {
            return admin == null ? -1 : admin.port();
        }

        /// Stops gracefully and returns when it is done.
        ///
        /// Not ready any more, no new connections; requests in progress are finished or, after the
        /// configured time, cancelled; then everything given to [Service#onStop] is closed.
        public void stop() {
            if (!stopping.get()) {
                removeHook();
            }
            stopNow();
        }

        /// As [#stop()].
        @Override
        public void close() {
            stop();
        }

        /// Waits until the service has stopped.
        public void join() throws InterruptedException {
            stopped.await();
        }

        private void removeHook() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // the process is ending already: the hook does the same
            }
        }

        private void stopNow() {
            if (stopping.compareAndSet(false, true)) {
                service.health.drain();
                Service.stop(server, drain);
                service.close();
                Service.stop(admin, LAST_WORDS);
                LOG.info("{} has stopped", service.name);
                Logs.flush();
                stopped.countDown();
            } else {
                awaitStopped();
            }
        }

        private void awaitStopped() {
            try {
                stopped.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
