package dev.margay.security;

import dev.margay.context.Blocking;
import dev.margay.http.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/// Turns passwords into Argon2id hashes for keeping, and checks passwords against kept hashes. Safe for many threads.
///
/// A hash costs tens of milliseconds of a core and, by default, 19 MiB, on purpose. It is computed on a pool of its
/// own: as many threads as there are cores, but no more than a quarter of the heap can feed. The caller waits; its
/// deadline and cancellation end the wait. When 32 callers wait for each thread, further ones get a 503 that says when
/// to try again.
///
/// A password is text in Unicode normal form C, so that an `é` is the same from every keyboard, of at most
/// [#MOST_BYTES] bytes in UTF-8. A sensible least and most length is for the service to check.
public final class Passwords {

    /// Longer passwords are refused by [#hash(String)] and match nothing.
    public static final int MOST_BYTES = 1_024;

    private static final int SALT_BYTES = 16;
    private static final int WAITING_PER_THREAD = 32;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final Argon2Cost cost;
    private final SecureRandom random;
    private final Blocking pool;
    private final PhcHash nobody;

    Passwords(Argon2Cost cost, SecureRandom random, Blocking pool) {
        this.cost = cost;
        this.random = random;
        this.pool = pool;
        this.nobody = new PhcHash(cost, new byte[SALT_BYTES], new byte[32]);
    }

    /// Hashes at [Argon2Cost#recommended()].
    public static Passwords recommended() {
        return at(Argon2Cost.recommended());
    }

    /// Hashes at the given cost; hashes made at another one are still checked, at theirs.
    public static Passwords at(Argon2Cost cost) {
        int threads = threads(
                cost,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
        return new Passwords(
                cost, new SecureRandom(), Blocking.bounded("margay-passwords", threads, threads * WAITING_PER_THREAD));
    }

    static int threads(Argon2Cost cost, int cores, long heapBytes) {
        long fed = heapBytes / 4 / (cost.memoryKib() * 1_024L);
        return Math.clamp(fed, 1, cores);
    }

    /// The hash to keep for this password, with a new random salt.
    ///
    /// @throws IllegalArgumentException if the password is too long or not well-formed text
    public String hash(String password) throws InterruptedException {
        var bytes = bytes(password)
                .orElseThrow(() ->
                        new IllegalArgumentException("password of %d characters (expected: text of at most %d bytes)"
                                .formatted(password.length(), MOST_BYTES)));
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return onPool(() -> PhcHash.compute(cost, salt, bytes)).text();
    }

    /// Whether the kept hash is this password's. Text that could never have been hashed is nobody's password.
    ///
    /// @throws IllegalArgumentException if the hash is not one, or asks for more than [Argon2Cost] allows
    public boolean verify(String password, String hash) throws InterruptedException {
        return matches(PhcHash.parse(hash), password);
    }

    /// Takes the time of [#verify(String, String)], for a user who does not exist: a stranger cannot tell the cases
    /// apart.
    public void verifyNothing(String password) throws InterruptedException {
        if (matches(nobody, password)) {
            throw new IllegalStateException("a password matched the hash of nobody");
        }
    }

    /// Whether the hash was made at another cost: after the next successful log-in, keep a new one.
    public boolean needsRehash(String hash) {
        return !PhcHash.parse(hash).cost().equals(cost);
    }

    private boolean matches(PhcHash hash, String password) throws InterruptedException {
        var bytes = bytes(password);
        return bytes.isPresent() && onPool(() -> hash.matches(bytes.get()));
    }

    private <T> T onPool(Callable<T> work) throws InterruptedException {
        try {
            return pool.run(work);
        } catch (RejectedExecutionException e) {
            throw Problem.unavailable("Too many passwords are being checked; try again.", TRY_AGAIN)
                    .exception(e);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("hashing failed", e);
        }
    }

    private static Optional<byte[]> bytes(String password) {
        if (password.length() > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(Normalizer.normalize(password, Normalizer.Form.NFC)));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes.length <= MOST_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty(); // half a surrogate pair is no text; the caller says so
        }
    }
}
