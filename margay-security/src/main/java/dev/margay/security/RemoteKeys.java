package dev.margay.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.context.VirtualThreads;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of another service, fetched as a JSON Web Key Set when needed and remembered. Safe for many threads.
///
/// - The first question, and one for an unknown id, waits for a fetch; all who ask meanwhile wait for the same one.
/// - Keys older than [Pace#refreshAfter()] are still used while a new fetch runs in the background.
/// - There is at most one fetch in each [Pace#between()], however many unknown ids strangers make up.
/// - While the issuer is down, the last known keys stay; only a question they do not answer fails, by
/// [KeysUnavailableException].
public final class RemoteKeys implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

    /// Far more than any set of keys; a longer document is cut off, and no set then.
    private static final int LARGEST = 256 << 10;

    private final Callable<String> document;
    private final Pace pace;
    private final LongSupplier nanoClock;
    private final Consumer<Event> listener;
    private final ThreadFactory threads = VirtualThreads.onJdk("margay-keys");

    private volatile Known known = new Known(Map.of(), 0);

    @GuardedBy("this")
    private @Nullable Fetch running;

    /// Of the last fetch that began; null before the first.
    @GuardedBy("this")
    private @Nullable Long beganNanos;

    /// Why the last fetch that ended failed; null if it did not.
    @GuardedBy("this")
    private @Nullable Exception failure;

    RemoteKeys(Callable<String> document, Pace pace, LongSupplier nanoClock, Consumer<Event> listener) {
        this.document = document;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    /// Keys from the document this returns, usually the body of `GET /.well-known/jwks.json`.
    ///
    /// It runs on a thread of its own, inside a [Call] with the deadline [Pace#patience()].
    public static RemoteKeys from(Callable<String> document) {
        return from(document, Pace.normal(), RemoteKeys::log);
    }

    /// Keys from the document at this address, fetched by this client.
    public static RemoteKeys from(Handler client, URI address) {
        return from(() -> fetched(client, address));
    }

    private static String fetched(Handler client, URI address) throws Exception {
        var answer = client.handle(Request.get(address.toString()));
        try (var content = answer.body().stream()) {
            if (answer.status() != 200) {
                throw new IOException("%s answered %d (expected: 200)".formatted(address, answer.status()));
            }
            return new String(content.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    /// As [#from(Callable)], at another pace, and telling the listener instead of the log.
    public static RemoteKeys from(Callable<String> document, Pace pace, Consumer<Event> listener) {
        return new RemoteKeys(document, pace, System::nanoTime, listener);
    }

    @Override
    public Optional<RSAPublicKey> key(String id) throws InterruptedException {
        var now = known;
        var key = now.keys().get(id);
        if (key != null) {
            if (nanoClock.getAsLong() - now.fetchedNanos()
                    >= pace.refreshAfter().toNanos()) {
                fetch();
            }
            return Optional.of(key);
        }
        var fetch = fetch();
        if (fetch != null && !fetch.ended(patience())) {
            throw new KeysUnavailableException("no answer within " + pace.patience(), failure());
        }
        return afterFetch(id);
    }

    private Optional<RSAPublicKey> afterFetch(String id) {
        var keys = known.keys();
        var failure = failure();
        if (!keys.containsKey(id) && (failure != null || keys.isEmpty())) {
            throw new KeysUnavailableException("the issuer's keys cannot be fetched", failure);
        }
        return Optional.ofNullable(keys.get(id));
    }

    private Duration patience() {
        return Call.current()
                .map(call -> call.deadline().within(pace.patience()).remaining())
                .orElse(pace.patience());
    }

    private synchronized @Nullable Exception failure() {
        return failure;
    }

    /// The running fetch, or a new one, or null while it is too early for another.
    private @Nullable Fetch fetch() {
        var stuck = stuck();
        if (stuck != null) {
            failed(stuck, new TimeoutException("no answer within " + pace.patience()));
            stuck.abandon();
        }
        return join();
    }

    private synchronized @Nullable Fetch stuck() {
        return running != null && running.over(nanoClock.getAsLong()) ? running : null;
    }

    private synchronized @Nullable Fetch join() {
        long now = nanoClock.getAsLong();
        if (running != null) {
            return running;
        }
        if (beganNanos != null && now - beganNanos < pace.between().toNanos()) {
            return null;
        }
        beganNanos = now;
        running = new Fetch(now);
        running.thread.start();
        return running;
    }

    private void succeeded(Fetch fetch, Map<String, RSAPublicKey> keys) {
        boolean news;
        synchronized (this) {
            if (fetch != running) {
                return;
            }
            running = null;
            news = failure != null || !keys.keySet().equals(known.keys().keySet());
            failure = null;
            known = new Known(keys, nanoClock.getAsLong());
        }
        if (news) {
            tell(new Event.Fetched(keys.keySet()));
        }
    }

    private void failed(Fetch fetch, Exception why) {
        boolean news;
        synchronized (this) {
            if (fetch != running) {
                return;
            }
            running = null;
            news = failure == null;
            failure = why;
        }
        if (news) {
            tell(new Event.Failed(why));
        }
    }

    private void tell(Event event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("A listener to {} failed", event, e);
        }
    }

    private static void log(Event event) {
        switch (event) {
            case Event.Fetched(Set<String> ids) -> LOG.info("The token issuer's keys are {}", ids);
            case Event.Failed(Exception cause) ->
                LOG.warn("The token issuer's keys cannot be fetched; the last known ones stay", cause);
        }
    }

    private record Known(Map<String, RSAPublicKey> keys, long fetchedNanos) {}

    /// One attempt, on its own thread so that no caller's end ends it for the others.
    private final class Fetch {

        private final long beganNanos;
        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread = threads.newThread(this::run);

        Fetch(long beganNanos) {
            this.beganNanos = beganNanos;
        }

        private void run() {
            try {
                var call = Call.begin().with(Deadline.after(pace.patience()));
                succeeded(this, Jwks.parse(call.run(document)));
            } catch (Exception e) {
                failed(this, e);
            } finally {
                end.countDown();
            }
        }

        boolean ended(Duration patience) throws InterruptedException {
            return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        /// Whether it ought to have ended by now.
        boolean over(long nowNanos) {
            return nowNanos - beganNanos >= pace.patience().toNanos();
        }

        /// Ends a fetch that outlived its deadline: nobody waits for it any longer.
        void abandon() {
            thread.interrupt();
            end.countDown();
        }
    }

    /// How often to fetch. Immutable.
    ///
    /// @param between the least time from one fetch to the next; 2 seconds
    /// @param refreshAfter the age at which known keys are fetched anew; 5 minutes
    /// @param patience how long a fetch may take; 3 seconds
    public record Pace(Duration between, Duration refreshAfter, Duration patience) {

        public Pace {
            requirePositive("between", between);
            requirePositive("refreshAfter", refreshAfter);
            requirePositive("patience", patience);
        }

        public static Pace normal() {
            return new Pace(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(3));
        }

        private static void requirePositive(String what, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException("%s: %s (expected: more than zero)".formatted(what, value));
            }
        }
    }

    /// What happened to the keys. A listener is called on the fetching thread, or on one that gives a fetch up.
    public sealed interface Event {

        /// There are keys where there were none or others, or the issuer is back.
        record Fetched(Set<String> ids) implements Event {}

        /// A fetch failed, the first one since the last success.
        record Failed(Exception cause) implements Event {}
    }
}
