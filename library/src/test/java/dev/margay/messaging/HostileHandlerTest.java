package dev.margay.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.context.Call;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.MessageHandler.RetryLaterException;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handlers that throw what nobody expects: their message fails, and the others are handled.
class HostileHandlerTest {

    private static final ConsumerOptions ONCE = ConsumerOptions.usual().retries(Retries.upTo(1));

    private final InMemoryFixture fixture = InMemoryFixture.empty();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Messaging messaging = Messaging.open(fixture.store(), Options.named("worker"));
    private final Queue queue = messaging.queue("kittens.fed");

    @AfterEach
    void close() {
        messaging.close();
        fixture.close();
    }

    private Letter letterOfOneThatThrows(Throwable thrown) {
        queue.consume(String.class, ONCE, text -> {
            if (text.equals("Tom")) {
                throw sneaky(thrown);
            }
            handled.add(text);
        });
        var id = queue.publish("Tom");
        queue.publish("Jerry");
        eventually(() -> assertThat(queue.deadLetters().get(id)).isPresent());
        eventually(() -> assertThat(handled).containsExactly("Jerry"));
        eventually(() -> assertThat(queue.depth().leased()).isZero());
        return queue.deadLetters().get(id).orElseThrow();
    }

    /// What a handler can throw in truth: anything.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler is to believe it
    private static <X extends Throwable> Exception sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Nested
    class OnAnInterruptByClosing {

        @Test
        void whatWrapsItHasNotFailed() throws Exception {
            closeWhileHandling(e -> new IllegalStateException("stopped", new Exception(e)));

            assertThat(queue.depth().ready()).isEqualTo(1);
            assertThat(queue.deadLetters().count()).isZero();
        }

        @Test
        void whatDoesNotComeOfItHasFailed() throws Exception {
            closeWhileHandling(_ -> new Liar(null, new Endless(), null));

            assertThat(queue.deadLetters().count()).isEqualTo(1);
        }

        @Test
        void whatCannotSayWhereItComesFromHasFailed() throws Exception {
            closeWhileHandling(_ -> new Liar(null, null, new IllegalStateException("no cause")));

            assertThat(queue.deadLetters().count()).isEqualTo(1);
        }

        private void closeWhileHandling(Function<InterruptedException, Throwable> answer) throws Exception {
            var begun = new CountDownLatch(1);
            var subscription = queue.consume(String.class, ONCE, _ -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw sneaky(answer.apply(e));
                }
            });
            queue.publish("Tom");
            begun.await();

            subscription.close(Duration.ofMillis(50));
        }
    }

    @Nested
    class AThrowable {

        static List<Throwable> strange() {
            return List.of(
                    new Liar(null, null, new IllegalStateException("no cause")),
                    new Liar(new StackTraceElement[0], new Endless(), null),
                    new Liar(null, new Liar(null, null, null), null),
                    new StackOverflowError(),
                    new Error("x".repeat(10_000_000)),
                    new Exception("checked"));
        }

        @ParameterizedTest
        @MethodSource("strange")
        void ofAnyKindIsAFailure(Throwable thrown) {
            var failure = letterOfOneThatThrows(thrown).failures().getFirst();

            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.type()).isEqualTo(thrown.getClass().getName());
            assertThat(failure.message()).isNotBlank().hasSizeLessThanOrEqualTo(1_024);
            assertThat(failure.stackTrace()).hasSizeLessThanOrEqualTo(8_000);
        }

        @Test
        void isCutBetweenCharacters() {
            var failure = letterOfOneThatThrows(new IllegalStateException("🐈".repeat(5_000)))
                    .failures()
                    .getFirst();

            assertThat(failure.message()).isEqualTo("🐈".repeat(510) + "...");
        }
    }

    @Nested
    class ATime {

        @ParameterizedTest
        @ValueSource(longs = {-1, 366, 100_000_000_000_000L})
        void ofNoUseToLaterIsAFailure(long days) {
            var letter = letterOfOneThatThrowsLater(Duration.ofDays(days));

            assertThat(letter.failures().getFirst().message())
                    .startsWith("delay: ")
                    .endsWith("(expected: 0 to 365 days)");
        }

        private Letter letterOfOneThatThrowsLater(Duration delay) {
            queue.consume(String.class, ONCE, text -> {
                throw new RetryLaterException(delay);
            });
            var id = queue.publish("Tom");
            eventually(() -> assertThat(queue.deadLetters().get(id)).isPresent());
            return queue.deadLetters().get(id).orElseThrow();
        }

        @Test
        void mayBeAYearInAnyPlace() {
            var year = Duration.ofDays(365);
            queue.consume(String.class, ONCE.longest(year).retries(Retries.after(year)), text -> {
                handled.add(text);
                throw text.equals("later") ? new RetryLaterException(year) : new IllegalStateException(text);
            });

            queue.publish("later");
            queue.publish("fails");

            eventually(() -> assertThat(queue.depth().scheduled()).isEqualTo(2));
            assertThat(handled).containsExactlyInAnyOrder("later", "fails");
        }

        @Test
        void beyondAYearIsRefusedInOptions() {
            var huge = Duration.ofSeconds(Long.MAX_VALUE);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Retries.after(huge))
                    .withMessageEndingWith("(expected: one or more of 0.1 s to 365 days)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ONCE.longest(huge))
                    .withMessageEndingWith("(expected: > 0, at most 365 days)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ONCE.longest(Duration.ZERO))
                    .withMessageEndingWith("(expected: > 0, at most 365 days)");
        }
    }

    @Test
    void aMessageFullOfHeadersIsPublishedWithinACallToo() throws Exception {
        var message = Message.of("Tom");
        for (int i = 0; i < 64; i++) {
            message = message.header("h" + i, "");
        }
        var full = message;

        Call.begin().run(() -> queue.publish(full));

        queue.consume(
                String.class,
                (text, delivery) ->
                        handled.add(text + " " + delivery.message().headers().size()));
        eventually(() -> assertThat(handled).containsExactly("Tom 64"));
    }

    /// An exception whose class answers its questions badly.
    private static class Liar extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient StackTraceElement @Nullable [] frames;
        private final @Nullable Throwable because;
        private final @Nullable RuntimeException trouble;

        Liar(StackTraceElement @Nullable [] frames, @Nullable Throwable because, @Nullable RuntimeException trouble) {
            this.frames = frames;
            this.because = because;
            this.trouble = trouble;
        }

        @Override
        @SuppressWarnings("NullAway") // a class that is not checked may
        public StackTraceElement[] getStackTrace() {
            return frames;
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            if (trouble != null) {
                throw trouble;
            }
            return because;
        }
    }

    /// The cause of which is another, and so on.
    private static final class Endless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }
}
