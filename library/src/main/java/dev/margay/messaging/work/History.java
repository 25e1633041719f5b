package dev.margay.messaging.work;

import dev.margay.messaging.Delivery.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns what a handler threw into an entry of the message's error history, within its limits.
final class History {

    static final int UNREADABLE = 400;
    static final int TOO_LONG = 408;
    static final int REFUSED = 422;
    static final int FAILED = 500;

    private static final int STACK_CHARS = 8_000;
    private static final int FRAMES = 40;
    private static final int FRAMES_OF_FINGERPRINT = 3;

    private History() {}

    static Failure entry(int status, Throwable cause, int attempt, String worker) {
        try {
            return described(status, cause, attempt, worker);
        } catch (RuntimeException | Error e) {
            var name = cause.getClass().getName();
            var text = "%s, which cannot be described because of %s"
                    .formatted(name, e.getClass().getName());
            return new Failure(status, text, "", Instant.EPOCH, attempt, worker, name, "");
        }
    }

    private static Failure described(int status, Throwable cause, int attempt, String worker) {
        var name = cause.getClass().getName();
        var message = message(cause);
        return new Failure(
                status,
                message == null ? name : message,
                stack(cause),
                Instant.EPOCH,
                attempt,
                worker,
                name,
                fingerprint(cause));
    }

    /// What it says of itself; its class may be a stranger's, and fail over it.
    private static @Nullable String message(Throwable cause) {
        try {
            return cause.getMessage();
        } catch (RuntimeException | Error e) {
            return "%s, which has no message because of %s"
                    .formatted(cause.getClass().getName(), e.getClass().getName());
        }
    }

    private static String stack(Throwable cause) {
        var text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int left = FRAMES;
        for (@Nullable Throwable next = cause; next != null && seen.add(next); next = next.getCause()) {
            if (text.length() > STACK_CHARS) {
                break;
            }
            text.append(seen.size() == 1 ? "" : "caused by ")
                    .append(next.getClass().getName())
                    .append(": ")
                    .append(cut(String.valueOf(message(next)), 200))
                    .append('\n');
            for (var frame : next.getStackTrace()) {
                if (left-- <= 0 || text.length() > STACK_CHARS) {
                    break;
                }
                text.append("  ").append(frame).append('\n');
            }
        }
        return text.toString();
    }

    /// The same for failures of one kind at one place, whatever their message says.
    private static String fingerprint(Throwable cause) {
        var place = new StringBuilder(cause.getClass().getName());
        var frames = cause.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES_OF_FINGERPRINT, frames.length); i++) {
            place.append('\n').append(frames[i].getClassName()).append('.').append(frames[i].getMethodName());
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(place.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }
}
