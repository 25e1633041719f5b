package dev.margay.security;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.http.Body;
import dev.margay.http.Response;
import dev.margay.test.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RemoteKeysTest {

    private static final SigningKey FIRST = TestKeys.FIRST;
    private static final SigningKey SECOND = TestKeys.SECOND;
    private static final RemoteKeys.Pace PACE =
            new RemoteKeys.Pace(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(30));

    private final ManualClock clock = ManualClock.standing();
    private final AtomicInteger fetches = new AtomicInteger();
    private final BlockingQueue<RemoteKeys.Event> events = new LinkedBlockingQueue<>();
    private volatile Callable<String> issuer = () -> TestKeys.jwks(FIRST);

    private final RemoteKeys keys = new RemoteKeys(this::fetched, PACE, clock, events::add);

    @Test
    void theFirstQuestionFetchesAndLaterOnesRemember() throws Exception {
        assertThat(keys.key(FIRST.id())).contains(FIRST.publicKey());
        assertThat(keys.key(FIRST.id())).contains(FIRST.publicKey());

        assertThat(fetches).hasValue(1);
        assertThat(next()).isEqualTo(new RemoteKeys.Event.Fetched(Set.of(FIRST.id())));
        assertThat(events).isEmpty();
    }

    @Test
    void aRotatedKeyIsFoundByFetchingAnew() throws Exception {
        keys.key(FIRST.id());
        issuer = () -> TestKeys.jwks(SECOND, FIRST);
        clock.advance(PACE.between());

        assertThat(keys.key(SECOND.id())).contains(SECOND.publicKey());
        assertThat(keys.key(FIRST.id())).contains(FIRST.publicKey());
        assertThat(fetches).hasValue(2);
    }

    @Test
    void madeUpIdsCauseOneFetchInEachInterval() throws Exception {
        keys.key(FIRST.id());
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.key("made-up-" + i)).isEmpty();
        }
        assertThat(fetches).hasValue(1);

        clock.advance(PACE.between());
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.key("made-up-" + i)).isEmpty();
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    void allWhoAskAtOnceWaitForTheSameFetch() throws Exception {
        var release = new CountDownLatch(1);
        issuer = () -> {
            release.await();
            return TestKeys.jwks(FIRST);
        };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<?>>();
            for (int i = 0; i < 100; i++) {
                answers.add(
                        threads.submit(() -> assertThat(keys.key(FIRST.id())).isPresent()));
            }
            release.countDown();
            for (var answer : answers) {
                answer.get();
            }
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void oldKeysAnswerAtOnceWhileNewOnesAreFetched() throws Exception {
        keys.key(FIRST.id());
        next();
        var release = new CountDownLatch(1);
        issuer = () -> {
            release.await();
            return TestKeys.jwks(SECOND);
        };
        clock.advance(PACE.refreshAfter());

        assertThat(keys.key(FIRST.id())).isPresent();
        assertThat(keys.key(FIRST.id())).isPresent();
        release.countDown();
        assertThat(next()).isEqualTo(new RemoteKeys.Event.Fetched(Set.of(SECOND.id())));

        assertThat(keys.key(FIRST.id())).isEmpty();
        assertThat(keys.key(SECOND.id())).isPresent();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void theLastKnownKeysStayWhileTheIssuerIsDown() throws Exception {
        keys.key(FIRST.id());
        next();
        issuer = () -> {
            throw new IOException("connection refused");
        };
        clock.advance(PACE.refreshAfter().multipliedBy(100));

        assertThat(keys.key(FIRST.id())).isPresent();
        assertThat(next()).isInstanceOf(RemoteKeys.Event.Failed.class);
        assertThat(keys.key(FIRST.id())).isPresent();

        clock.advance(PACE.between());
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys.key(SECOND.id()))
                .withRootCauseInstanceOf(IOException.class);
        assertThat(events).isEmpty();

        issuer = () -> TestKeys.jwks(FIRST);
        clock.advance(PACE.between());
        assertThat(keys.key(SECOND.id())).isEmpty();
        assertThat(next()).isEqualTo(new RemoteKeys.Event.Fetched(Set.of(FIRST.id())));
    }

    @Test
    void withoutAnyKeysThereIsNoAnswer() throws Exception {
        issuer = () -> {
            throw new IOException("connection refused");
        };
        for (int i = 0; i < 100; i++) {
            assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> keys.key(FIRST.id()));
        }
        assertThat(fetches).hasValue(1);

        issuer = () -> TestKeys.jwks(FIRST);
        clock.advance(PACE.between());
        assertThat(keys.key(FIRST.id())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>",
                "{\"keys\":[]}",
                "{\"keys\":7}",
                "{\"keys\":[7]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\"}]}",
                "{\"keys\":[{\"kty\":\"NEW\",\"kid\":\"a\"}]}",
                "\u0000"
            })
    void aDocumentWithoutAUsableKeyIsAFailedFetch(String document) throws Exception {
        keys.key(FIRST.id());
        issuer = () -> document;
        clock.advance(PACE.between());

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> keys.key("other"));
        assertThat(keys.key(FIRST.id())).isPresent();
    }

    @Test
    void aHugeOrNestedDocumentIsAFailedFetch() {
        issuer = () -> "{\"keys\":[" + " ".repeat(70_000) + "]}";
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys.key("other"))
                .withStackTraceContaining("expected: at most 65536");

        issuer = () -> "[".repeat(60_000);
        clock.advance(PACE.between());
        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> keys.key("other"));
    }

    @Test
    void onlyKeysThatVerifyTheseTokensAreTaken() throws Exception {
        var mine = FIRST.published().toJSONString();
        issuer = () -> "{\"keys\":["
                + "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"ec\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
                + mine.replace(FIRST.id(), "encrypts").replace("\"sig\"", "\"enc\"") + ","
                + mine.replace(FIRST.id(), "other").replace("RS256", "PS256") + ","
                + mine + "]}";

        assertThat(keys.key(FIRST.id())).isPresent();
        assertThat(next()).isEqualTo(new RemoteKeys.Event.Fetched(Set.of(FIRST.id())));
    }

    @Test
    void nobodyWaitsLongerThanTheirDeadline() throws Exception {
        issuer = () -> {
            new CountDownLatch(1).await();
            return "";
        };

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() ->
                        Call.begin().with(Deadline.after(Duration.ofMillis(20))).run(() -> keys.key(FIRST.id())));
    }

    @Test
    void aFetchThatHangsIsGivenUp() throws Exception {
        var interrupted = new CountDownLatch(1);
        issuer = () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return "";
        };
        var waiting = Thread.ofVirtual()
                .start(() -> assertThatExceptionOfType(KeysUnavailableException.class)
                        .isThrownBy(() -> keys.key(FIRST.id())));
        eventually(() -> assertThat(fetches).hasValue(1));
        issuer = () -> TestKeys.jwks(FIRST);
        clock.advance(PACE.patience());

        assertThat(keys.key(FIRST.id())).isPresent();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.join();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aFailingListenerFailsNobody() throws Exception {
        var deaf = new RemoteKeys(this::fetched, PACE, clock, _ -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(deaf.key(FIRST.id())).isPresent();
    }

    @Test
    void aFetchHasACallWithADeadline() throws Exception {
        issuer = () -> {
            assertThat(Call.current().orElseThrow().deadline().bounded()).isTrue();
            return TestKeys.jwks(FIRST);
        };

        assertThat(keys.key(FIRST.id())).isPresent();
    }

    @Test
    void aPaceOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RemoteKeys.Pace(Duration.ZERO, Duration.ofMinutes(5), Duration.ofSeconds(3)))
                .withMessage("between: PT0S (expected: more than zero)");
    }

    @Test
    void tokensOfTheIssuerAreVerifiedByItsPublishedKeys() throws Exception {
        var remote = RemoteKeys.from(() -> TestKeys.jwks(FIRST, SECOND));

        assertThat(remote.key(SECOND.id())).contains(SECOND.publicKey());
        assertThat(remote.key("other")).isEmpty();
    }

    @Test
    void aClientFetchesTheDocument() throws Exception {
        var asked = new ArrayList<String>();
        var remote = RemoteKeys.from(
                request -> {
                    asked.add(request.method() + " " + request.target());
                    return Response.text(TestKeys.jwks(FIRST));
                },
                URI.create("http://127.0.0.1:8081/.well-known/jwks.json"));

        assertThat(remote.key(FIRST.id())).contains(FIRST.publicKey());
        assertThat(asked).containsExactly("GET http://127.0.0.1:8081/.well-known/jwks.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 404, 500})
    void anAnswerWithoutADocumentIsAFailure(int status) {
        var remote = RemoteKeys.from(
                _ -> Response.text(status, TestKeys.jwks(FIRST)), URI.create("http://127.0.0.1:8081/keys"));

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> remote.key(FIRST.id()))
                .havingCause()
                .withMessage("http://127.0.0.1:8081/keys answered %d (expected: 200)", status);
    }

    @Test
    void aDocumentWithoutEndIsNotReadToItsEnd() {
        var endless = Body.writtenBy(target -> {
            while (true) {
                target.write(' ');
            }
        });
        var remote = RemoteKeys.from(_ -> Response.of(200).with(endless), URI.create("http://127.0.0.1:8081/keys"));

        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> remote.key(FIRST.id()));
    }

    private String fetched() throws Exception {
        var current = issuer;
        fetches.incrementAndGet();
        return current.call();
    }

    private RemoteKeys.Event next() throws InterruptedException {
        var event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within 10 s").isNotNull();
        return Objects.requireNonNull(event);
    }
}
