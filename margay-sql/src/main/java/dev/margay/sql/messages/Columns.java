package dev.margay.sql.messages;

import dev.margay.json.Json;
import dev.margay.messaging.Message;
import dev.margay.sql.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/// How a message is kept in columns.
final class Columns {

    private static final HexFormat HEX = HexFormat.of();
    private static final int HASH_BYTES = 16;

    private Columns() {}

    /// The message of a row with the columns id, name, payload, msg_key, version, headers and tombstone.
    static Message message(Row row, Message.Timing timing) {
        return new Message(
                row.text("id"),
                row.text("name"),
                row.text("payload"),
                row.optionalText("msg_key").orElse(null),
                row.longValue("version"),
                headers(row.text("headers")),
                timing,
                row.bool("tombstone"));
    }

    static Message message(Row row) {
        return message(row, new Message.Timing(Duration.ZERO, null));
    }

    static String headers(Message message) {
        return message.headers().isEmpty()
                ? ""
                : new String(Json.write(new Headers(message.headers())), StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(String text) {
        return text.isEmpty()
                ? Map.of()
                : Json.read(text.getBytes(StandardCharsets.UTF_8), Headers.class)
                        .all();
    }

    /// By which a repetition is told from another message with the same id.
    static String hash(Message message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(message.payload().getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private record Headers(Map<String, String> all) {}
}
