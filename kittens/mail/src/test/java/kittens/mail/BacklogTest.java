package kittens.mail;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import dev.margay.test.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BacklogTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.standing();
    private final InMemoryMessageStore store = new InMemoryMessageStore(clock);
    private final Messaging messaging = Messaging.open(store, Messaging.Options.named("test"));
    private final Backlog backlog = new Backlog(messaging, clock);

    @AfterEach
    void close() {
        messaging.close();
        store.close();
    }

    private void failOne(String queue) {
        var ask = new Ask(queue, null, "worker", 1, MINUTE, KeyOrder.FREE);
        var failure = new Failure(500, "no", "", Instant.EPOCH, 1, "worker", "", "");
        for (var claim : store.claim(ask).claims()) {
            store.settle(List.of(new Settlement.Failed(claim.lease(), failure, MINUTE)));
        }
    }

    @Test
    void aLetterThatFailsAgainAndAgainHasWaitedSinceItWasAskedFor() {
        messaging.queue(Welcome.QUEUE).publish("Tom");
        for (int i = 0; i < 2; i++) {
            failOne(Welcome.QUEUE);
            clock.advance(MINUTE);
        }
        assertThatCode(backlog::check).doesNotThrowAnyException();

        failOne(Welcome.QUEUE);
        clock.advance(MINUTE);

        assertThatThrownBy(backlog::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Welcome.QUEUE)
                .hasMessageContaining("PT3M");
    }

    @Test
    void whatWaitedBeforeTheStartIsGivenTime() {
        messaging.queue(Welcome.QUEUE).publish("Tom");
        clock.advance(MINUTE.multipliedBy(60));

        assertThatCode(new Backlog(messaging, clock)::check).doesNotThrowAnyException();
    }

    @Test
    void othersQueuesAreNoMatterOfMail() {
        messaging.queue("archive." + NewOrder.GROUP).publish("old");
        clock.advance(MINUTE.multipliedBy(9));

        assertThatCode(backlog::check).doesNotThrowAnyException();
    }
}
