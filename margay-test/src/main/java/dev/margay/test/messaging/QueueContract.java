package dev.margay.test.messaging;

import static dev.margay.test.messaging.AtOnce.atOnce;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store does with the messages of queues. Extended by one small class for each store.
public abstract class QueueContract extends StoreContract {

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
}
