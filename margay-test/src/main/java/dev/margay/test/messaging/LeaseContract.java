package dev.margay.test.messaging;

import static dev.margay.test.Eventually.eventually;
import static dev.margay.test.messaging.AtOnce.atOnce;
import static dev.margay.test.messaging.Steps.LEASE;
import static dev.margay.test.messaging.Steps.text;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessageStore.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store does with messages that are handed out: their leases, how they end, and the order of keys.
/// Extended by one small class for each store.
public abstract class LeaseContract extends StoreContract {

    private static final Duration AFTER_LEASE = LEASE.plusMillis(300);

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
                eventually(() -> {
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
}
