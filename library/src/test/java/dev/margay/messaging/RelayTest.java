package dev.margay.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import dev.margay.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the relay does about a queue that is full.
final class RelayTest {

    private final MessageStore store = new InMemoryMessageStore(ManualClock.standing(), 1);
    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private final Box box = new Box();
    private final Messaging messaging =
            Messaging.open(store, box, Options.named("worker").events(events::add));

    @AfterEach
    void close() {
        messaging.close();
    }

    private void publish(String... texts) {
        for (var text : texts) {
            messaging.queue("q").publish(Runnable::run, text);
        }
    }

    private void fill() {
        publish("first", "second");
        eventually(() -> assertThat(events).anyMatch(MessagingEvent.RelayHeldUp.class::isInstance));
    }

    @Test
    void itRestsWhenAnotherProcessHasSentWhatWaited() {
        fill();
        box.entries.clear();

        LockSupport.parkNanos(500_000_000);
        int looks = box.looks.get();
        LockSupport.parkNanos(500_000_000);

        assertThat(box.looks.get() - looks).isLessThan(10);
        assertThat(events).contains(new MessagingEvent.RelayFree("q"));
    }

    @Test
    void whatIsFullIsToldAtEachTryAndIsNoFailure() {
        fill();

        eventually(() -> assertThat(pauses()).hasSizeGreaterThan(3));
        assertThat(events)
                .noneMatch(MessagingEvent.RelayFailed.class::isInstance)
                .noneMatch(MessagingEvent.RelayFree.class::isInstance);
    }

    @Test
    void aTopicCalledLikeAFullQueueDoesNotMakeItTriedSooner() {
        fill();

        eventually(() -> {
            messaging.topics().publish(Runnable::run, "q", "event");
            assertThat(pauses()).anyMatch(pause -> pause.toMillis() > 200);
        });
    }

    private List<Duration> pauses() {
        return events.stream()
                .filter(MessagingEvent.RelayHeldUp.class::isInstance)
                .map(event -> ((MessagingEvent.RelayHeldUp) event).retryIn())
                .toList();
    }
}
