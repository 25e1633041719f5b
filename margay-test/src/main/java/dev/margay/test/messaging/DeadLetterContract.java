package dev.margay.test.messaging;

import static dev.margay.test.messaging.AtOnce.atOnce;
import static dev.margay.test.messaging.Steps.LEASE;
import static dev.margay.test.messaging.Steps.text;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store does with dead letters. Extended by one small class for each store.
public abstract class DeadLetterContract extends StoreContract {

    private Messaging messaging;
    private DeadLetters letters;

    @BeforeEach
    final void open() {
        messaging = Messaging.open(fixture.store(), Options.named("worker"));
        letters = messaging.queue("kittens.fed").deadLetters();
    }

    @AfterEach
    final void close() {
        messaging.close();
    }

    private List<String> listed() {
        return letters.list(1_000).stream()
                .map(letter -> letter.message().as(String.class))
                .toList();
    }

    @Test
    void theyAreListedInTheOrderTheyWerePublishedPageByPage() {
        List.of("a", "b", "c", "d", "e").forEach(queue::published);
        var claims = queue.claim(9);
        List.of(3, 0, 4, 2, 1).forEach(i -> queue.bury(claims.get(i), "no"));

        var first = letters.list(2);
        var second = letters.list(first.getLast().number(), 2);
        var third = letters.list(second.getLast().number(), 2);

        assertThat(listed()).containsExactly("a", "b", "c", "d", "e");
        assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(2, 2, 1);
        assertThat(letters.list(third.getLast().number(), 2)).isEmpty();
        assertThat(letters.list(Long.MAX_VALUE, 2)).isEmpty();
    }

    @Test
    void lookingAtThemChangesNothing() {
        var id = queue.buried("Tom").id();
        var before = letters.get(id);

        letters.list(9);
        letters.count();

        assertThat(letters.get(id)).isEqualTo(before).isPresent();
        assertThat(queue.claim(9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001})
    void aPageOfNoSensibleSizeIsRefused(int most) {
        assertThatThrownBy(() -> letters.list(most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("most: %d (expected: 1 to 1000)", most);
    }

    @Nested
    class Discarded {

        @Test
        void areGoneForGood() {
            var message = queue.buried("Tom");
            queue.buried("Jerry");

            assertThat(letters.discard(List.of(message.id()), "Nic")).isEqualTo(1);

            assertThat(letters.count()).isEqualTo(1);
            assertThat(listed()).containsExactly("Jerry");
            assertThat(letters.get(message.id())).isEmpty();
            assertThat(letters.redrive(List.of(message.id()))).isZero();
            assertThat(queue.claim(9)).isEmpty();
        }

        @Test
        void leaveNothingBehindIfTheyWereTheLast() {
            var message = queue.buried("Tom");

            letters.discard(List.of(message.id()), "Nic");

            assertThat(queue.depth()).isEqualTo(Depth.EMPTY);
            assertThat(messaging.depths()).isEmpty();
        }

        @Test
        void areCountedOnceHoweverOftenTheyAreNamed() {
            var message = queue.buried("Tom");

            assertThat(letters.discard(List.of(message.id(), "unknown", message.id()), "Nic"))
                    .isEqualTo(1);
            assertThat(letters.discard(List.of(message.id()), "Nic")).isZero();
            assertThat(letters.discard(List.of(), "Nic")).isZero();
        }

        @Test
        void areKnownAsDoneWhenPublishedAgain() {
            var message = queue.buried("Tom");

            letters.discard(List.of(message.id()), "Nic");

            assertThat(queue.publish(message)).isEqualTo(Published.DUPLICATE);
            assertThat(queue.publish(Message.of("Jerry").id(message.id()))).isEqualTo(Published.ID_TAKEN);
            assertThat(queue.claim(9)).isEmpty();
        }

        @Test
        void mustHaveBeenDeadLetters() {
            var waiting = queue.published("waiting");
            var leased = queue.published("leased");
            var later = Message.of("later").delay(Duration.ofHours(1));
            queue.publish(later);
            queue.release(queue.claimOne(), Duration.ofMillis(1));
            var held = queue.claimOne();
            assertThat(text(held)).isEqualTo("leased");
            fixture.pass(Duration.ofMillis(10));

            var ids = List.of(waiting.id(), leased.id(), later.id());
            assertThat(letters.discard(ids, "Nic")).isZero();
            assertThat(letters.redrive(ids)).isZero();

            assertThat(queue.depth().scheduled()).isEqualTo(1);
            assertThat(queue.done(held)).isTrue();
            assertThat(texts(queue.claim(9))).containsExactly("waiting");
        }

        @Test
        void areThoseOfThisQueueOnly() {
            var mine = queue.buried("Tom");
            var other = queue.on("kittens.washed");
            other.publish(Message.of("Jerry").id(mine.id()));
            other.bury(other.claimOne(), "no");

            assertThat(letters.discard(List.of(mine.id()), "Nic")).isEqualTo(1);

            assertThat(other.depth().dead()).isEqualTo(1);
            assertThat(messaging.queue("kittens.washed").deadLetters().redrive(List.of(mine.id())))
                    .isEqualTo(1);
        }

        @Test
        void areNotPutBackAtTheSameTime() throws Exception {
            for (int round = 0; round < 10; round++) {
                var id = List.of(queue.buried("round " + round).id());

                var counts = atOnce(
                        6, i -> i % 2 == 0 ? letters.redrive(id) : queue.store().discard("kittens.fed", id, "Nic"));

                assertThat(counts).containsOnlyOnce(1).containsOnly(0, 1);
                queue.claim(9).forEach(queue::done);
                assertThat(queue.depth()).isEqualTo(Depth.EMPTY);
            }
        }

        @Test
        void ofAGroupAreGoneToo() {
            var source = Steps.source("product.*", "mail", Group.Start.OLDEST);
            var event = Message.of("inserted");
            queue.append("product.inserted", event);
            queue.bury(queue.claim(source, 1).getFirst(), "no");
            var ofGroup = messaging.topics().deadLetters("product.*", "mail");

            assertThat(ofGroup.discard(List.of(event.id()), "Nic")).isEqualTo(1);

            assertThat(ofGroup.count()).isZero();
            assertThat(ofGroup.redrive(List.of(event.id()))).isZero();
            assertThat(queue.claim(source, 9)).isEmpty();
            assertThat(queue.append("product.inserted", event)).isEqualTo(Published.DUPLICATE);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 201, 100_000})
        void areGivenUpBySomebodyWithAName(int length) {
            var id = List.of(queue.buried("Tom").id());

            assertThatThrownBy(() -> letters.discard(id, "x".repeat(length)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("by: %d characters (expected: who it is, in 1 to 200)", length);

            assertThat(letters.count()).isEqualTo(1);
            assertThat(letters.discard(id, "ж🐈".repeat(66))).isEqualTo(1);
        }
    }

    @Nested
    class PutBack {

        @Test
        void onceHoweverOftenItIsAskedFor() {
            var id = queue.buried("Tom").id();

            assertThat(letters.redrive(List.of(id, "unknown", id))).isEqualTo(1);
            assertThat(letters.redrive(List.of(id))).isZero();

            assertThat(letters.count()).isZero();
            assertThat(texts(queue.claim(9))).containsExactly("Tom");
            assertThat(letters.redrive(List.of(id))).as("in progress").isZero();
        }

        @Test
        void theyBeginAnewWithTheirHistory() {
            var id = queue.buried("Tom").id();
            letters.redrive(List.of(id));
            queue.bury(queue.claimOne(), "no again");
            letters.redrive(List.of(id));

            var claim = queue.claimOne();

            assertThat(claim.delivery().attempt()).isEqualTo(1);
            assertThat(claim.delivery().deliveries()).isEqualTo(3);
            assertThat(claim.delivery().failures())
                    .extracting(failure -> failure.message())
                    .containsExactly("no", "no again");
            assertThat(claim.counts().failures()).isZero();
            assertThat(claim.counts().redrives()).isEqualTo(2);
        }

        @Test
        void theyAreNoMoreOfWhoBuriedThem() {
            queue.published("Tom");
            var old = queue.claimOne();
            queue.bury(old, "no");
            letters.redrive(List.of(old.delivery().id()));

            assertThat(queue.done(old)).isFalse();
            assertThat(queue.bury(old, "late")).isFalse();
            assertThat(queue.store().start(old.lease())).isFalse();
            assertThat(queue.store().extend(Set.of(old.lease()), LEASE)).isEmpty();
            var current = queue.claimOne();
            assertThat(queue.done(old)).isFalse();

            assertThat(queue.done(current)).isTrue();
        }

        @Test
        void whatExpiredIsGoodForEver() {
            var message = Message.of("stale").expires(Duration.ofMillis(200));
            queue.publish(message);
            fixture.pass(Duration.ofMillis(300));
            assertThat(queue.claim(1)).isEmpty();

            assertThat(letters.redrive(List.of(message.id()))).isEqualTo(1);

            assertThat(texts(queue.claim(1))).containsExactly("stale");
        }
    }

    @Nested
    class StrangeQuestions {

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "x' or 1=1 --", "%", "🐈", "ÄÖ", "M-1", "m-1 ", "m-1\u0000", "m_1", "\ud83d"})
        void findNothing(String id) {
            queue.publish(Message.of("Tom").id("m-1"));
            queue.bury(queue.claimOne(), "no");

            assertThat(letters.get(id)).isEmpty();
            assertThat(letters.redrive(List.of(id))).isZero();
            assertThat(letters.discard(List.of(id), "Nic")).isZero();

            assertThat(letters.count()).isEqualTo(1);
        }

        @Test
        void mayBeHuge() {
            queue.buried("Tom");
            var id = "x".repeat(1 << 20);

            assertThat(letters.get(id)).isEmpty();
            assertThat(letters.redrive(List.of(id))).isZero();
            assertThat(letters.discard(List.of(id), "Nic")).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"kittens", "kittens.fed.x", "kittens.*@mail", ">@mail", "fed@view"})
        void aboutQueuesThatAreNotThereFindNothing(String name) {
            var id = queue.buried("Tom").id();
            var none = messaging.deadLetters(name);

            assertThat(none.count()).isZero();
            assertThat(none.list(9)).isEmpty();
            assertThat(none.get(id)).isEmpty();
            assertThat(queue.store().redrive(name, List.of(id))).isZero();
            assertThat(none.discard(List.of(id), "Nic")).isZero();
            assertThat(letters.count()).isEqualTo(1);
        }
    }
}
