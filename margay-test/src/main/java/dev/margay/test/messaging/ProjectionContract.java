package dev.margay.test.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Topics;
import dev.margay.messaging.Topics.Event;
import dev.margay.messaging.Topics.Projection;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How views are fed that keep their own position, and what the log keeps for them. Extended by one small class for
/// each store.
public abstract class ProjectionContract extends StoreContract {

    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private final View view = new View();
    private Messaging messaging;
    private Topics topics;

    @BeforeEach
    final void open() {
        messaging = Messaging.open(fixture.store(), Options.named("worker").events(events::add));
        topics = messaging.topics();
    }

    @AfterEach
    final void close() {
        messaging.close();
    }

    private void publish(String subject, String text, String key) {
        topics.publish(subject, Message.of(text).key(key));
    }

    @Test
    void aViewGetsWhatWasBeforeAndWhatComes() {
        publish("product.inserted", "before", "1");
        topics.project("search", "product.*", String.class, view);
        publish("new_order", "other", "1");
        publish("product.updated", "after", "2");

        eventually(() -> assertThat(view.seen()).containsExactly("before", "after"));
    }

    @Test
    void aViewGoesOnFromItsOwnPosition() {
        topics.project("search", "product.*", String.class, view);
        publish("product.inserted", "a", "1");
        eventually(() -> assertThat(view.seen()).containsExactly("a"));
        messaging.close();
        publish("product.inserted", "b", "2");

        var again = Messaging.open(fixture.another(), Options.named("again"));
        try (again) {
            again.topics().project("search", "product.*", String.class, view);

            eventually(() -> assertThat(view.seen()).containsExactly("a", "b"));
        }
    }

    @Test
    void aViewFromNothingGetsEverythingInOrder() {
        var all = IntStream.range(0, 1_200).mapToObj(i -> "event " + i).toList();
        all.forEach(text -> publish("product.updated", text, text));

        topics.project("search", "product.*", String.class, view);

        eventually(() -> assertThat(view.seen()).hasSize(1_200));
        assertThat(view.seen()).isEqualTo(all);
    }

    @Test
    void aViewHasCaughtUpWhenItHasSeenWhatWasThereAtTheStart() {
        publishMany(600);
        view.afterApply = seen -> {
            if (seen < 2_000) {
                publishMany(500);
            }
        };

        topics.project("search", "product.*", String.class, view);

        eventually(() -> assertThat(view.seen()).hasSize(2_100));
        eventually(() -> assertThat(caughtUp()).hasSize(1));
        assertThat(caughtUp().getFirst().position()).isBetween(600L, 1_000L);
    }

    @Test
    void aViewHasCaughtUpOnlyWithWhatItTook() {
        view.failures.set(2);
        publish("product.inserted", "a", "1");

        topics.project("search", "product.*", String.class, view);

        eventually(() -> assertThat(caughtUp()).hasSize(1));
        assertThat(view.seen()).containsExactly("a");
        assertThat(events)
                .filteredOn(MessagingEvent.ProjectionFailed.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aViewOfAnEmptyLogHasCaughtUp() {
        topics.project("search", "product.*", String.class, view);

        eventually(() -> assertThat(caughtUp())
                .extracting(MessagingEvent.CaughtUp::position)
                .containsExactly(0L));
    }

    private void publishMany(int count) {
        fixture.store()
                .publish(IntStream.range(0, count)
                        .mapToObj(_ -> new Outgoing(Outgoing.Kind.TOPIC, "product.updated", Message.of("one of many")))
                        .toList());
    }

    private List<MessagingEvent.CaughtUp> caughtUp() {
        return events.stream()
                .filter(MessagingEvent.CaughtUp.class::isInstance)
                .map(MessagingEvent.CaughtUp.class::cast)
                .toList();
    }

    @Test
    void aViewThatFailsGetsTheSameAgain() {
        view.failures.set(3);
        topics.project("search", "product.*", String.class, view);
        publish("product.inserted", "a", "1");

        eventually(() -> assertThat(view.seen()).containsExactly("a"));
        assertThat(events)
                .filteredOn(MessagingEvent.ProjectionFailed.class::isInstance)
                .hasSize(3);
    }

    @Test
    void whatCannotBeReadIsSkippedAndKept() {
        topics.project("search", "product.*", String.class, view);
        topics.publish("product.inserted", Message.ofJson("{").id("broken"));
        publish("product.inserted", "a", "1");

        eventually(() -> assertThat(view.seen()).containsExactly("a"));
        assertThat(topics.deadLetters("search").list(9))
                .extracting(letter -> letter.message().id())
                .containsExactly("broken");
        assertThat(topics.deadLetters("search").count()).isEqualTo(1);
    }

    @Test
    void whatAViewHasPassedCannotBePutBackOnlyGivenUp() {
        topics.project("search", "product.*", String.class, view);
        topics.publish("product.inserted", Message.ofJson("{").id("broken"));
        var letters = topics.deadLetters("search");
        eventually(() -> assertThat(letters.count()).isEqualTo(1));

        assertThatThrownBy(() -> letters.redrive(List.of("broken")))
                .isInstanceOf(DeadLetters.RedriveRefusedException.class)
                .hasMessageContaining("search");

        assertThat(letters.count()).isEqualTo(1);
        assertThat(letters.discard(List.of("broken"), "Nic")).isEqualTo(1);
        assertThat(letters.count()).isZero();
    }

    @Test
    void whatWasGivenUpStaysSoWhenItsViewGoesOnLater() {
        var first = topics.project("search", "product.*", String.class, view);
        topics.publish("product.inserted", Message.ofJson("{").id("broken"));
        eventually(() -> assertThat(view.position()).isEqualTo(1));
        topics.deadLetters("search").discard(List.of("broken"), "Nic");
        first.close();

        topics.project("search", "product.*", String.class, view);
        publish("product.inserted", "a", "1");

        eventually(() -> assertThat(view.seen()).containsExactly("a"));
        assertThat(topics.deadLetters("search").count()).isZero();
    }

    @Test
    void noGroupIsTakenForAProjection() {
        var group = Group.of("view");

        assertThatThrownBy(() -> topics.subscribe("search", group, String.class, (value, _) -> view.position()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("view");
    }

    @Test
    void aViewOfAnotherLogBeginsAgain() {
        publish("product.inserted", "a", "1");
        view.position = 1_000;
        view.content.add("of another log");

        topics.project("search", "product.*", String.class, view);

        eventually(() -> assertThat(caughtUp()).hasSize(1));
        assertThat(view.seen()).containsExactly("a");
    }

    @Test
    void theNewestEventOfEachKeyIsKeptForEver() {
        publish("product.inserted", "1 old", "1");
        publish("product.updated", "1 new", "1");
        publish("product.inserted", "2", "2");
        topics.publish("product.unkeyed", "no key");
        fixture.age(Duration.ofDays(8));
        publish("product.inserted", "3", "3");

        fixture.store().tidy();

        topics.project("search", "product.*", String.class, view);
        eventually(() -> assertThat(view.seen()).containsExactly("1 new", "2", "3"));
    }

    @Test
    void eventsStayUntilEveryGroupHasThem() {
        var group = Steps.source("product.*", "slow", Group.Start.OLDEST);
        fixture.store().join(group);
        publish("product.inserted", "1 old", "1");
        publish("product.updated", "1 new", "1");
        fixture.age(Duration.ofDays(8));

        fixture.store().tidy();

        var steps = new Steps(fixture.store(), "unused");
        assertThat(Steps.texts(steps.claim(group, 9))).containsExactly("1 old");
    }

    @Test
    void aReaderThatMissedAForgottenTombstoneBeginsAgain() {
        publish("product.inserted", "1", "1");
        publish("product.inserted", "2", "2");
        view.position = fixture.store().read(">", 0, 10).position();
        view.content.addAll(List.of("1", "2"));
        topics.publish("product.deleted", Message.of("1 gone").key("1").last());
        fixture.age(Duration.ofDays(31));

        fixture.store().tidy();

        topics.project("search", "product.*", String.class, view);
        eventually(() -> assertThat(view.seen()).containsExactly("2"));
    }

    /// A view that keeps its content and position in memory.
    private static final class View implements Projection<String> {

        private final List<String> content = new ArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private IntConsumer afterApply = seen -> {};
        private long position;

        @Override
        public synchronized long position() {
            return position;
        }

        @Override
        public synchronized void apply(List<Event<String>> events, long reached) {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the disk is full");
            }
            assertThat(reached).isGreaterThan(position);
            events.forEach(event -> content.add(event.value()));
            position = reached;
            afterApply.accept(content.size());
        }

        @Override
        public synchronized void clear() {
            content.clear();
            position = 0;
        }

        synchronized List<String> seen() {
            return List.copyOf(content);
        }
    }
}
