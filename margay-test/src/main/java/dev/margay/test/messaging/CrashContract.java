package dev.margay.test.messaging;

import static dev.margay.test.Eventually.eventually;
import static dev.margay.test.messaging.Steps.LEASE;
import static dev.margay.test.messaging.Steps.text;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store does with messages over which workers die. Extended by one small class for each store.
///
/// A worker that dies is one that claims, begins, and is not heard of again.
public abstract class CrashContract extends StoreContract {

    private static final Duration AFTER_LEASE = LEASE.plusMillis(100);
    private static final ConsumerOptions AT_ONCE = ConsumerOptions.usual().concurrency(4);

    /// The worker that has these dies, and the store learns of it by the end of the leases.
    private void die(List<Claim> claims) {
        claims.forEach(claim -> assertThat(queue.store().start(claim.lease())).isTrue());
        fixture.pass(AFTER_LEASE);
        assertThat(queue.claim(1)).as("what waits besides").isEmpty();
    }

    /// So many workers die one after another over all that the queue holds.
    private void crash(int times) {
        for (int i = 0; i < times; i++) {
            var claims = queue.claim(9);
            die(claims);
            fixture.pass(backOff(claims.getFirst().counts().crashes() + 1));
        }
    }

    private static Duration backOff(int crashes) {
        return Duration.ofSeconds(1L << crashes).plusMillis(100);
    }

    @Nested
    class ALoop {

        @Test
        void endsAmongTheDeadLettersAfterTheThirdCrash() {
            var deadly = queue.published("deadly");

            crash(2);
            assertThat(queue.depth().dead()).isZero();
            crash(1);

            var letter = queue.store().deadLetter("kittens.fed", deadly.id()).orElseThrow();
            assertThat(letter.reason()).isEqualTo("crash-loop");
            assertThat(letter.counts().crashes()).isEqualTo(3);
            assertThat(letter.counts().failures()).isZero();
            assertThat(letter.failures()).hasSize(3).allSatisfy(failure -> {
                assertThat(failure.status()).isEqualTo(520);
                assertThat(failure.message()).isEqualTo("the worker died, or stopped for longer than its lease");
                assertThat(failure.worker()).isEqualTo("worker");
                assertThat(failure.attempt()).isEqualTo(1);
            });
            assertThat(letter.failures().get(0).fingerprint())
                    .isEqualTo(letter.failures().get(2).fingerprint());
            assertThat(queue.claim(9)).isEmpty();
        }

        @Test
        void holdsUpNobodyElse() {
            queue.published("deadly");
            for (int round = 1; round <= 3; round++) {
                var claims = queue.claim(9);
                assertThat(texts(claims)).containsExactly("deadly");
                queue.store().start(claims.getFirst().lease());
                queue.published("during " + round);
                queue.published("after " + round);

                var other = queue.claimOne();
                assertThat(text(other)).isEqualTo("during " + round);
                queue.done(other);
                fixture.pass(AFTER_LEASE);
                var next = queue.claimOne();
                assertThat(text(next)).isEqualTo("after " + round);
                queue.done(next);
                fixture.pass(backOff(round));
            }
            assertThat(queue.depth().dead()).isEqualTo(1);
        }

        @Test
        void goesOnSlowerAfterEachCrash() {
            queue.published("deadly");
            die(List.of(queue.claimOne()));
            fixture.pass(Duration.ofMillis(1_500));
            assertThat(queue.claim(1)).isEmpty();
            fixture.pass(Duration.ofMillis(600));

            die(List.of(queue.claimOne()));
            fixture.pass(Duration.ofMillis(3_500));
            assertThat(queue.claim(1)).isEmpty();
            fixture.pass(Duration.ofMillis(600));
            assertThat(queue.claim(1)).hasSize(1);
        }

        @Test
        void isCountedApartFromFailures() {
            queue.published("deadly");
            queue.fail(queue.claimOne(), "first", Duration.ZERO);
            crash(1);
            queue.fail(queue.claimOne(), "second", Duration.ZERO);
            crash(1);

            var claim = queue.claimOne();
            assertThat(claim.counts().failures()).isEqualTo(2);
            assertThat(claim.counts().crashes()).isEqualTo(2);
            assertThat(claim.delivery().attempt()).isEqualTo(3);
            assertThat(claim.delivery().failures())
                    .extracting(failure -> failure.status())
                    .containsExactly(500L, 520L, 500L, 520L);
        }

        @Test
        void beginsAnewForWhatIsPutBack() {
            var deadly = queue.published("deadly");
            crash(3);

            queue.store().redrive("kittens.fed", List.of(deadly.id()));

            var claim = queue.claimOne();
            assertThat(claim.suspect()).isFalse();
            assertThat(claim.counts().crashes()).isZero();
            assertThat(claim.delivery().failures()).hasSize(3);
            queue.release(claim, Duration.ZERO);
            crash(2);
            assertThat(queue.depth().dead()).isZero();
            crash(1);
            assertThat(queue.store()
                            .deadLetter("kittens.fed", deadly.id())
                            .orElseThrow()
                            .failures())
                    .hasSize(6);
        }

        @Test
        void isNoneWhereAWorkerDiesBeforeItBegins() {
            queue.published("innocent");
            for (int i = 0; i < 5; i++) {
                queue.claimOne();
                fixture.pass(AFTER_LEASE);
            }

            var claim = queue.claimOne();
            assertThat(claim.counts().crashes()).isZero();
            assertThat(claim.delivery().deliveries()).isEqualTo(6);
        }

        @Test
        void ofAnEventStopsNoGroup() {
            var source = Steps.source("product.*", "mail", Group.Start.OLDEST);
            queue.append("product.inserted", Message.of("deadly"));
            for (int i = 1; i <= 3; i++) {
                var claim = queue.claim(source, 1).getFirst();
                queue.store().start(claim.lease());
                fixture.pass(AFTER_LEASE);
                assertThat(queue.claim(source, 1)).isEmpty();
                fixture.pass(backOff(i));
            }
            queue.append("product.inserted", Message.of("next"));

            assertThat(texts(queue.claim(source, 9))).containsExactly("next");
            assertThat(queue.store().deadLetters(source.queue(), 0, 9))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.reason()).isEqualTo("crash-loop"));
        }
    }

    @Nested
    class ASuspect {

        @Test
        void isHandedOutAlone() {
            queue.published("suspect");
            crash(2);
            queue.published("a");
            queue.published("b");

            var first = queue.claim(9);
            assertThat(texts(first)).containsExactly("suspect");
            assertThat(first.getFirst().suspect()).isTrue();
            assertThat(texts(queue.claim(9))).containsExactly("a", "b");
        }

        @Test
        void waitsForItsTurnBehindOthers() {
            queue.published("suspect");
            crash(1);
            die(List.of(queue.claimOne()));
            queue.published("a");
            queue.published("b");
            fixture.pass(backOff(2));

            assertThat(texts(queue.claim(9))).containsExactly("a", "b");
            assertThat(texts(queue.claim(9))).containsExactly("suspect");
        }

        @Test
        void isAloneAmongOtherSuspects() {
            queue.publish(List.of(Message.of("a"), Message.of("b"), Message.of("c")));
            crash(2);

            for (int i = 0; i < 3; i++) {
                assertThat(queue.claim(9)).hasSize(1);
            }
            assertThat(queue.claim(9)).isEmpty();
        }

        @Test
        void whoseNeighbourWasGuiltyGoesFree() {
            queue.publish(List.of(Message.of("innocent"), Message.of("deadly")));
            crash(2);

            for (var claims = queue.claim(9); !claims.isEmpty(); claims = queue.claim(9)) {
                var alone = claims.getFirst();
                queue.store().start(alone.lease());
                if (text(alone).equals("innocent")) {
                    assertThat(queue.done(alone)).isTrue();
                }
            }
            fixture.pass(AFTER_LEASE);
            assertThat(queue.claim(9)).isEmpty();

            assertThat(queue.store().deadLetters("kittens.fed", 0, 9))
                    .extracting(letter -> letter.message().as(String.class))
                    .containsExactly("deadly");
        }

        @Test
        void holdsBackItsKeyWhereKeysKeepTheirOrder() {
            queue.publish(Message.of("suspect").key("k"));
            crash(2);
            queue.publish(Message.of("next").key("k"));

            var claims = queue.claim(9, KeyOrder.KEPT);
            assertThat(texts(claims)).containsExactly("suspect");
            assertThat(queue.claim(9, KeyOrder.KEPT)).isEmpty();
            queue.done(claims.getFirst());
            assertThat(texts(queue.claim(9, KeyOrder.KEPT))).containsExactly("next");
        }

        @Test
        void isHandledAlone() throws Exception {
            queue.published("suspect");
            crash(2);
            try (var messaging = Messaging.open(fixture.store(), Options.named("worker"))) {
                var work = new Work("suspect");
                messaging.queue("kittens.fed").consume(String.class, AT_ONCE, work::handle);
                assertThat(work.begun.await(10, TimeUnit.SECONDS)).isTrue();
                List.of("a", "b", "c").forEach(queue::published);
                eventually(() -> assertThat(queue.depth().leased()).isEqualTo(4));

                assertThat(work.beside).containsOnlyKeys("suspect");
                work.finish.countDown();

                eventually(() -> assertThat(work.beside).containsKeys("a", "b", "c"));
                assertThat(work.beside)
                        .allSatisfy((_, others) -> assertThat(others).doesNotContain("suspect"));
            }
        }

        @Test
        void waitsUntilThoseAtWorkAreDone() throws Exception {
            queue.published("suspect");
            crash(1);
            die(queue.claim(1));
            queue.published("slow");
            try (var messaging = Messaging.open(fixture.store(), Options.named("worker"))) {
                var work = new Work("slow");
                messaging.queue("kittens.fed").consume(String.class, AT_ONCE, work::handle);
                assertThat(work.begun.await(10, TimeUnit.SECONDS)).isTrue();
                fixture.pass(backOff(2));
                eventually(() -> assertThat(queue.depth().leased()).isEqualTo(2));

                assertThat(work.beside).containsOnlyKeys("slow");
                work.finish.countDown();

                eventually(() -> assertThat(work.beside).containsEntry("suspect", Set.of()));
            }
        }
    }

    /// Handlers of which one takes as long as the test wants.
    private static final class Work {

        private final String slow;
        private final Set<String> running = ConcurrentHashMap.newKeySet();
        private final Map<String, Set<String>> beside = new ConcurrentHashMap<>();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch finish = new CountDownLatch(1);

        Work(String slow) {
            this.slow = slow;
        }

        void handle(String text) throws InterruptedException {
            beside.put(text, Set.copyOf(running));
            running.add(text);
            if (text.equals(slow)) {
                begun.countDown();
                finish.await();
            }
            running.remove(text);
        }
    }
}
