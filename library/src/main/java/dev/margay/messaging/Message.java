package dev.margay.messaging;

import dev.margay.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is published: a payload and what travels with it. Immutable.
///
/// Publishing the same id again is harmless: the second is a duplicate, and refused if its payload differs.
///
/// @param id 1 to 128 characters of `A-Z a-z 0-9 . _ : -`; made here unless given
/// @param name what happened or is asked for, such as `user.registered`; empty by default
/// @param payload JSON text of at most 1 MiB
/// @param key what the message is about, of at most 256 bytes, or null; see [Topics] and [ConsumerOptions.KeyOrder]
/// @param version rises with each message of a key; 0 if the publisher does not count
/// @param headers at most 64, of 4 KiB each and 16 KiB together
/// @param timing when it may be delivered
/// @param tombstone whether it tells that its key is gone
public record Message(
        String id,
        String name,
        String payload,
        @Nullable String key,
        long version,
        Map<String, String> headers,
        Timing timing,
        boolean tombstone) {

    /// Header with the correlation id of the call that published the message.
    public static final String CORRELATION_ID = "correlation_id";

    /// Header with the trace of the call that published the message.
    public static final String TRACEPARENT = "traceparent";

    static final int MAX_PAYLOAD_BYTES = 1 << 20;
    private static final int MAX_NAME = 200;
    private static final int MAX_KEY_BYTES = 256;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_BYTES = 4 << 10;
    private static final int MAX_HEADERS_BYTES = 16 << 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public Message {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "message id: %s (expected: 1 to 128 of A-Za-z0-9._:-)".formatted(shortened(id)));
        }
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "message name of %d characters (expected: at most %d)".formatted(name.length(), MAX_NAME));
        }
        refuseOver("payload", bytes(payload), MAX_PAYLOAD_BYTES);
        if (key != null) {
            refuseOver("key", bytes(key), MAX_KEY_BYTES);
        }
        if (version < 0) {
            throw new IllegalArgumentException("message version: %d (expected: >= 0)".formatted(version));
        }
        if (tombstone && key == null) {
            throw new IllegalArgumentException("a tombstone without a key (expected: the key that is gone)");
        }
        headers = Map.copyOf(headers);
        refuseTooMany(headers);
    }

    /// Whether a message can have this id.
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /// A message with a new id and the value as its JSON payload.
    public static Message of(Object value) {
        return ofJson(new String(Json.write(value), StandardCharsets.UTF_8));
    }

    /// A message with a new id and JSON text as its payload.
    public static Message ofJson(String payload) {
        return new Message(Uuid7.next(), "", payload, null, 0, Map.of(), Timing.AT_ONCE, false);
    }

    public Message id(String own) {
        return new Message(own, name, payload, key, version, headers, timing, tombstone);
    }

    public Message name(String what) {
        return new Message(id, what, payload, key, version, headers, timing, tombstone);
    }

    /// About this key, whose version is not counted.
    public Message key(String about) {
        return key(about, version);
    }

    /// About this version of this key.
    public Message key(String about, long rising) {
        return new Message(id, name, payload, about, rising, headers, timing, tombstone);
    }

    public Message header(String what, String value) {
        var more = new TreeMap<>(headers);
        more.put(what, value);
        return new Message(id, name, payload, key, version, more, timing, tombstone);
    }

    /// Delivered after this time at the earliest, at most 365 days.
    public Message delay(Duration time) {
        return new Message(id, name, payload, key, version, headers, timing.delay(time), tombstone);
    }

    /// Not delivered after this time any more, but kept as a dead letter.
    public Message expires(Duration after) {
        return new Message(id, name, payload, key, version, headers, timing.expires(after), tombstone);
    }

    /// The last message about its key: replays need not keep it for ever.
    public Message last() {
        return new Message(id, name, payload, key, version, headers, timing, true);
    }

    /// What the message is about, if it has a key.
    public Optional<String> about() {
        return Optional.ofNullable(key);
    }

    public Optional<String> header(String what) {
        return Optional.ofNullable(headers.get(what));
    }

    /// The payload as a value of the type.
    ///
    /// @throws dev.margay.json.JsonException if it is not one
    public <T> T as(Class<T> type) {
        return Json.read(payload.getBytes(StandardCharsets.UTF_8), type);
    }

    private static void refuseTooMany(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException(
                    "%d headers (expected: at most %d)".formatted(headers.size(), MAX_HEADERS));
        }
        int all = 0;
        for (var header : headers.entrySet()) {
            int size = bytes(header.getKey()) + bytes(header.getValue());
            refuseOver("header " + shortened(header.getKey()), size, MAX_HEADER_BYTES);
            all += size;
        }
        refuseOver("headers", all, MAX_HEADERS_BYTES);
    }

    private static void refuseOver(String what, int bytes, int most) {
        if (bytes > most) {
            throw new IllegalArgumentException(
                    "message %s of %d bytes (expected: at most %d)".formatted(what, bytes, most));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    /// When a message may be delivered.
    ///
    /// @param delay from publishing to the first delivery; none by default
    /// @param lifetime from publishing to its expiry, or null: never, the default
    public record Timing(Duration delay, @Nullable Duration lifetime) {

        private static final Duration LONGEST = Duration.ofDays(365);
        static final Timing AT_ONCE = new Timing(Duration.ZERO, null);

        public Timing {
            refuseOutside("delay", delay);
            if (lifetime != null) {
                refuseOutside("lifetime", lifetime);
            }
        }

        Timing delay(Duration time) {
            return new Timing(time, lifetime);
        }

        Timing expires(Duration after) {
            return new Timing(delay, after);
        }

        private static void refuseOutside(String what, Duration time) {
            if (time.isNegative() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("message %s: %s (expected: 0 to 365 days)".formatted(what, time));
            }
        }
    }
}
