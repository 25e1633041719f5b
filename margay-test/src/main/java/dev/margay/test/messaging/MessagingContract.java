package dev.margay.test.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Delivery;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.MessageHandler.RetryLaterException;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Queue;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program sees of queues, with handlers at work. Extended by one small class for each store.
public abstract class MessagingContract {

    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Object> handled = Collections.synchronizedList(new ArrayList<>());
    private StoreFixture fixture;
    private Messaging messaging;
    private Queue queue;

    protected abstract StoreFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
        messaging = Messaging.open(
                fixture.store(),
                Options.named("worker-1").drain(Duration.ofSeconds(5)).events(events::add));
        queue = messaging.queue("registration.welcome_email");
    }

    @AfterEach
    final void close() {
        messaging.close();
        fixture.close();
    }

    @Test
    void whatIsPublishedIsHandledOnce() {
        queue.consume(Welcome.class, welcome -> handled.add(welcome));
        var sent = IntStream.range(0, 300)
                .mapToObj(i -> new Welcome("kitten " + i))
                .toList();

        sent.forEach(queue::publish);

        eventually(() -> assertThat(handled).hasSize(300));
        assertThat(handled).containsExactlyInAnyOrderElementsOf(sent);
        eventually(() -> assertThat(messaging.depths()).isEmpty());
    }

    @Test
    void anIdleConsumerIsWokenAtOnce() {
        queue.consume(Welcome.class, welcome -> handled.add(welcome));

        var times = new ArrayList<Duration>();
        for (int i = 1; i <= 9; i++) {
            long begun = System.nanoTime();
            queue.publish(new Welcome("Tom"));
            int count = i;
            eventually(() -> assertThat(handled).hasSize(count));
            times.add(Duration.ofNanos(System.nanoTime() - begun));
        }

        // Without a wake-up each would wait for the next look, up to a second; on a busy machine a few may.
        Collections.sort(times);
        assertThat(times.get(4)).isLessThan(Duration.ofMillis(400));
    }

    @Test
    void aFailingHandlerIsTriedAgainUntilItWorks() {
        var tries = new AtomicInteger();
        queue.consume(
                Welcome.class,
                ConsumerOptions.usual().retries(Retries.after(Duration.ofMillis(100), Duration.ofMillis(100))),
                (welcome, delivery) -> {
                    handled.add(delivery.attempt());
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("try " + tries);
                    }
                });

        queue.publish(new Welcome("Tom"));

        eventually(() -> {
            fixture.pass(Duration.ofMillis(20));
            assertThat(handled).containsExactly(1, 2, 3);
        });
        eventually(() -> assertThat(messaging.depths()).isEmpty());
    }

    @Test
    void whatFailsToTheLastIsADeadLetterWithItsHistoryAndCanBePutBack() {
        var broken = new AtomicInteger(1);
        queue.consume(
                Welcome.class, ConsumerOptions.usual().retries(Retries.after(Duration.ofMillis(100))), welcome -> {
                    if (broken.get() == 1) {
                        throw new IllegalStateException("no mail for " + welcome.name());
                    }
                    handled.add(welcome);
                });
        var id = queue.publish(new Welcome("Tom"));

        eventually(() -> {
            fixture.pass(Duration.ofMillis(20));
            assertThat(queue.deadLetters().count()).isEqualTo(1);
        });
        assertThatItsHistoryIsWhole(queue.deadLetters().get(id).orElseThrow());

        broken.set(0);
        assertThat(queue.deadLetters().redrive(List.of(id, "unknown"))).isEqualTo(1);
        eventually(() -> assertThat(handled).containsExactly(new Welcome("Tom")));
        assertThat(queue.deadLetters().list(9)).isEmpty();
    }

    private static void assertThatItsHistoryIsWhole(Letter letter) {
        assertThat(letter.reason()).isEqualTo("exhausted");
        assertThat(letter.failures()).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.message()).isEqualTo("no mail for Tom");
            assertThat(failure.stackTrace()).contains("MessagingContract");
            assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
            assertThat(failure.worker()).isEqualTo("worker-1");
        });
        assertThat(letter.failures()).extracting(failure -> failure.attempt()).containsExactly(1, 2);
        assertThat(letter.failures())
                .extracting(failure -> failure.fingerprint())
                .containsOnly(letter.failures().getFirst().fingerprint());
    }

    @Test
    void poisonIsADeadLetterAtOnce() {
        queue.consume(Welcome.class, _ -> {
            throw new PoisonException("no such kitten");
        });

        var id = queue.publish(new Welcome("Tom"));

        eventually(() -> assertThat(queue.deadLetters().get(id)).isPresent());
        assertThat(queue.deadLetters().get(id).orElseThrow().reason()).isEqualTo("poison");
    }

    @Test
    void whatCannotBeReadIsADeadLetterAtOnceAndStopsNobody() {
        queue.consume(Welcome.class, welcome -> handled.add(welcome));

        queue.publish(Message.ofJson("{\"name\": 7}").id("wrong-type"));
        queue.publish(Message.ofJson("not json at all").id("no-json"));
        queue.publish(Message.ofJson("").id("empty"));
        queue.publish(Message.ofJson("[".repeat(100_000)).id("deep"));
        queue.publish(new Welcome("Tom"));

        eventually(() -> assertThat(queue.deadLetters().list(9))
                .extracting(letter -> letter.message().id())
                .containsExactlyInAnyOrder("wrong-type", "no-json", "empty", "deep"));
        assertThat(queue.deadLetters().list(9))
                .allSatisfy(letter ->
                        assertThat(letter.failures().getFirst().status()).isEqualTo(400));
        eventually(() -> assertThat(handled).containsExactly(new Welcome("Tom")));
    }

    @Test
    void anErrorOfAHandlerIsAFailureToo() {
        queue.consume(Welcome.class, ConsumerOptions.usual().retries(Retries.upTo(1)), _ -> {
            throw new NoClassDefFoundError("Kitten");
        });

        queue.publish(new Welcome("Tom"));

        eventually(() -> assertThat(queue.deadLetters().list(9))
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.failures().getFirst().type()).isEqualTo("java.lang.NoClassDefFoundError")));
    }

    @Test
    void laterIsNotAFailure() {
        queue.consume(Welcome.class, ConsumerOptions.usual().retries(Retries.upTo(1)), (_, delivery) -> {
            handled.add(delivery.attempt());
            if (delivery.deliveries() < 3) {
                throw new RetryLaterException(Duration.ofMillis(50));
            }
        });

        queue.publish(new Welcome("Tom"));

        eventually(() -> {
            fixture.pass(Duration.ofMillis(20));
            assertThat(handled).containsExactly(1, 1, 1);
        });
    }

    @Test
    void theCallTravelsWithTheMessage() throws Exception {
        var calls = Collections.synchronizedList(new ArrayList<Call>());
        queue.consume(Welcome.class, _ -> calls.add(Call.current().orElseThrow()));
        var call = Call.begin();

        call.run(() -> queue.publish(new Welcome("Tom")));

        eventually(() -> assertThat(calls).hasSize(1));
        assertThat(calls.getFirst().id()).isEqualTo(call.id());
        assertThat(calls.getFirst().trace().traceLow()).isEqualTo(call.trace().traceLow());
        assertThat(calls.getFirst().trace().parentId())
                .isNotEqualTo(call.trace().parentId());
        assertThat(calls.getFirst().identity()).isEmpty();
    }

    @Test
    void noMoreAreHandledAtOnceThanWished() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        queue.consume(Welcome.class, ConsumerOptions.usual().concurrency(3), _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(10_000_000);
            now.decrementAndGet();
            handled.add("");
        });

        IntStream.range(0, 30).forEach(i -> queue.publish(new Welcome("k" + i)));

        eventually(() -> assertThat(handled).hasSize(30));
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void aHandlerThatTakesLongerThanItsLeaseKeepsTheMessage() throws Exception {
        var finish = new CountDownLatch(1);
        queue.consume(Welcome.class, ConsumerOptions.usual().lease(Duration.ofSeconds(1)), (_, delivery) -> {
            finish.await();
            handled.add(delivery.deliveries());
        });
        queue.publish(new Welcome("Tom"));
        eventually(() -> assertThat(queue.depth().leased()).isEqualTo(1));

        for (int i = 0; i < 12; i++) {
            fixture.pass(Duration.ofMillis(200));
            LockSupport.parkNanos(150_000_000);
        }
        finish.countDown();

        eventually(() -> assertThat(handled).containsExactly(1));
        eventually(() -> assertThat(messaging.depths()).isEmpty());
    }

    @Test
    void aHandlerThatTakesTooLongIsStoppedAndHasFailed() {
        queue.consume(
                Welcome.class,
                ConsumerOptions.usual().longest(Duration.ofMillis(200)).retries(Retries.upTo(1)),
                (_, delivery) -> {
                    handled.add(delivery);
                    new CountDownLatch(1).await();
                });

        var id = queue.publish(new Welcome("Tom"));

        eventually(() -> assertThat(queue.deadLetters().get(id)).isPresent());
        assertThat(handled).hasSize(1);
    }

    @Test
    void closingFinishesWhatWasBegunAndGivesBackTheRest() throws Exception {
        var begun = new CountDownLatch(2);
        var finish = new CountDownLatch(1);
        var subscription = queue.consume(Welcome.class, ConsumerOptions.usual().concurrency(2), (welcome, delivery) -> {
            begun.countDown();
            finish.await();
            handled.add(welcome.name());
        });
        IntStream.range(0, 6).forEach(i -> queue.publish(new Welcome("k" + i)));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        var closing = Thread.ofVirtual().start(() -> subscription.close(Duration.ofSeconds(10)));
        eventually(() -> assertThat(queue.depth().ready()).isEqualTo(4));
        finish.countDown();
        closing.join();

        assertThat(handled).containsExactlyInAnyOrder("k0", "k1");
        var depth = queue.depth();
        assertThat(depth.ready()).isEqualTo(4);
        assertThat(depth.leased()).isZero();
        queue.consume(Welcome.class, (welcome, delivery) -> handled.add(welcome.name() + " " + delivery.attempt()));
        eventually(() -> assertThat(handled).hasSize(6).contains("k2 1", "k3 1", "k4 1", "k5 1"));
    }

    @Test
    void closingInterruptsWhatDoesNotEndAndGivesItBackUncounted() throws Exception {
        var begun = new CountDownLatch(1);
        var subscription = queue.consume(Welcome.class, (_, delivery) -> {
            handled.add(delivery);
            begun.countDown();
            new CountDownLatch(1).await();
        });
        queue.publish(new Welcome("Tom"));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        subscription.close(Duration.ofMillis(100));

        assertThat(queue.depth().ready()).isEqualTo(1);
        queue.consume(Welcome.class, (_, delivery) -> handled.add(delivery));
        eventually(() -> assertThat(handled).hasSize(2));
        assertThat(((Delivery) handled.get(1)).attempt()).isEqualTo(1);
    }

    @Test
    void anotherMessageWithAKnownIdIsRefusedAloud() {
        queue.publish(Message.of("Tom").id("one"));

        assertThatThrownBy(() -> queue.publish(Message.of("Jerry").id("one")))
                .isInstanceOfSatisfying(
                        Queue.RefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Queue.RefusedException.Reason.ID_TAKEN))
                .hasMessageContaining("one");
    }

    @Test
    void aListenerThatFailsChangesNothing() {
        var deaf = Messaging.open(fixture.another(), Options.named("deaf").events(_ -> {
            throw new IllegalStateException("deaf");
        }));
        try (deaf) {
            deaf.queue("x").consume(Welcome.class, welcome -> handled.add(welcome));
            deaf.queue("x").publish(new Welcome("Tom"));

            eventually(() -> assertThat(handled).hasSize(1));
        }
    }

    /// A payload.
    public record Welcome(String name) {}
}
