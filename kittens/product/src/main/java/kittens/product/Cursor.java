package kittens.product;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Shown;
import dev.margay.json.Json;
import dev.margay.json.JsonException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a page ended, as opaque text: sort, filter, and the values of the last kitten, under a checksum.
///
/// The checksum finds what was cut or mistyped. Whoever makes a cursor up knowingly gets what an honest one could get.
final class Cursor {

    private static final int CHECKSUM = 9;

    private Cursor() {}

    /// What a cursor belongs to.
    record Request(String sort, String filter) {}

    private record Position(
            @Nullable String sort,
            @Nullable String filter,
            @Nullable List<? extends @Nullable Object> values) {}

    static String write(Request request, List<Object> values) {
        byte[] content = Json.write(new Position(request.sort(), request.filter(), values));
        byte[] sum = checksum(content);
        return encoded(ByteBuffer.allocate(sum.length + content.length)
                .put(sum)
                .put(content)
                .array());
    }

    /// The values of the kitten after which the page begins.
    ///
    /// @throws ProblemException 400 if it is no cursor, or one of another sort or filter
    static List<Object> read(String text, Request request, Sort sort) {
        var position = position(text);
        if (!request.sort().equals(position.sort()) || !request.filter().equals(position.filter())) {
            throw refused("this one belongs to another sort or filter (expected: sort='%s', filter='%s')"
                    .formatted(Shown.of("" + position.sort()), Shown.of("" + position.filter())));
        }
        return values(position.values(), sort);
    }

    private static List<Object> values(@Nullable List<? extends @Nullable Object> found, Sort sort) {
        if (found == null || found.size() != sort.keys().size()) {
            throw unreadable();
        }
        var values = new ArrayList<Object>();
        for (int i = 0; i < found.size(); i++) {
            var field = sort.keys().get(i).field();
            values.add(field.restored(found.get(i)).orElseThrow(Cursor::unreadable));
        }
        return values;
    }

    private static Position position(String text) {
        byte[] bytes = decoded(text);
        if (bytes.length <= CHECKSUM) {
            throw unreadable();
        }
        byte[] content = Arrays.copyOfRange(bytes, CHECKSUM, bytes.length);
        if (!Arrays.equals(checksum(content), Arrays.copyOf(bytes, CHECKSUM))) {
            throw unreadable();
        }
        try {
            return Json.read(content, Position.class);
        } catch (JsonException _) {
            throw unreadable();
        }
    }

    private static byte[] decoded(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (!encoded(bytes).equals(text)) {
                throw unreadable();
            }
            return bytes;
        } catch (IllegalArgumentException _) {
            throw unreadable();
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] checksum(byte[] content) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(content), CHECKSUM);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static ProblemException unreadable() {
        return refused("not a cursor of this list (expected: a next_cursor as it was given)");
    }

    private static ProblemException refused(String why) {
        return Problem.of(400, "InvalidCursor", "cursor: " + why).at("cursor").exception();
    }
}
