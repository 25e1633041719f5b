package dev.margay.web.bodies;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.DeadlineExceededException;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Server-sent events (WHATWG HTML section 9.2): an answer that goes on for as long as its source sends.
/// One thread at a time.
///
/// Each event leaves at once; a client that takes none makes the source wait. When the client leaves, or
/// the server stops, sending and [#next(BlockingQueue)] fail, and the source ends by that. A browser
/// comes back by itself and says in `Last-Event-ID` what it has seen.
public final class Events {

    private static final Headers HEAD = Headers.of(
            "Content-Type",
            "text/event-stream",
            "Cache-Control",
            "no-store",
            "X-Accel-Buffering",
            "no"); // for a proxy that would collect before it passes on
    private static final Duration QUIET = Duration.ofSeconds(15); // proxies give up after 30 or 60

    private final OutputStream target;

    private Events(OutputStream target) {
        this.target = target;
    }

    /// What sends the events, on the request's own thread.
    @FunctionalInterface
    public interface Source {
        void send(Events events) throws Exception;
    }

    /// 200, and then what the source sends.
    public static Response of(Source source) {
        return new Response(200, HEAD, Body.writtenBy(target -> write(source, target)));
    }

    private static void write(Source source, OutputStream target) throws IOException {
        var events = new Events(target);
        events.comment(""); // so that the head leaves, and the client knows that it listens
        try {
            source.send(events);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while events were sent", e);
        } catch (Exception e) {
            throw new IOException("a source of events failed", e);
        }
    }

    /// What a client that comes back has seen last.
    public static Optional<String> lastId(Request request) {
        return request.headers().first("Last-Event-ID").filter(id -> !id.isEmpty());
    }

    /// Sends this text as an event without a name, `message` to browsers.
    public void send(String data) throws IOException {
        send(Event.of(data));
    }

    public void send(Event event) throws IOException {
        var text = new StringBuilder();
        if (event.id != null) {
            text.append("id: ").append(event.id).append('\n');
        }
        if (event.name != null) {
            text.append("event: ").append(event.name).append('\n');
        }
        lines(text, "data: ", event.data);
        write(text);
    }

    /// Sends what browsers do not show their pages.
    public void comment(String words) throws IOException {
        var text = new StringBuilder();
        lines(text, ": ", words);
        write(text);
    }

    /// Tells the client how long to wait before it comes back.
    ///
    /// @param pause in whole milliseconds
    public void retry(Duration pause) throws IOException {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("retry: %s (expected: >= 0)".formatted(pause));
        }
        write(new StringBuilder("retry: ").append(pause.toMillis()).append('\n'));
    }

    /// Waits for the next of a queue; a comment each 15 s keeps the connection open, and finds out
    /// whether it is.
    ///
    /// @throws CancelledException when the client leaves or the server stops
    public <T> T next(BlockingQueue<T> queue) throws IOException, InterruptedException {
        return next(queue, QUIET);
    }

    /// As [#next(BlockingQueue)], with a comment after each time this long.
    public <T> T next(BlockingQueue<T> queue, Duration quiet) throws IOException, InterruptedException {
        if (!quiet.isPositive()) {
            throw new IllegalArgumentException("quiet: %s (expected: > 0)".formatted(quiet));
        }
        for (var next = poll(queue, quiet); ; next = poll(queue, quiet)) {
            if (next != null) {
                return next;
            }
            comment("");
        }
    }

    private static <T> @Nullable T poll(BlockingQueue<T> queue, Duration quiet) throws InterruptedException {
        var call = Call.currentOrNew();
        long left = call.deadline().remainingNanos();
        if (left <= 0) {
            throw new DeadlineExceededException("the deadline passed while waiting for events");
        }
        try {
            return call.cancellation()
                    .interruptible(() -> queue.poll(Math.min(left, quiet.toNanos()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("waiting for events failed", e);
        }
    }

    /// A prefix before each line, however lines end in the text.
    private static void lines(StringBuilder target, String prefix, String text) {
        for (String line : text.split("\r\n|\r|\n", -1)) {
            target.append(prefix).append(line).append('\n');
        }
    }

    private void write(StringBuilder text) throws IOException {
        target.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        target.flush();
    }

    /// One event. Immutable.
    ///
    /// @param data on one or more lines
    /// @param name what kind of event; null for `message`
    /// @param id what the client says it has seen last when it comes back; null to leave that as it was
    public record Event(
            String data, @Nullable String name, @Nullable String id) {

        public Event {
            check("name", name);
            check("id", id);
        }

        private static void check(String what, @Nullable String value) {
            if (value != null && value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == '\0')) {
                throw new IllegalArgumentException("%s of an event (expected: one line, no NUL)".formatted(what));
            }
        }

        public static Event of(String data) {
            return new Event(data, null, null);
        }

        /// With the value as JSON.
        public static Event json(Object value) {
            return of(Json.text(value));
        }

        public Event named(String kind) {
            return new Event(data, kind, id);
        }

        public Event withId(String given) {
            return new Event(data, name, given);
        }
    }
}
