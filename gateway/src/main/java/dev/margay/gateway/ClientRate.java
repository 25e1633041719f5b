package dev.margay.gateway;

import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Refuses requests of a client that sends too many: a token bucket for each address, 429 when it is empty.
///
/// Only the addresses seen last are remembered; one that was forgotten begins with a full bucket.
final class ClientRate implements Middleware {

    private static final int MOST_CLIENTS = 10_000;

    private final Settings.Rate rate;
    private final LongSupplier nanoClock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    ClientRate(Settings.Rate rate, LongSupplier nanoClock) {
        this.rate = rate;
        this.nanoClock = nanoClock;
    }

    @Override
    public Handler around(Handler next) {
        return request -> {
            if (rate.perSecond() > 0 && !admits(request.remoteHost())) {
                throw Problem.of(429, "TooManyRequests", "This client sends more requests than it may.")
                        .with("Retry-After", "1")
                        .exception();
            }
            return next.handle(request);
        };
    }

    synchronized boolean admits(String client) {
        long now = nanoClock.getAsLong();
        var bucket = buckets.get(client);
        double left = bucket == null ? rate.burst() : refilled(bucket, now);
        buckets.put(client, new Bucket(Math.max(0, left - 1), now));
        if (buckets.size() > MOST_CLIENTS) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return left >= 1;
    }

    private double refilled(Bucket bucket, long now) {
        double seconds = (now - bucket.atNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        return Math.min(rate.burst(), bucket.tokens() + seconds * rate.perSecond());
    }

    private record Bucket(double tokens, long atNanos) {}
}
