package dev.margay.security;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.context.Blocking;
import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.Deadline;
import dev.margay.context.DeadlineExceededException;
import dev.margay.http.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PasswordsTest {

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final Passwords passwords = Passwords.at(CHEAP);

    @Test
    void aPasswordMatchesItsOwnHashOnly() throws Exception {
        var hash = passwords.hash("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(passwords.verify("correct horse", hash)).isTrue();
        assertThat(passwords.verify("correct horsf", hash)).isFalse();
        assertThat(passwords.verify("Correct horse", hash)).isFalse();
        assertThat(passwords.verify("correct horse ", hash)).isFalse();
        assertThat(passwords.verify("", hash)).isFalse();
    }

    @Test
    void thePasswordIsHashedWithAFreshSalt() throws Exception {
        assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
    }

    @Test
    void theRecommendedCostIsThatOfOwasp() throws Exception {
        var recommended = Passwords.recommended();

        var hash = recommended.hash("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(recommended.verify("correct horse", hash)).isTrue();
    }

    @Test
    void aHashOfAnotherCostIsCheckedAtItsOwnAndWantsToBeRenewed() throws Exception {
        var old = Passwords.at(new Argon2Cost(32, 2, 1)).hash("secret12");

        assertThat(passwords.verify("secret12", old)).isTrue();
        assertThat(passwords.needsRehash(old)).isTrue();
        assertThat(passwords.needsRehash(passwords.hash("secret12"))).isFalse();
    }

    @Test
    void theSameLetterTypedTwoWaysIsTheSamePassword() throws Exception {
        var hash = passwords.hash("caf\u00e9 caf\u00e9");

        assertThat(passwords.verify("cafe\u0301 caf\u00e9", hash)).isTrue();
        assertThat(passwords.verify("cafe cafe", hash)).isFalse();
    }

    @Test
    void aPasswordOfTheMostBytesIsHashedAndALongerOneRefused() throws Exception {
        var longest = "x".repeat(Passwords.MOST_BYTES);
        var hash = passwords.hash(longest);

        assertThat(passwords.verify(longest, hash)).isTrue();
        assertThat(passwords.verify(longest + "x", hash)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> passwords.hash(longest + "x"))
                .withMessageContaining("1025 characters")
                .withMessageContaining("at most 1024 bytes")
                .withMessageNotContaining("xx");
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash("\u20ac".repeat(342)));
    }

    @Test
    void halfASurrogatePairIsNoPassword() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash("abc\ud800defgh"));
        assertThat(passwords.verify("abc\ud800defgh", passwords.hash("abc?defgh")))
                .isFalse();
    }

    @Test
    void nothingMatchesNobody() throws Exception {
        passwords.verifyNothing("whatever it is");
        passwords.verifyNothing("");
        passwords.verifyNothing("x".repeat(100_000));
    }

    @Test
    void aHashThatIsNoneIsABrokenStoreAndSaidSo() {
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.verify("secret12", "secret12"));
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.needsRehash(""));
    }

    @Test
    void thereAreNoMoreThreadsThanCoresNorThanAQuarterOfTheHeapFeeds() {
        var mebibyte = 1_048_576L;

        assertThat(Passwords.threads(Argon2Cost.recommended(), 4, 8_192 * mebibyte))
                .isEqualTo(4);
        assertThat(Passwords.threads(Argon2Cost.recommended(), 64, 256 * mebibyte))
                .isEqualTo(3);
        assertThat(Passwords.threads(Argon2Cost.recommended(), 64, 16 * mebibyte))
                .isEqualTo(1);
    }

    @Test
    void manyVirtualThreadsHashAtOnce() throws Exception {
        var hash = passwords.hash("secret12");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 32)
                    .mapToObj(i -> threads.submit(() -> passwords.verify(i % 2 == 0 ? "secret12" : "wrong", hash)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0);
            }
        }
    }

    @Nested
    class WhenAllThreadsAreBusy {

        private final Blocking pool = Blocking.bounded("busy", 1, 1);
        private final String kept =
                PhcHash.compute(CHEAP, new byte[16], new byte[8]).text();
        private final Passwords busy = new Passwords(CHEAP, new SecureRandom(), pool);
        private final CountDownLatch occupied = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final Thread occupant = Thread.ofVirtual().start(() -> occupy(occupied));

        private void occupy(CountDownLatch started) {
            try {
                pool.run(() -> {
                    started.countDown();
                    return release.await(30, TimeUnit.SECONDS);
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @AfterEach
        void releaseThem() throws Exception {
            release.countDown();
            occupant.join();
        }

        @Test
        void aDeadlineEndsTheWait() throws Exception {
            occupied.await();

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> Call.begin()
                            .with(Deadline.after(Duration.ofMillis(30)))
                            .run(() -> busy.hash("secret12")));
        }

        @Test
        void aCancelledCallEndsTheWait() throws Exception {
            occupied.await();
            var call = Call.begin();
            call.cancellation().cancel("the client went away");

            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> call.run(() -> busy.verify("secret12", kept)));
        }

        @Test
        void anInterruptEndsTheWait() throws Exception {
            occupied.await();
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> busy.verifyNothing("secret12"));
        }

        @Test
        void aFullQueueIsAProblemWorthRetryingWhoeverAsks() throws Exception {
            occupied.await();
            var waiting = Thread.ofVirtual().start(() -> occupy(new CountDownLatch(1)));
            eventually(() -> assertThat(waiting.getState()).isEqualTo(Thread.State.TIMED_WAITING));

            for (var attempt : List.<ThrowingCallable>of(
                    () -> busy.hash("secret12"),
                    () -> busy.verify("secret12", kept),
                    () -> busy.verifyNothing("secret12"))) {
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(attempt)
                        .extracting(ProblemException::problem)
                        .satisfies(problem -> {
                            assertThat(problem.status()).isEqualTo(503);
                            assertThat(problem.retryable()).isTrue();
                            assertThat(problem.headers().first("Retry-After")).contains("2");
                        });
            }
            release.countDown();
            waiting.join();
        }
    }
}
