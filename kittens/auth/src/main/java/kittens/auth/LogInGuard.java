package kittens.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import kittens.auth.Attempts.Pace;

/// Slows down whoever guesses passwords, as the package's description tells. Safe for many threads.
final class LogInGuard {

    private static final int MOST_KNOWN = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(15);
    private static final Pace FROM_ONE_CLIENT = new Pace(10, Duration.ofSeconds(1), Duration.ofMinutes(1), MEMORY);
    private static final Pace FROM_ALL = new Pace(100, Duration.ofSeconds(1), Duration.ofSeconds(10), MEMORY);

    private final Attempts ofClient;
    private final Attempts ofAddress;
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);

    LogInGuard(LongSupplier nanoClock) {
        this.ofClient = new Attempts(FROM_ONE_CLIENT, nanoClock);
        this.ofAddress = new Attempts(FROM_ALL, nanoClock);
    }

    /// Whether the password may be looked at. What is not told to have succeeded has failed.
    boolean admits(EmailAddress email, String client) {
        var pair = pair(email, client);
        return ofClient.begin(pair) && (knows(pair) || ofAddress.begin(email.value()));
    }

    void succeeded(EmailAddress email, String client) {
        var pair = pair(email, client);
        ofClient.succeeded(pair);
        synchronized (known) {
            known.put(pair, true);
            if (known.size() > MOST_KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private boolean knows(String pair) {
        synchronized (known) {
            return known.containsKey(pair);
        }
    }

    private static String pair(EmailAddress email, String client) {
        return email + " " + client;
    }
}
