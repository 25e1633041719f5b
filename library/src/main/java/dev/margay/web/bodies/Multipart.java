package dev.margay.web.bodies;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parts of a `multipart/form-data` body (RFC 7578), one after the other as they arrive. One thread
/// at a time, once.
///
/// On a streaming route nothing is kept but a buffer of 16 KiB, however large an upload is. Going to the
/// next part skips what was not read of the last. A body that is malformed is a 400, one beyond a limit a
/// 413, one of another type a 415; a connection that breaks is an [UncheckedIOException] where the next
/// part is asked for.
public final class Multipart implements Iterable<Part> {

    private static final String TYPE = "multipart/form-data";
    private static final Pattern BOUNDARY =
            Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]"); // RFC 2046 section 5.1.1

    private final PartReader reader;
    private final Limits limits;
    private boolean taken;

    private Multipart(PartReader reader, Limits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /// With the standard limits.
    public static Multipart of(Request request) throws IOException {
        return of(request, Limits.standard());
    }

    public static Multipart of(Request request, Limits limits) throws IOException {
        return new Multipart(new PartReader(request.body().stream(), boundary(request), limits.total), limits);
    }

    private static String boundary(Request request) {
        var type = parameters(request.headers().first("Content-Type").orElse(""));
        if (!type.value().equals(TYPE)) {
            throw Problem.of(
                            415,
                            "UnsupportedMediaType",
                            "This type of body is not read here (expected: %s).".formatted(TYPE))
                    .at("Content-Type")
                    .with("Accept", TYPE)
                    .exception();
        }
        var boundary = type.named().get("boundary");
        if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
            throw badType("boundary= of 1 to 70 letters, digits or '()+_,-./:=?");
        }
        return boundary;
    }

    private static Parameters parameters(String type) {
        try {
            return Parameters.parse(type);
        } catch (IllegalArgumentException e) {
            throw badType(String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException badType(String expected) {
        return Problem.badRequest("The type of the body is malformed (expected: %s).".formatted(expected))
                .at("Content-Type")
                .exception();
    }

    /// The parts, in the order they come; asked for once.
    @Override
    public Iterator<Part> iterator() {
        if (taken) {
            throw new IllegalStateException("the parts were read already (expected: once)");
        }
        taken = true;
        return new Parts();
    }

    /// How much is taken of one body. Immutable.
    ///
    /// @param parts in all
    /// @param headers bytes of the headers of one part
    /// @param text bytes of a part that is read as text
    /// @param part bytes of the content of one part
    /// @param total bytes of the body, with all that stands between parts
    public record Limits(int parts, int headers, int text, long part, long total) {

        public Limits {
            if (parts < 1 || headers < 1 || text < 0 || part < 0 || total < 0) {
                throw new IllegalArgumentException(
                        "parts: %d, headers: %d, text: %d, part: %d, total: %d (expected: >= 0, parts and headers >= 1)"
                                .formatted(parts, headers, text, part, total));
            }
        }

        /// 100 parts, with headers of 8 KiB, texts of 64 KiB, others of 16 MiB; 64 MiB in all.
        public static Limits standard() {
            return new Limits(100, 8 << 10, 64 << 10, 16L << 20, 64L << 20);
        }

        /// These, for so many bytes in one part and in all.
        public Limits upTo(long ofPart, long inAll) {
            return new Limits(parts, headers, text, ofPart, inAll);
        }
    }

    private final class Parts implements Iterator<Part> {

        private @Nullable Part current;
        private @Nullable Part ahead;
        private boolean over;
        private int count;

        @Override
        public boolean hasNext() {
            if (ahead == null && !over) {
                try {
                    advance();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return ahead != null;
        }

        private void advance() throws IOException {
            if (current == null) {
                reader.begin();
            } else {
                current.skip();
            }
            if (!reader.next()) {
                over = true;
                return;
            }
            if (++count > limits.parts) {
                throw Problem.of(
                                413,
                                "ContentTooLarge",
                                "The body has too many parts (expected: at most %d).".formatted(limits.parts))
                        .exception();
            }
            ahead = Part.begin(reader, limits);
        }

        @Override
        public Part next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no part is left");
            }
            var part = ahead;
            current = part;
            ahead = null;
            return Objects.requireNonNull(part);
        }
    }
}
