package dev.margay.observe;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.margay.context.Call;
import dev.margay.context.CorrelationId;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;

class LogOutputTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LogOutput output = new LogOutput(written, new LineRing(64));
    private final Call call = new Call(
            new CorrelationId("abc-1"),
            dev.margay.context.TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .orElseThrow(),
            dev.margay.context.Deadline.none(),
            null,
            new dev.margay.context.Cancellation());

    private List<String> lines() {
        output.flush();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Nested
    class OfRequests {

        private final Routes routes = new Routes()
                .get("/v1/kittens/{id}", _ -> Response.text("Tom"))
                .add(Route.get("/health", _ -> Response.of(200)));
        private final AccessLog log = AccessLog.of(
                "product", output, InstantSource.fixed(Instant.parse("2026-11-24T07:00:00.5Z")), new Ticks()::next);

        private void send(String target) throws Exception {
            var request =
                    Request.get(target).withRemote("10.0.0.1:99").with(routes.match("GET", target, Headers.empty()));
            call.run(() -> log.around(routes).handle(request));
        }

        @Test
        void eachIsOneObjectWithoutItsQuery() throws Exception {
            output.format(LogFormat.JSON);

            send("/v1/kittens/7?token=secret");

            assertThat(lines())
                    .containsExactly("{\"time\":\"2026-11-24T07:00:00.500Z\",\"level\":\"INFO\",\"logger\":\"access\","
                            + "\"service\":\"product\",\"request_id\":\"abc-1\","
                            + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"method\":\"GET\","
                            + "\"path\":\"/v1/kittens/7\",\"route\":\"/v1/kittens/{id}\",\"status\":200,"
                            + "\"duration_ms\":1.500,\"bytes\":3,\"remote\":\"10.0.0.1:99\"}");
        }

        @Test
        void eachIsOneLineForPeople() throws Exception {
            send("/v1/kittens/7");

            assertThat(lines()).containsExactly("2026-11-24T07:00:00.500Z ACCESS GET /v1/kittens/7 200 1.500ms abc-1");
        }

        @Test
        void probesOfHealthAreNotWorthALine() throws Exception {
            send("/health");

            assertThat(lines()).isEmpty();
        }
    }

    /// Each reading is 1.5 ms after the one before.
    private static final class Ticks {

        private long now;

        long next() {
            now += 1_500_000;
            return now;
        }
    }

    @Nested
    class OfTheProgram {

        private Logger logger() {
            var context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.start();
            var appender = new RingAppender(output);
            appender.setContext(context);
            appender.start();
            var logger = context.getLogger("dev.margay.Some");
            logger.addAppender(appender);
            return logger;
        }

        @Test
        void recordsCarryTheCallThatMadeThem() throws Exception {
            output.format(LogFormat.JSON);
            var logger = logger();

            call.run(() -> {
                logger.atWarn().addKeyValue("kitten", 7).log("lost {}", "\"Tom\"");
                return 0;
            });

            var line = Json.read(lines().getFirst(), JsonNode.class);
            assertThat(line.get("level").asString()).isEqualTo("WARN");
            assertThat(line.get("logger").asString()).isEqualTo("dev.margay.Some");
            assertThat(line.get("message").asString()).isEqualTo("lost \"Tom\"");
            assertThat(line.get("request_id").asString()).isEqualTo("abc-1");
            assertThat(line.get("trace_id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(line.get("kitten").asString()).isEqualTo("7");
        }

        @Test
        void aStackIsPartOfItsLine() {
            output.format(LogFormat.JSON);

            logger().error("failed", new IllegalStateException("why"));

            assertThat(lines()).hasSize(1);
            assertThat(Json.read(lines().getFirst(), JsonNode.class)
                            .get("error")
                            .asString())
                    .startsWith("java.lang.IllegalStateException: why")
                    .contains("at dev.margay.observe.LogOutputTest");
        }

        @Test
        void forPeopleTheStackFollowsItsLine() {
            logger().error("failed", new IllegalStateException("why"));

            assertThat(lines().getFirst()).endsWith(" ERROR Some: failed");
            assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: why");
        }

        @Test
        void warningsAreWrittenEvenWhenTheRingIsFull() {
            var logger = logger();
            for (int i = 0; i < 100; i++) {
                logger.info("number {}", i);
            }
            logger.warn("important");

            assertThat(output.dropped()).isGreaterThanOrEqualTo(36);
            assertThat(lines()).last().asString().endsWith("important");
        }

        @Test
        void aStrangersTextCannotForgeALine() {
            logger().info("hello {}", "Tom\n2026-11-24T07:00:00.000Z ERROR Forged: line");

            assertThat(lines()).hasSize(1);
        }
    }

    private Line line() {
        var asked = AccessLine.Asked.of(Request.get("/"));
        return new AccessLine(0, "a", call.id(), call.trace(), asked, new AccessLine.Answered(200, 0, 0, null));
    }

    @Test
    void itsThreadWritesWithoutBeingAsked() {
        var line = line();
        output.started();

        output.offer(line);

        eventually(() -> assertThat(written.size()).isPositive());
    }

    @Test
    void aLineThatCannotBeWrittenIsReplacedAndEndsNothing() {
        output.started();
        output.format(LogFormat.JSON);

        output.offer(new MuteLine());
        output.offer(line());

        eventually(() ->
                assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(2));
        var lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(Json.read(lines.getFirst(), JsonNode.class).get("message").asString())
                .contains("java.lang.NoClassDefFoundError");
        assertThat(Json.read(lines.getLast(), JsonNode.class).get("logger").asString())
                .isEqualTo("access");
    }

    /// A line with a part that throws when it is asked what it is.
    private record MuteLine() implements Line {

        @Override
        public void writeJson(LineBuffer target) {
            target.text("{\"half\":");
            throw new NoClassDefFoundError("Kitten");
        }

        @Override
        public void writeText(LineBuffer target) {
            throw new NoClassDefFoundError("Kitten");
        }
    }

    @Test
    void anOutputThatFailsDoesNotEndIt() {
        var broken = new OutputStream() {
            private boolean failed;

            @Override
            public void write(int b) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("disk full");
                }
                written.write(b);
            }
        };
        var recovering = new LogOutput(broken, new LineRing(4));
        var line = line();

        recovering.offer(line);
        recovering.flush();
        recovering.offer(line);
        recovering.flush();

        assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
}
