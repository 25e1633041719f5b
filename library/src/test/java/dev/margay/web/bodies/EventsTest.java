package dev.margay.web.bodies;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.Deadline;
import dev.margay.context.DeadlineExceededException;
import dev.margay.http.Request;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {

    private static final String BEGIN = ": \n\n";

    private static String sent(Events.Source source) throws IOException {
        return Events.of(source).body().text();
    }

    /// A whole service, with all that stands around its routes.
    private static Service.Running serving(Events.Source source) {
        return Service.named("events")
                .port(0)
                .config(Configuration.from(Sources.ofText("log.access = false, admin.enabled = false")))
                .get("/events", _ -> Events.of(source))
                .start();
    }

    private static RawClient listening(Service.Running running) throws IOException {
        return RawClient.to(running.port())
                .send("GET /events HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAccept: text/event-stream\r\n\r\n");
    }

    private static String untilEmptyLine(RawClient client) throws IOException {
        var text = new StringBuilder();
        for (var line = client.line(); !line.isEmpty(); line = client.line()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /// The content of the next chunk.
    private static String chunk(RawClient client) throws IOException {
        int size = Integer.parseInt(client.line(), 16);
        var text = new String(client.stream().readNBytes(size), StandardCharsets.UTF_8);
        client.line();
        return text;
    }

    @Test
    void eventsAreWrittenAsTheStandardSays() throws Exception {
        assertThat(sent(events -> {
                    events.retry(Duration.ofSeconds(3));
                    events.send("one");
                    events.send(new Events.Event("two\nlines", "news", "7"));
                    events.send(Events.Event.json(Map.of("name", "größe"))
                            .named("kitten")
                            .withId(""));
                    events.comment("still\r\nhere");
                }))
                .isEqualTo(BEGIN
                        + "retry: 3000\n\n"
                        + "data: one\n\n"
                        + "id: 7\nevent: news\ndata: two\ndata: lines\n\n"
                        + "id: \nevent: kitten\ndata: {\"name\":\"größe\"}\n\n"
                        + ": still\n: here\n\n");
    }

    @Test
    void noLineOfDataBecomesAnotherField() throws Exception {
        assertThat(sent(events -> events.send("a\rid: 1\r\nevent: x\n\ndata: y\n")))
                .isEqualTo(BEGIN + "data: a\ndata: id: 1\ndata: event: x\ndata: \ndata: data: y\ndata: \n\n");
        assertThat(sent(events -> events.send(""))).isEqualTo(BEGIN + "data: \n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b"})
    void namesAndIdsAreOneLine(String text) {
        var event = Events.Event.of("data");

        assertThatIllegalArgumentException().isThrownBy(() -> event.named(text));
        assertThatIllegalArgumentException().isThrownBy(() -> event.withId(text));
        assertThatIllegalArgumentException().isThrownBy(() -> sent(events -> events.retry(Duration.ofMillis(-1))));
    }

    @Test
    void theHeadKeepsOthersFromStoringAndCollecting() {
        var head = Events.of(events -> {}).headers();

        assertThat(head.first("Content-Type")).contains("text/event-stream");
        assertThat(head.first("Cache-Control")).contains("no-store");
        assertThat(head.first("X-Accel-Buffering")).contains("no");
    }

    @Test
    void aClientThatComesBackSaysWhatItHasSeen() {
        assertThat(Events.lastId(Request.get("/").with("Last-Event-ID", "7"))).contains("7");
        assertThat(Events.lastId(Request.get("/").with("Last-Event-ID", ""))).isEmpty();
        assertThat(Events.lastId(Request.get("/"))).isEmpty();
    }

    @Test
    void aSourceThatFailsEndsTheAnswer() {
        var failure = new Exception("no more");
        assertThatThrownBy(() -> sent(_ -> {
                    throw failure;
                }))
                .isInstanceOf(IOException.class)
                .hasCause(failure);
        assertThatThrownBy(() -> sent(_ -> {
                    throw new InterruptedException("stop");
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void waitingEndsWithTheTimeOfTheCall() {
        var call = Call.begin().with(Deadline.after(Duration.ofMillis(20)));

        assertThatThrownBy(() -> call.run(() -> sent(events -> events.next(new LinkedBlockingQueue<>()))))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void eachEventLeavesAtOnceAlsoThroughAllOfAService() throws Exception {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        try (var running = serving(events -> {
                    while (true) {
                        events.send(events.next(queue));
                    }
                });
                var client = listening(running)) {
            var head = untilEmptyLine(client);
            assertThat(head).startsWith("HTTP/1.1 200").contains("text/event-stream");
            assertThat(head).doesNotContain("Content-Encoding");
            assertThat(chunk(client)).isEqualTo(BEGIN);
            for (String text : List.of("one", "two", "three")) {
                queue.add(text);
                assertThat(chunk(client)).isEqualTo("data: " + text + "\n\n");
            }
        }
    }

    @Test
    void commentsKeepAQuietStreamAlive() throws Exception {
        try (var running = serving(events -> events.next(new LinkedBlockingQueue<>(), Duration.ofMillis(1)));
                var client = listening(running)) {
            untilEmptyLine(client);
            for (int i = 0; i < 5; i++) {
                assertThat(chunk(client)).isEqualTo(BEGIN);
            }
        }
    }

    @Test
    void aSourceThatWaitsEndsWhenItsClientLeaves() throws Exception {
        var ended = new CopyOnWriteArrayList<Throwable>();
        try (var running = serving(events -> {
            try {
                events.next(new LinkedBlockingQueue<>());
            } catch (CancelledException e) {
                ended.add(e);
                throw e;
            }
        })) {
            try (var client = listening(running)) {
                untilEmptyLine(client);
                chunk(client);
            }
            eventually(() -> assertThat(ended).hasSize(1));
        }
    }

    @Test
    void aSourceThatSendsWaitsForASlowClientAndEndsWhenItLeaves() throws Exception {
        var sent = new AtomicLong();
        var source = new AtomicReference<@Nullable Thread>();
        var ended = new CopyOnWriteArrayList<Throwable>();
        try (var running = serving(events -> {
            source.set(Thread.currentThread());
            try {
                while (true) {
                    events.send("x".repeat(1_000));
                    sent.incrementAndGet();
                }
            } catch (IOException | CancelledException e) {
                ended.add(e);
                throw e;
            }
        })) {
            try (var client = listening(running)) {
                untilEmptyLine(client);
                eventually(() -> {
                    var thread = source.get();
                    assertThat(thread).isNotNull();
                    assertThat(thread == null ? null : thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
                });
                assertThat(sent.get()).isBetween(100L, 50_000L);
                assertThat(ended).isEmpty();
            }
            eventually(() -> assertThat(ended).hasSize(1));
        }
    }

    @Test
    void whoAsksForTheHeadAloneGetsItAlone() throws Exception {
        try (var running = serving(events -> events.send("never"));
                var client = RawClient.to(running.port())) {
            var answer = client.send("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n").answer(true);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "text/event-stream");
        }
    }
}
