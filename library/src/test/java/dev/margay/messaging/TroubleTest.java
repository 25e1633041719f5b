package dev.margay.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.MessageHandler.RetryLaterException;
import dev.margay.messaging.Topics.Event;
import dev.margay.messaging.Topics.Projection;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What goes on working when something fails in an unusual way.
class TroubleTest {

    private final InMemoryFixture fixture = InMemoryFixture.empty();
    private final TroubledStore trouble = new TroubledStore(fixture.store());
    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Object> handled = Collections.synchronizedList(new ArrayList<>());
    private final Options options = Options.named("worker").events(events::add);
    private final Messaging messaging = Messaging.open(trouble.store(), options);
    private final Queue queue = messaging.queue("kittens.fed");

    @AfterEach
    void close() {
        messaging.close();
        fixture.close();
    }

    private static Error missing() {
        return new NoClassDefFoundError("Kitten");
    }

    @Test
    void anErrorOfAClaimDoesNotEndTheConsumer() {
        trouble.failOnce("outlook", missing());
        trouble.failOnce("claim", missing());
        queue.consume(String.class, name -> handled.add(name));

        queue.publish("Tom");

        eventually(() -> assertThat(handled).containsExactly("Tom"));
        assertThat(trouble.failed()).containsExactly("outlook", "claim");
        assertThat(storeFailures()).containsExactly("claim", "claim");
    }

    @Test
    void anErrorOfASettlementDoesNotEndTheSettling() {
        trouble.failOnce("settle", missing());
        queue.consume(String.class, name -> handled.add(name));

        queue.publish("Tom");
        queue.publish("Jerry");

        eventually(() -> assertThat(messaging.depths()).isEmpty());
        assertThat(handled).containsExactlyInAnyOrder("Tom", "Jerry");
        assertThat(storeFailures()).containsExactly("settle");
    }

    @Test
    void anErrorOfAViewDoesNotEndTheProjection() {
        var view = new BrokenView();
        messaging.topics().project("search", "product.*", String.class, view);

        messaging.topics().publish("product.inserted", "Tom");

        eventually(() -> assertThat(handled).containsExactly("Tom"));
        assertThat(events)
                .filteredOn(MessagingEvent.ProjectionFailed.class::isInstance)
                .hasSize(1);
    }

    @Test
    void anErrorOfTheBrokerDoesNotEndTheRelay() {
        trouble.failOnce("publish", missing());
        var box = new Box();
        try (var sender = Messaging.open(trouble.store(), box, options)) {
            sender.queue("kittens.fed").publish(Runnable::run, "Tom");

            eventually(() -> assertThat(queue.depth().ready()).isEqualTo(1));
        }
        assertThat(events)
                .filteredOn(MessagingEvent.RelayFailed.class::isInstance)
                .hasSize(1);
    }

    @Test
    void anErrorOfAListenerOfEventsChangesNothing() {
        var deaf = Messaging.open(fixture.store(), Options.named("deaf").events(_ -> {
            throw new NoClassDefFoundError("Ear");
        }));
        try (deaf) {
            deaf.queue("x").consume(String.class, name -> handled.add(name));
            deaf.queue("x").publish("Tom");

            eventually(() -> assertThat(handled).hasSize(1));
            eventually(() -> assertThat(deaf.depths()).isEmpty());
        }
    }

    @Test
    void aFailureThatCannotSayWhatItIsIsAFailureToo() {
        queue.consume(String.class, ConsumerOptions.usual().retries(Retries.upTo(1)), _ -> {
            throw new Speechless();
        });

        var id = queue.publish("Tom");

        eventually(() -> assertThat(queue.deadLetters().get(id)).isPresent());
        assertThat(queue.deadLetters()
                        .get(id)
                        .orElseThrow()
                        .failures()
                        .getFirst()
                        .message())
                .contains("Speechless", "UnsupportedOperationException");
    }

    @Nested
    class OfLeases {

        @Test
        void aCancelledHandlersListenerEndsNobodysLease() throws Exception {
            var listening = new AtomicBoolean();
            messaging
                    .queue("stuck")
                    .consume(
                            String.class,
                            ConsumerOptions.usual()
                                    .longest(Duration.ofMillis(100))
                                    .retries(Retries.upTo(1)),
                            (_, delivery) -> {
                                Call.current().orElseThrow().cancellation().onCancel(() -> {
                                    listening.set(true);
                                    throw new IllegalStateException("deaf");
                                });
                                new CountDownLatch(1).await();
                            });
            messaging.queue("stuck").publish("Tom");
            eventually(() -> assertThat(listening).isTrue());

            assertThatALongHandlerKeepsItsMessage();
        }

        @Test
        void anErrorOfARenewalEndsNobodysLease() throws Exception {
            trouble.failOnce("extend", missing());

            assertThatALongHandlerKeepsItsMessage();

            assertThat(trouble.failed()).containsExactly("extend");
        }

        private void assertThatALongHandlerKeepsItsMessage() {
            var finish = new CountDownLatch(1);
            queue.consume(String.class, ConsumerOptions.usual().lease(Duration.ofSeconds(1)), (_, delivery) -> {
                finish.await();
                handled.add(delivery.deliveries());
            });
            queue.publish("Jerry");
            eventually(() -> assertThat(queue.depth().leased()).isEqualTo(1));

            for (int i = 0; i < 12; i++) {
                fixture.pass(Duration.ofMillis(150));
                LockSupport.parkNanos(150_000_000);
            }
            finish.countDown();

            eventually(() -> assertThat(handled).containsExactly(1));
            eventually(() -> assertThat(queue.depth()).isEqualTo(MessageStore.Depth.EMPTY));
        }
    }

    @Nested
    class OfStarting {

        @Test
        void aStoreThatIsAwayCostsNoAttempt() {
            trouble.failOnce("start", new IllegalStateException("busy"));
            consumeAtTheSecondDelivery();

            queue.publish("Tom");

            eventually(() -> {
                fixture.pass(Duration.ofMillis(100));
                assertThat(handled).hasSize(1);
            });
            var delivery = (Delivery) handled.getFirst();
            assertThat(delivery.attempt()).isEqualTo(1);
            assertThat(delivery.deliveries()).isEqualTo(3);
            assertThat(delivery.failures()).isEmpty();
            assertThat(storeFailures()).containsExactly("start");
        }

        @Test
        void whatBelongsToAnotherWorkerIsNotHandled() {
            var taken = new AtomicBoolean();
            var late = new TroubledStore(fixture.store()) {
                @Override
                void before(String call) {
                    if (call.equals("start") && taken.compareAndSet(false, true)) {
                        fixture.pass(Duration.ofMinutes(1)); // so that another worker gets it
                        var ask = new MessageStore.Ask(
                                "kittens.fed", null, "other", 1, Duration.ofSeconds(30), ConsumerOptions.KeyOrder.FREE);
                        assertThat(fixture.store().claim(ask).claims()).hasSize(1);
                    }
                }
            };
            try (var slow = Messaging.open(late.store(), options)) {
                slow.queue("kittens.fed").consume(String.class, TroubleTest.this::handleTheSecondDelivery);
                queue.publish("Tom");

                eventually(() -> {
                    fixture.pass(Duration.ofMillis(taken.get() ? 0 : 100));
                    assertThat(events)
                            .filteredOn(MessagingEvent.LeaseLost.class::isInstance)
                            .hasSize(1);
                });
            }
            assertThat(handled).isEmpty();
            assertThat(queue.depth().leased()).isEqualTo(1);
        }

        private void consumeAtTheSecondDelivery() {
            queue.consume(String.class, TroubleTest.this::handleTheSecondDelivery);
        }
    }

    private void handleTheSecondDelivery(String name, Delivery delivery) {
        if (delivery.deliveries() == 1) {
            throw new RetryLaterException(Duration.ofMillis(50));
        }
        handled.add(delivery);
    }

    private List<String> storeFailures() {
        return events.stream()
                .filter(MessagingEvent.StoreFailed.class::isInstance)
                .map(event -> ((MessagingEvent.StoreFailed) event).what())
                .toList();
    }

    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no words");
        }
    }

    /// Fails with an error once.
    private final class BrokenView implements Projection<String> {

        private boolean broken = true;

        @Override
        public long position() {
            return 0;
        }

        @Override
        public void apply(List<Event<String>> several, long position) {
            if (broken) {
                broken = false;
                throw missing();
            }
            several.forEach(event -> handled.add(event.value()));
        }

        @Override
        public void clear() {}
    }
}
