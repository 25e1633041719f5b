package dev.margay.test.messaging;

import static dev.margay.test.messaging.Steps.LEASE;
import static dev.margay.test.messaging.Steps.text;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessageStore.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store does with the messages of queues. Extended by one small class for each store.
///
/// Longer than most files: it is the list of promises, and reads best in one piece.
public abstract class QueueContract {

    private static final Duration AFTER_LEASE = LEASE.plusMillis(300);

    private StoreFixture fixture;
    private Steps queue;

    protected abstract StoreFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
        queue = new Steps(fixture.store(), "kittens.fed");
    }

    @AfterEach
    final void close() {
        fixture.close();
    }

    @Nested
    class Publishing {

        @Test
        void everythingOfAMessageArrives() {
            var message = Message.of(List.of("Tom", "weiß 🐈 \"quoted\" \\ \u0000"))
                    .name("kitten.fed")
                    .key("kitten-42", 7)
                    .header("traceparent", "00-1-2-03")
                    .header("Größe", "käse\n");

            queue.publish(message);

            var delivery = queue.claimOne().delivery();
            assertThat(delivery.message()).isEqualTo(message);
            assertThat(delivery.source()).isEqualTo("kittens.fed");
            assertThat(delivery.attempt()).isEqualTo(1);
            assertThat(delivery.deliveries()).isEqualTo(1);
            assertThat(delivery.failures()).isEmpty();
        }

        @Test
        void aMebibyteArrives() {
            var message = Message.of("x".repeat((1 << 20) - 2));

            queue.publish(message);

            assertThat(queue.claimOne().delivery().message()).isEqualTo(message);
        }

        @Test
        void theSameMessageAgainIsADuplicateInEveryState() {
            var message = queue.published("Tom");
            assertThat(queue.publish(message)).as("waiting").isEqualTo(Published.DUPLICATE);

            var claim = queue.claimOne();
            assertThat(queue.publish(message)).as("leased").isEqualTo(Published.DUPLICATE);

            queue.bury(claim, "no");
            assertThat(queue.publish(message)).as("dead").isEqualTo(Published.DUPLICATE);

            queue.store().redrive("kittens.fed", List.of(message.id()));
            queue.done(queue.claimOne());
            assertThat(queue.publish(message)).as("done").isEqualTo(Published.DUPLICATE);
            assertThat(queue.claim(1)).isEmpty();
        }

        @Test
        void anotherMessageWithTheSameIdIsRefused() {
            var message = queue.published("Tom");
            var other = Message.of("Jerry").id(message.id());
            assertThat(queue.publish(other)).as("waiting").isEqualTo(Published.ID_TAKEN);

            queue.done(queue.claimOne());
            assertThat(queue.publish(other)).as("done").isEqualTo(Published.ID_TAKEN);
        }

        @Test
        void oneRefusalInABatchDoesNotStopTheOthers() {
            var known = queue.published("known");

            var outcomes =
                    queue.publish(List.of(Message.of("a"), Message.of("other").id(known.id()), known, Message.of("b")));

            assertThat(outcomes)
                    .containsExactly(Published.ACCEPTED, Published.ID_TAKEN, Published.DUPLICATE, Published.ACCEPTED);
            assertThat(texts(queue.claim(10))).containsExactly("known", "a", "b");
        }

        @Test
        void ofManyWhoPublishTheSameIdOneIsAccepted() throws Exception {
            for (int round = 0; round < 5; round++) {
                var message = Message.of("round " + round);

                var outcomes = atOnce(8, _ -> queue.publish(message));

                assertThat(outcomes).containsOnlyOnce(Published.ACCEPTED).contains(Published.DUPLICATE);
            }
            assertThat(queue.claim(100)).hasSize(5);
        }

        @Test
        void queuesDoNotMix() {
            queue.published("here");
            var other = new Steps(queue.store(), "kittens.washed");

            assertThat(other.claim(10)).isEmpty();
            assertThat(other.publish(Message.of("x").id("same"))).isEqualTo(Published.ACCEPTED);
            assertThat(queue.publish(Message.of("y").id("same"))).isEqualTo(Published.ACCEPTED);
        }

        @Test
        void aDelayedMessageWaitsForItsTime() {
            queue.publish(Message.of("later").delay(Duration.ofMillis(600)));

            assertThat(queue.claim(1)).isEmpty();
            assertThat(queue.store().outlook(queue.ask(1, KeyOrder.FREE)).claimable())
                    .isFalse();
            assertThat(queue.store().outlook(queue.ask(1, KeyOrder.FREE)).next().orElseThrow())
                    .isBetween(Duration.ofMillis(1), Duration.ofMillis(600));

            fixture.pass(Duration.ofMillis(700));
            assertThat(texts(queue.claim(1))).containsExactly("later");
        }

        @Test
        void anExpiredMessageIsADeadLetter() {
            var message = Message.of("stale").expires(Duration.ofMillis(200));
            queue.publish(message);

            fixture.pass(Duration.ofMillis(300));

            assertThat(queue.claim(1)).isEmpty();
            var letter = queue.store().deadLetter("kittens.fed", message.id()).orElseThrow();
            assertThat(letter.reason()).isEqualTo("expired");
            assertThat(letter.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.status()).isEqualTo(410));
        }
    }

    @Nested
    class Claiming {

        @Test
        void whatExpiredInFrontHoldsUpNobody() {
            for (int i = 0; i < 5; i++) {
                queue.publish(Message.of("stale").expires(Duration.ofMillis(200)));
            }
            queue.published("Tom");
            fixture.pass(Duration.ofMillis(300));

            assertThat(texts(queue.claim(1))).containsExactly("Tom");
            assertThat(queue.depth().dead()).isEqualTo(5);
        }

        @Test
        void theOldestComeFirst() {
            var texts = IntStream.range(0, 20).mapToObj(i -> "kitten " + i).toList();
            texts.forEach(queue::published);

            assertThat(texts(queue.claim(5))).isEqualTo(texts.subList(0, 5));
            assertThat(texts(queue.claim(100))).isEqualTo(texts.subList(5, 20));
            assertThat(queue.claim(1)).isEmpty();
        }

        @Test
        void nobodyElseGetsALeasedMessage() {
            queue.published("Tom");
            queue.claimOne();

            assertThat(queue.on(fixture.another()).claim(1)).isEmpty();
        }

        @Test
        void manyWorkersShareTheMessagesWithoutOverlap() throws Exception {
            queue.publish(
                    IntStream.range(0, 200).mapToObj(i -> Message.of("k" + i)).toList());

            var claims = atOnce(6, i -> {
                var mine = queue.on(i % 2 == 0 ? fixture.store() : fixture.another());
                var all = new ArrayList<Claim>();
                List<Claim> some;
                do {
                    some = mine.claim(7);
                    all.addAll(some);
                } while (!some.isEmpty());
                return all;
            });

            // Rows that somebody else is looking at are skipped, so a worker may stop early: the rest is claimed here.
            var ids = new ArrayList<>(claims.stream()
                    .flatMap(List::stream)
                    .map(each -> each.delivery().id())
                    .toList());
            queue.claim(200).forEach(each -> ids.add(each.delivery().id()));
            assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        }

        @Test
        void aPausedQueueHandsOutNothing() {
            queue.published("Tom");
            queue.store().pause("kittens.fed", true);
            assertThat(queue.claim(1)).isEmpty();
            assertThat(queue.store().outlook(queue.ask(1, KeyOrder.FREE)).claimable())
                    .isFalse();
            assertThat(queue.publish(Message.of("Jerry"))).isEqualTo(Published.ACCEPTED);

            queue.store().pause("kittens.fed", false);
            assertThat(queue.claim(9)).hasSize(2);
        }

        @Test
        void aChangeWakesListenersOfAllProcesses() {
            var woken = new java.util.concurrent.CountDownLatch(2);
            try (var _ = fixture.store().onChange(woken::countDown);
                    var _ = fixture.another().onChange(woken::countDown)) {
                queue.published("Tom");

                dev.margay.test.Eventually.eventually(
                        () -> assertThat(woken.getCount()).isZero());
            }
        }
    }

    @Nested
    class Leases {

        @Test
        void aLeaseThatRunsOutGivesTheMessageToTheNext() {
            queue.published("Tom");
            var first = queue.claimOne();

            fixture.pass(AFTER_LEASE);

            var second = queue.claimOne();
            assertThat(second.delivery().id()).isEqualTo(first.delivery().id());
            assertThat(second.delivery().deliveries()).isEqualTo(2);
            assertThat(second.counts().crashes()).as("not begun, so no crash").isZero();
            assertThat(second.lease().token()).isGreaterThan(first.lease().token());
        }

        @Test
        void whoLostTheLeaseChangesNothingAnyMore() {
            queue.published("Tom");
            var lost = queue.claimOne();
            fixture.pass(AFTER_LEASE);
            var current = queue.claimOne();

            assertThat(queue.done(lost)).isFalse();
            assertThat(queue.fail(lost, "late", Duration.ZERO)).isFalse();
            assertThat(queue.bury(lost, "late")).isFalse();
            assertThat(queue.release(lost, Duration.ZERO)).isFalse();
            assertThat(queue.store().extend(Set.of(lost.lease()), LEASE)).isEmpty();

            assertThat(queue.done(current)).isTrue();
            assertThat(current.delivery().failures()).isEmpty();
        }

        @Test
        void anExtendedLeaseLastsLonger() {
            queue.published("Tom");
            var claim = queue.claimOne();
            fixture.pass(LEASE.dividedBy(2));

            assertThat(queue.store().extend(Set.of(claim.lease()), LEASE.multipliedBy(3)))
                    .containsExactly(claim.lease());
            fixture.pass(AFTER_LEASE);

            assertThat(queue.claim(1)).isEmpty();
            assertThat(queue.done(claim)).isTrue();
        }

        @Test
        void aLeaseThatRanOutCannotBeExtended() {
            queue.published("Tom");
            var claim = queue.claimOne();
            fixture.pass(AFTER_LEASE);

            assertThat(queue.store().extend(Set.of(claim.lease()), LEASE)).isEmpty();
        }

        @Test
        void anUnknownLeaseIsStale() {
            assertThat(queue.done(new Lease("kittens.fed", 4711, 1))).isFalse();
            assertThat(queue.store().extend(Set.of(), LEASE)).isEmpty();
        }

        @Test
        void aDeadWorkerIsACrashOnlyOfMessagesThatWereBegun() {
            queue.published("begun");
            queue.published("waiting");
            var claims = queue.claim(2);
            queue.store().start(claims.getFirst().lease());

            fixture.pass(AFTER_LEASE);
            assertThat(texts(queue.claim(2))).containsExactly("waiting");

            fixture.pass(Duration.ofSeconds(2));
            var again = queue.claim(2).stream()
                    .filter(each -> text(each).equals("begun"))
                    .toList();
            assertThat(again).singleElement().satisfies(claim -> {
                assertThat(claim.counts().crashes()).isEqualTo(1);
                assertThat(claim.delivery().failures())
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.status()).isEqualTo(520));
            });
        }
    }

    @Nested
    class Ending {

        @Test
        void endsOfSeveralQueuesAreOneStepToo() {
            var source = Steps.source("product.*", "mail", Group.Start.OLDEST);
            queue.append("product.inserted", Message.of("event"));
            var ofGroup = queue.claim(source, 1).getFirst();
            var message = queue.published("Tom");
            var washed = queue.on("kittens.washed");
            washed.publish(message);

            assertThat(queue.store()
                            .settle(List.of(
                                    new Settlement.Done(ofGroup.lease()),
                                    new Settlement.Done(queue.claimOne().lease()),
                                    new Settlement.Done(washed.claimOne().lease()))))
                    .isEmpty();

            assertThat(queue.publish(message)).isEqualTo(Published.DUPLICATE);
            assertThat(washed.publish(message)).isEqualTo(Published.DUPLICATE);
        }

        @Test
        void aMessageIsDoneOnce() {
            queue.published("Tom");
            var claim = queue.claimOne();

            assertThat(queue.done(claim)).isTrue();
            assertThat(queue.done(claim)).isFalse();

            fixture.pass(AFTER_LEASE);
            assertThat(queue.claim(1)).isEmpty();
            assertThat(queue.store().depth("kittens.fed").leased()).isZero();
        }

        @Test
        void aReleasedMessageHasNotFailed() {
            queue.published("Tom");
            queue.release(queue.claimOne(), Duration.ZERO);

            var again = queue.claimOne();
            assertThat(again.counts().failures()).isZero();
            assertThat(again.delivery().attempt()).isEqualTo(1);
            assertThat(again.delivery().deliveries()).isEqualTo(2);
        }

        @Test
        void aFailedMessageComesBackAfterItsDelayWithItsHistory() {
            queue.published("Tom");
            queue.fail(queue.claimOne(), "first", Duration.ofMillis(500));
            assertThat(queue.claim(1)).isEmpty();

            fixture.pass(Duration.ofMillis(600));
            queue.fail(queue.claimOne(), "second", Duration.ZERO);

            var third = queue.claimOne();
            assertThat(third.delivery().attempt()).isEqualTo(3);
            assertThat(third.counts().failures()).isEqualTo(2);
            assertThat(third.delivery().failures())
                    .extracting(failure -> failure.message())
                    .containsExactly("first", "second");
            assertThat(third.delivery().failures().getFirst().at())
                    .isBetween(
                            third.delivery().published(),
                            third.delivery().failures().getLast().at());
        }

        @Test
        void manyEndsAreOneStep() {
            queue.publish(
                    IntStream.range(0, 4).mapToObj(i -> Message.of("k" + i)).toList());
            var claims = queue.claim(4);
            var stale = new Lease("kittens.fed", claims.getFirst().lease().number(), 99);

            var lost = queue.store()
                    .settle(List.of(
                            new Settlement.Dead(claims.get(3).lease(), Steps.failure("dead"), "poison"),
                            new Settlement.Failed(claims.get(2).lease(), Steps.failure("failed"), Duration.ZERO),
                            new Settlement.Done(claims.get(0).lease()),
                            new Settlement.Done(stale),
                            new Settlement.Released(claims.get(1).lease(), Duration.ZERO)));

            assertThat(lost).containsExactly(stale);
            assertThat(queue.store().depth("kittens.fed").dead()).isEqualTo(1);
            assertThat(texts(queue.claim(9))).containsExactlyInAnyOrder("k1", "k2");
        }

        @Test
        void theAgeOfAQueueIsThatOfItsFirstMessageHoweverOftenItFailed() {
            queue.published("Tom");
            fixture.pass(Duration.ofMillis(300));
            queue.published("Jerry");
            queue.fail(queue.claimOne(), "no", Duration.ofSeconds(9));

            var depth = queue.store().depth("kittens.fed");
            assertThat(depth.age()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(depth.oldest()).isLessThan(depth.age());
            assertThat(depth.scheduled()).isEqualTo(1);

            queue.bury(queue.claimOne(), "no");
            assertThat(queue.store().depths()).containsOnlyKeys("kittens.fed");
            assertThat(queue.store().depth("kittens.lost")).isEqualTo(Depth.EMPTY);
        }

        @Test
        void theHistoryKeepsTheFirstAndTheNewestEntries() {
            queue.published("Tom");
            for (int i = 1; i <= 40; i++) {
                queue.fail(queue.claimOne(), "failure " + i, Duration.ZERO);
            }

            var claim = queue.claimOne();
            var messages = claim.delivery().failures().stream()
                    .map(failure -> failure.message())
                    .toList();
            assertThat(messages)
                    .hasSize(32)
                    .startsWith("failure 1", "failure 10")
                    .endsWith("failure 39", "failure 40");
            assertThat(claim.counts().dropped()).isEqualTo(8);
            assertThat(claim.counts().failures()).isEqualTo(40);
        }
    }

    @Nested
    class KeyOrders {

        @Test
        void messagesOfOneKeyWaitForEachOther() {
            publish("a", "a1", "a2");
            publish("b", "b1");
            queue.published("free");

            var claims = queue.claim(9, KeyOrder.KEPT);
            assertThat(texts(claims)).containsExactly("a1", "b1", "free");

            queue.done(claims.getFirst());
            assertThat(texts(queue.claim(9, KeyOrder.KEPT))).containsExactly("a2");
        }

        @Test
        void aFailureHoldsBackItsKeyOnly() {
            publish("a", "a1", "a2");
            publish("b", "b1", "b2");
            var claims = queue.claim(9, KeyOrder.KEPT);
            queue.fail(claims.get(0), "no", Duration.ofMillis(500));
            queue.done(claims.get(1));

            assertThat(texts(queue.claim(9, KeyOrder.KEPT))).containsExactly("b2");
            assertThat(queue.store().outlook(queue.ask(9, KeyOrder.KEPT)).claimable())
                    .isFalse();

            fixture.pass(Duration.ofMillis(600));
            assertThat(texts(queue.claim(9, KeyOrder.KEPT))).containsExactly("a1");
        }

        @Test
        void aDeadLetterHoldsBackNobody() {
            publish("a", "a1", "a2");
            queue.bury(queue.claim(9, KeyOrder.KEPT).getFirst(), "no");

            assertThat(texts(queue.claim(9, KeyOrder.KEPT))).containsExactly("a2");
        }

        @Test
        void theOrderHoldsWhenManyWorkersRace() throws Exception {
            for (int i = 0; i < 20; i++) {
                publish("a", "a" + i);
                publish("b", "b" + i);
            }
            var handled = Collections.synchronizedList(new ArrayList<String>());

            atOnce(4, i -> {
                var mine = queue.on(i % 2 == 0 ? fixture.store() : fixture.another());
                dev.margay.test.Eventually.eventually(() -> {
                    for (var claim : mine.claim(3, KeyOrder.KEPT)) {
                        handled.add(text(claim));
                        mine.done(claim);
                    }
                    assertThat(handled).hasSizeGreaterThanOrEqualTo(40);
                });
                return i;
            });

            assertThat(handled).hasSize(40);
            assertThat(handled.stream().filter(text -> text.startsWith("a")).toList())
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "a" + i).toList());
            assertThat(handled.stream().filter(text -> text.startsWith("b")).toList())
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "b" + i).toList());
        }

        private void publish(String key, String... texts) {
            for (var text : texts) {
                queue.publish(Message.of(text).key(key));
            }
        }
    }

    /// Runs the step on so many threads at once.
    static <T> List<T> atOnce(int threads, Step<T> step) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var steps = IntStream.range(0, threads)
                    .mapToObj(i -> (Callable<T>) () -> {
                        start.await();
                        return step.run(i);
                    })
                    .toList();
            var results = new ArrayList<T>();
            for (var each : pool.invokeAll(steps)) {
                results.add(each.get());
            }
            return results;
        }
    }

    /// One of several steps at the same time.
    interface Step<T> {
        T run(int number) throws Exception;
    }
}
