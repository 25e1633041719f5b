package dev.margay.test.messaging;

import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Queue;
import dev.margay.messaging.Queue.RefusedException;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store does with a queue that holds as much as it may. Extended by one small class for each store.
public abstract class CapacityContract {

    private static final int MOST = 3;

    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private StoreFixture fixture;
    private Steps steps;
    private Messaging messaging;
    private Queue queue;

    protected abstract StoreFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
        steps = new Steps(fixture.bounded(MOST), "kittens.fed");
        messaging = Messaging.open(steps.store(), Options.named("worker").events(events::add));
        queue = messaging.queue("kittens.fed");
    }

    @AfterEach
    final void close() {
        messaging.close();
        fixture.close();
    }

    private void fill() {
        for (int i = 1; i <= MOST; i++) {
            queue.publish("kitten " + i);
        }
    }

    private void refuses(Message message) {
        assertThatThrownBy(() -> queue.publish(message))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.FULL))
                .hasMessage("queue kittens.fed is full; try again later");
    }

    @Test
    void aFullQueueRefusesAndKeepsWhatItHas() {
        fill();

        refuses(Message.of("too many"));
        refuses(Message.of("too many again"));

        assertThat(queue.depth().ready()).isEqualTo(MOST);
        assertThat(texts(steps.claim(9))).containsExactly("kitten 1", "kitten 2", "kitten 3");
        assertThat(events)
                .filteredOn(event -> event instanceof MessagingEvent.Published told && told.outcome() == Published.FULL)
                .hasSize(2);
    }

    @Test
    void whatIsBeingHandledStillTakesItsPlaceUntilItIsDone() {
        fill();
        var claim = steps.claimOne();
        refuses(Message.of("too early"));

        steps.done(claim);

        queue.publish("kitten 4");
        refuses(Message.of("too many"));
        assertThat(texts(steps.claim(9))).containsExactly("kitten 2", "kitten 3", "kitten 4");
    }

    @Test
    void whatWaitsForItsTimeTakesAPlaceToo() {
        queue.publish(Message.of("later").delay(Duration.ofHours(1)));
        queue.publish("kitten 1");
        queue.publish("kitten 2");
        steps.fail(steps.claimOne(), "no", Duration.ofHours(1));

        refuses(Message.of("too many"));
    }

    @Test
    void aDeadLetterTakesNoPlace() {
        fill();
        steps.bury(steps.claimOne(), "no");

        queue.publish("kitten 4");

        refuses(Message.of("too many"));
        assertThat(queue.deadLetters().count()).isEqualTo(1);
    }

    @Test
    void aDeadLetterComesBackToAFullQueueToo() {
        fill();
        steps.bury(steps.claimOne(), "no");
        queue.publish("kitten 4");
        var letter = queue.deadLetters().list(1).getFirst().message().id();

        assertThat(queue.deadLetters().redrive(List.of(letter))).isEqualTo(1);

        assertThat(queue.depth().ready()).isEqualTo(MOST + 1);
        steps.done(steps.claimOne());
        refuses(Message.of("too many"));
    }

    @Test
    void aRefusedMessageIsNotKnownAndMayComeAgain() {
        fill();
        var late = Message.of("late");
        refuses(late);
        steps.done(steps.claimOne());

        assertThat(queue.publish(late)).isEqualTo(Published.ACCEPTED);

        assertThat(texts(steps.claim(9))).containsExactly("kitten 2", "kitten 3", "late");
    }

    @Test
    void aRepetitionIsADuplicateHoweverFullTheQueueIs() {
        var first = Message.of("kitten 1");
        queue.publish(first);
        queue.publish("kitten 2");
        queue.publish("kitten 3");

        assertThat(queue.publish(first)).isEqualTo(Published.DUPLICATE);
    }

    @Test
    void eachQueueHasItsOwnRoomAndTopicsHaveNoEnd() {
        fill();

        messaging.queue("kittens.washed").publish("Tom");
        for (int i = 0; i < 2 * MOST; i++) {
            messaging.topics().publish("kittens.fed", Message.of(i));
        }

        assertThat(messaging.queue("kittens.washed").depth().ready()).isEqualTo(1);
        assertThat(steps.store().read("kittens.fed", 0, 100).events()).hasSize(2 * MOST);
    }

    @Nested
    class SeveralAtOnce {

        @Test
        void areRefusedTogether() {
            queue.publish("kitten 1");

            assertThatThrownBy(() -> queue.publish(List.of(Message.of("a"), Message.of("b"), Message.of("c"))))
                    .isInstanceOf(RefusedException.class);

            assertThat(queue.depth().ready()).isEqualTo(1);
            assertThat(events)
                    .filteredOn(event ->
                            event instanceof MessagingEvent.Published told && told.outcome() == Published.ACCEPTED)
                    .hasSize(1);
            queue.publish(List.of(Message.of("a"), Message.of("b")));
            assertThat(texts(steps.claim(9))).containsExactly("kitten 1", "a", "b");
        }

        @Test
        void areRefusedTogetherIfAnIdIsTaken() {
            queue.publish(Message.of("other").id("taken"));

            assertThatThrownBy(() -> queue.publish(
                            List.of(Message.of("a"), Message.of("b").id("taken"))))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.ID_TAKEN));

            assertThat(texts(steps.claim(9))).containsExactly("other");
        }

        @Test
        void areKeptTogetherWithTheirRepetitions() {
            var known = Message.of("known");
            queue.publish(known);

            assertThat(queue.publish(List.of(Message.of("a"), known)))
                    .containsExactly(Published.ACCEPTED, Published.DUPLICATE);

            assertThat(texts(steps.claim(9))).containsExactly("known", "a");
        }

        @Test
        void areTakenOneByOneWhereTheCallerAsksForThat() {
            queue.publish("kitten 1");
            queue.publish("kitten 2");

            assertThat(steps.publish(List.of(Message.of("a"), Message.of("b"))))
                    .containsExactly(Published.ACCEPTED, Published.FULL);
        }
    }
}
