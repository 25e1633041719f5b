package dev.margay.web;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.context.Blocking;
import dev.margay.context.Call;
import dev.margay.context.Cancellation;
import dev.margay.context.CancelledException;
import dev.margay.context.CorrelationId;
import dev.margay.context.Deadline;
import dev.margay.context.Principal;
import dev.margay.context.TraceContext;
import dev.margay.engine.IncomingCall;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Handlers that take their time.
final class TimeLimitTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch never = new CountDownLatch(1);

    private static Response answer(Handler handler) throws Exception {
        return InProcess.of(new Routes().get("/", handler)).handle(Request.get("/"));
    }

    @Test
    void whoIsInTimeAnswers() throws Exception {
        Handler quick = _ -> Response.text("in time");

        assertThat(answer(quick.with(TimeLimit.of(LONG))).body().text()).isEqualTo("in time");
    }

    @Test
    void whoIsLateIsAnsweredForAndCancelled() throws Exception {
        var cancelled = new AtomicReference<String>();
        Handler waiting = _ -> {
            var cancellation = Call.currentOrNew().cancellation();
            try {
                cancellation.interruptible(() -> {
                    never.await();
                    return true;
                });
            } catch (CancelledException e) {
                cancelled.set(cancellation.reason().orElse(""));
                throw e;
            }
            return Response.text("late");
        };

        var answer = answer(waiting.with(TimeLimit.of(SHORT, "Ask again after tea.")));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().text()).contains("\"message\":\"Ask again after tea.\"", "TimeLimitExceeded");
        eventually(() -> assertThat(cancelled.get()).contains("time limit"));
    }

    @Test
    void theAnswerOfOneThatHeedsNothingIsDropped() throws Exception {
        var closed = new AtomicBoolean();
        Handler deaf = _ -> {
            never.await();
            var content = new ByteArrayInputStream(new byte[1]) {
                @Override
                public void close() {
                    closed.set(true);
                }
            };
            return Response.of(200).with(Body.from(content, OptionalLong.of(1)));
        };

        assertThat(answer(deaf.with(TimeLimit.of(SHORT))).status()).isEqualTo(503);
        assertThat(closed).isFalse();

        never.countDown();
        eventually(() -> assertThat(closed).isTrue());
    }

    @Test
    void whatFailsFailsAsItWould() throws Exception {
        Handler refusing = _ -> {
            throw Problem.conflict("Taken", "It is taken.").exception();
        };
        Handler broken = _ -> {
            throw new AssertionError("broken");
        };

        assertThat(answer(refusing.with(TimeLimit.of(LONG))).status()).isEqualTo(409);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> broken.with(TimeLimit.of(LONG)).handle(Request.get("/")))
                .withMessage("broken");
    }

    @Test
    void waitingForBlockingWorkEndsToo() throws Exception {
        Handler blocked = _ -> Blocking.call(() -> {
            never.await();
            return Response.text("late");
        });

        assertThat(answer(blocked.with(TimeLimit.of(SHORT))).status()).isEqualTo(503);
        never.countDown();
    }

    @Test
    void theCallIsTheCallers() throws Exception {
        var seen = new AtomicReference<Call>();
        Handler looking = _ -> {
            seen.set(Call.current().orElseThrow());
            return Response.noContent();
        };
        var caller = call(Deadline.none()).with(new Principal("nic", Set.of()));

        caller.run(() -> looking.with(TimeLimit.of(LONG)).handle(Request.get("/")));

        assertThat(seen.get().id()).isEqualTo(caller.id());
        assertThat(seen.get().identity()).isEqualTo(caller.identity());
        assertThat(seen.get().deadline().remaining()).isLessThanOrEqualTo(LONG);
        assertThat(caller.cancellation().cancelled()).isFalse();
    }

    private static Call call(Deadline deadline) {
        return new Call(CorrelationId.random(), TraceContext.random(), deadline, null, new Cancellation());
    }

    @Test
    void aNearerDeadlineOfTheCallerIsTheCallers() throws Exception {
        Handler waiting = _ -> {
            never.await();
            return Response.noContent();
        };
        var routes = new Routes().get("/", waiting.with(TimeLimit.of(LONG)));

        var answer = InProcess.of(routes).handle(Request.get("/").with(IncomingCall.TIMEOUT, "50"));

        assertThat(answer.status()).isEqualTo(504);
    }

    @Test
    void aCallerWhoLeavesCancelsTheHandler() throws Exception {
        var caller = call(Deadline.none());
        var inner = new AtomicReference<Call>();
        Handler waiting = _ -> {
            inner.set(Call.current().orElseThrow());
            caller.cancellation().cancel("the caller has left");
            never.await();
            return Response.noContent();
        };

        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(
                        () -> caller.run(() -> waiting.with(TimeLimit.of(LONG)).handle(Request.get("/"))));

        assertThat(inner.get().cancellation().cancelled()).isTrue();
    }

    @Test
    void theRequestsBodyCanBeRead() throws Exception {
        Handler echo = request -> Response.text(request.body().text());
        var routes = new Routes().post("/", echo.with(TimeLimit.of(LONG)));

        assertThat(InProcess.of(routes)
                        .handle(Request.post("/", Body.of("cat")))
                        .body()
                        .text())
                .isEqualTo("cat");
    }

    @Test
    void manyAtOnceAreAllAnsweredFor() throws IOException, InterruptedException {
        Handler waiting = _ -> {
            never.await();
            return Response.noContent();
        };
        var limited = waiting.with(TimeLimit.of(SHORT));
        var answered = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    assertThat(answer(limited).status()).isEqualTo(503);
                    answered.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException("no answer", e);
                }
            });
        }

        assertThat(answered.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aLimitIsATime(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeLimit.of(Duration.parse(limit)))
                .withMessageContaining("expected: > 0");
    }
}
