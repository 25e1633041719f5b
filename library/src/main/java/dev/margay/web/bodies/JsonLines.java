package dev.margay.web.bodies;

import dev.margay.context.CancelledException;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.Json;
import dev.margay.json.JsonException;
import dev.margay.validation.Validator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Values as JSON, one on each line, in a body that is written or read while it goes on. One thread at a
/// time.
///
/// Written as `application/x-ndjson`; read as that, or as what else people call it. A client that reads
/// slowly makes the one who writes wait, a slow sender the one who reads.
public final class JsonLines {

    private static final String TYPE = "application/x-ndjson";
    private static final List<String> READ = List.of(
            TYPE,
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonl",
            "application/jsonlines",
            "application/x-jsonlines",
            "application/json-lines");
    private static final Headers HEAD = Headers.of("Content-Type", TYPE, "X-Accel-Buffering", "no");
    private static final int LONGEST = 64 << 10;

    private final OutputStream target;

    private JsonLines(OutputStream target) {
        this.target = target;
    }

    /// What writes the values, on the request's own thread.
    @FunctionalInterface
    public interface Source {
        void write(JsonLines lines) throws Exception;
    }

    /// 200, and then what the source writes.
    public static Response of(Source source) {
        return new Response(200, HEAD, Body.writtenBy(target -> write(source, new JsonLines(target))));
    }

    private static void write(Source source, JsonLines lines) throws IOException {
        try {
            source.write(lines);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while lines were written", e);
        } catch (Exception e) {
            throw new IOException("a source of lines failed", e);
        }
    }

    /// Writes a value that may wait for others: for many in a row.
    public void write(Object value) throws IOException {
        target.write(Json.write(value));
        target.write('\n');
    }

    /// Writes a value and sends it, with those that wait.
    public void send(Object value) throws IOException {
        write(value);
        target.flush();
    }

    /// The values of a body, each read and validated as a typed route does, when it is asked for; in
    /// lines of at most 64 KiB.
    ///
    /// @throws ProblemException 415 for a body of another type
    public static <T> Iterable<T> read(Request request, Class<T> type) throws IOException {
        return read(request, type, LONGEST);
    }

    /// As [#read(Request, Class)], for longer lines; asked for once.
    ///
    /// A line that is malformed or invalid is a 400 that gives its number, a longer one a 413; a connection
    /// that breaks is an [UncheckedIOException]. Empty lines are nothing.
    public static <T> Iterable<T> read(Request request, Class<T> type, int longest) throws IOException {
        request.headers().first("Content-Type").ifPresent(JsonLines::check);
        var lines = new Lines<>(new LineReader(request.body().stream(), longest), type);
        return () -> lines;
    }

    private static void check(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!READ.contains(type)) {
            throw Problem.of(
                            415,
                            "UnsupportedMediaType",
                            "This type of body is not read here (expected: %s).".formatted(TYPE))
                    .at("Content-Type")
                    .with("Accept", TYPE)
                    .exception();
        }
    }

    private static final class Lines<T> implements Iterator<T> {

        private final LineReader reader;
        private final Class<T> type;
        private final Validator<T> validator;
        private @Nullable T next;

        private Lines(LineReader reader, Class<T> type) {
            this.reader = reader;
            this.type = type;
            this.validator = Validator.of(type);
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                try {
                    var line = reader.next();
                    next = line == null ? null : value(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        private T value(byte[] line) {
            T value;
            try {
                value = Json.read(line, type);
            } catch (JsonException e) {
                throw numbered(Problems.of(e)).exception(e);
            }
            var violations = validator.violations(value);
            if (!violations.isEmpty()) {
                throw numbered(Problems.invalid(violations)).exception();
            }
            return value;
        }

        private Problem numbered(Problem problem) {
            return new Problem(
                    problem.status(),
                    problem.code(),
                    "Line %d: %s".formatted(reader.number(), problem.message()),
                    problem.target(),
                    problem.details(),
                    problem.inner(),
                    problem.retryable(),
                    problem.headers());
        }

        @Override
        public T next() {
            var value = hasNext() ? next : null;
            if (value == null) {
                throw new NoSuchElementException("no line is left");
            }
            next = null;
            return value;
        }
    }
}
