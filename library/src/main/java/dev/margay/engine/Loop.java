package dev.margay.engine;

import dev.margay.context.VirtualThreads;
import dev.margay.http.Route;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop of a server: its connections, its clock, its request threads. Used on its own thread only.
final class Loop {

    private static final long TICK_MILLIS = 250;
    private static final int COLD_REQUESTS = 32;
    private static final int MOST_ROUTES = 10_000;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final ContextInternal context;
    private final Serving serving;
    private final LoopScheduler scheduler;
    private final @Nullable ThreadFactory threads;
    private final Set<Wire> wires = new HashSet<>();
    private final IdentityHashMap<Route, int[]> started = new IdentityHashMap<>();
    private long coarseNanos = System.nanoTime();
    private long dateSecond;
    private CharSequence date = "";

    Loop(String name, ContextInternal context, Serving serving, EngineOptions.Threads kind) {
        this.context = context;
        this.serving = serving;
        this.scheduler = new LoopScheduler(name, context.nettyEventLoop());
        this.threads = kind == EngineOptions.Threads.JDK
                ? null
                : VirtualThreads.on(name, scheduler).orElse(null);
    }

    /// Once, on the loop's thread.
    void attach() {
        scheduler.attach();
        tick();
        var _ = netty().scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    ContextInternal context() {
        return context;
    }

    EventLoop netty() {
        return context.nettyEventLoop();
    }

    LoopScheduler scheduler() {
        return scheduler;
    }

    Serving serving() {
        return serving;
    }

    /// The threads that run on this loop, or null where there are none and the JDK's serve.
    @Nullable
    ThreadFactory threads() {
        return threads;
    }

    /// Whether the route has run often enough to be trusted with the loop.
    ///
    /// Its first requests run on the JDK's scheduler: they meet the class initialisers, which hold their thread
    /// whatever they wait for.
    boolean warm(Route route) {
        var count = started.get(route);
        if (count == null) {
            if (started.size() >= MOST_ROUTES) {
                return true;
            }
            count = new int[1];
            started.put(route, count);
        }
        return count[0] >= COLD_REQUESTS || ++count[0] > COLD_REQUESTS;
    }

    /// Nanoseconds of the monotonic clock, up to a tick old.
    long coarseNanos() {
        return coarseNanos;
    }

    /// The value of the header `Date`.
    CharSequence date() {
        return date;
    }

    void add(Wire wire) {
        wires.add(wire);
    }

    void remove(Wire wire) {
        wires.remove(wire);
    }

    int connections() {
        return wires.size();
    }

    void forEachWire(java.util.function.Consumer<Wire> action) {
        new ArrayList<>(wires).forEach(action);
    }

    private void tick() {
        coarseNanos = System.nanoTime();
        var now = InstantSource.system().instant();
        if (now.getEpochSecond() != dateSecond) {
            dateSecond = now.getEpochSecond();
            date = HttpHeaders.createOptimized(HTTP_DATE.format(now));
        }
        if (!wires.isEmpty()) {
            forEachWire(wire -> wire.check(coarseNanos));
        }
    }
}
