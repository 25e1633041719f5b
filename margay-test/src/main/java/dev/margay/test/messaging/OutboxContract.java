package dev.margay.test.messaging;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Transaction;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every outbox does, together with the relay. Extended by one small class for each database.
public abstract class OutboxContract<X extends Transaction> {

    private final List<MessagingEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private StoreFixture broker;
    private MailboxFixture<X> service;

    protected abstract StoreFixture broker();

    protected abstract MailboxFixture<X> service();

    @BeforeEach
    final void open() {
        broker = broker();
        service = service();
    }

    @AfterEach
    final void close() {
        service.close();
        broker.close();
    }

    private Messaging messaging(MessageStore store) {
        return Messaging.open(store, service.outbox(), Options.named("worker").events(events::add));
    }

    @Test
    void whatCommitsIsPublishedAndHandled() throws Exception {
        try (var messaging = messaging(broker.store())) {
            messaging.queue("q").consume(String.class, text -> handled.add(text));
            messaging.topics().subscribe("product.*", Group.of("g"), String.class, text -> handled.add(text));

            service.write(tx -> {
                service.note(tx, "note");
                messaging.queue("q").publish(tx, "mail");
                messaging
                        .topics()
                        .publish(tx, "product.inserted", Message.of("event").key("42", 1));
            });

            eventually(() -> assertThat(handled).containsExactlyInAnyOrder("mail", "event"));
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
            assertThat(messaging.outboxAge()).isEmpty();
        }
        assertThat(service.notes()).containsExactly("note");
    }

    @Test
    void whatIsUndoneIsNotPublished() throws Exception {
        try (var messaging = messaging(broker.store())) {
            assertThatThrownBy(() -> service.write(tx -> {
                        service.note(tx, "note");
                        messaging.queue("q").publish(tx, "mail");
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessage("changed my mind");

            service.write(tx -> messaging.queue("q").publish(tx, "next"));

            messaging.queue("q").consume(String.class, text -> handled.add(text));
            eventually(() -> assertThat(handled).containsExactly("next"));
        }
        assertThat(service.notes()).isEmpty();
    }

    @Test
    void everythingOfAMessageArrives() throws Exception {
        var message =
                Message.of("weiß 🐈").name("n").key("k", 3).header("h", "v").delay(Duration.ofMillis(10));

        service.write(tx -> service.outbox().add(tx, outgoing("q", message)));

        assertThat(service.outbox().oldest(9))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message()).isEqualTo(outgoing("q", message)));
    }

    @Test
    void theOrderIsKept() throws Exception {
        var texts = IntStream.range(0, 600).mapToObj(i -> "event " + i).toList();
        for (var part : List.of(texts.subList(0, 200), texts.subList(200, 600))) {
            service.write(tx -> part.forEach(text -> service.outbox()
                    .add(
                            tx,
                            new MessageStore.Outgoing(
                                    MessageStore.Outgoing.Kind.TOPIC,
                                    "t",
                                    Message.of(text).key("one")))));
        }

        try (var _ = messaging(broker.store())) {
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
        }

        var logged = broker.store().read("t", 0, 1_000).events();
        assertThat(logged).extracting(event -> event.message().as(String.class)).isEqualTo(texts);
    }

    @Test
    void whileTheBrokerIsAwayNothingIsLost() throws Exception {
        var away = new AtomicBoolean(true);
        try (var messaging = messaging(failing(broker.store(), away))) {
            service.write(tx -> messaging.queue("q").publish(tx, "mail"));
            eventually(() -> assertThat(events).anyMatch(MessagingEvent.RelayFailed.class::isInstance));
            assertThat(service.outbox().oldest(9)).hasSize(1);
            assertThat(messaging.outboxAge()).isPresent();

            away.set(false);
            messaging.queue("q").consume(String.class, text -> handled.add(text));
            eventually(() -> assertThat(handled).containsExactly("mail"));
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
        }
    }

    @Test
    void aRelayThatDiedBetweenCopyAndDeleteCopiesOnce() throws Exception {
        service.write(tx ->
                service.outbox().add(tx, outgoing("q", Message.of("mail").id("one"))));
        var entry = service.outbox().oldest(1).getFirst();
        broker.store().publish(List.of(entry.message()));

        try (var messaging = messaging(broker.store())) {
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
            assertThat(messaging.queue("q").depth().ready()).isEqualTo(1);
        }
    }

    @Test
    void whatTheBrokerNeverTakesIsSetAsideAndStopsNobody() throws Exception {
        broker.store().publish(List.of(outgoing("q", Message.of("other").id("taken"))));
        service.write(tx -> {
            service.outbox().add(tx, outgoing("q", Message.of("mine").id("taken")));
            service.outbox().add(tx, outgoing("q", Message.of("next").id("next")));
        });

        try (var messaging = messaging(broker.store())) {
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
            assertThat(messaging.queue("q").depth().ready()).isEqualTo(2);
        }
        assertThat(events).contains(new MessagingEvent.OutboxRefused("q", "taken", "another message has this id"));
        assertThat(service.outbox().setAside().list(9)).singleElement().satisfies(letter -> {
            assertThat(letter.queue()).isEqualTo("q");
            assertThat(letter.message().as(String.class)).isEqualTo("mine");
            assertThat(letter.reason()).isEqualTo("refused");
            assertThat(letter.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.message()).isEqualTo("another message has this id");
                assertThat(failure.at()).isEqualTo(letter.since());
            });
        });
    }

    /// Sets messages aside that are otherwise good.
    private DeadLetters setAside(Message... messages) throws Exception {
        for (var message : messages) {
            service.write(tx -> service.outbox().add(tx, outgoing("q", message)));
        }
        service.outbox().oldest(9).forEach(entry -> service.outbox().refused(entry, "no"));
        assertThat(service.outbox().oldest(9)).isEmpty();
        assertThat(service.outbox().age()).isEmpty();
        return service.outbox().setAside();
    }

    @Test
    void whatWasSetAsideCanBeSentOnceMore() throws Exception {
        var message = Message.of("weiß 🐈").id("one").name("n").key("k", 3).header("h", "v");
        var letters = setAside(message, Message.of("mail").id("two"));

        assertThat(letters.redrive(List.of("one", "unknown", "not an id", "ü"))).isEqualTo(1);

        assertThat(service.outbox().oldest(9))
                .extracting(entry -> entry.message())
                .containsExactly(outgoing("q", message));
        assertThat(letters.redrive(List.of("one"))).isZero();
        assertThat(letters.get("one")).isEmpty();
        assertThat(letters.get("two")).isPresent();
        try (var messaging = messaging(broker.store())) {
            messaging.queue("q").consume(String.class, text -> handled.add(text));
            eventually(() -> assertThat(handled).containsExactly("weiß 🐈"));
        }
    }

    @Test
    void whatWasSetAsideIsListedInPagesAndCanBeGivenUp() throws Exception {
        var letters = setAside(
                Message.of("1").id("one"),
                Message.of("2").id("two"),
                Message.of("3").id("three"));

        assertThat(letters.count()).isEqualTo(3);
        var first = letters.list(2);
        assertThat(first).extracting(letter -> letter.message().id()).containsExactly("one", "two");
        assertThat(letters.list(first.getLast().number(), 2))
                .extracting(letter -> letter.message().id())
                .containsExactly("three");
        assertThat(letters.discard(List.of("two", "unknown"), "Nic")).isEqualTo(1);
        assertThat(letters.count()).isEqualTo(2);
        assertThatThrownBy(() -> letters.discard(List.of("one"), " ")).hasMessageContaining("expected");
        assertThatThrownBy(() -> letters.list(0)).hasMessageContaining("expected");
        assertThat(service.outbox().oldest(9)).isEmpty();
    }

    @Test
    void aFullQueueHoldsUpNoOther() throws Exception {
        var many = 600;
        try (var messaging = messaging(broker.bounded(2))) {
            service.write(tx -> {
                for (int i = 1; i <= many; i++) {
                    messaging.queue("q").publish(tx, "mail " + i);
                }
                messaging.queue("other").publish(tx, "other");
                messaging.topics().publish(tx, "t", Message.of("event"));
            });

            eventually(() -> assertThat(service.outbox().oldest(1_000)).hasSize(many - 2));
            assertThat(messaging.queue("other").depth().ready()).isEqualTo(1);
            assertThat(broker.store().read("t", 0, 9).events()).hasSize(1);

            service.write(tx -> messaging.queue("other").publish(tx, "later"));
            eventually(
                    () -> assertThat(messaging.queue("other").depth().ready()).isEqualTo(2));
            eventually(() ->
                    assertThat(service.outbox().oldest(1_000, Set.of("q"))).isEmpty());
            assertThat(service.outbox().oldest(1_000)).hasSize(many - 2);
        }
    }

    @Test
    void whatAFullQueueDoesNotTakeWaitsInTheOutbox() throws Exception {
        try (var messaging = messaging(broker.bounded(2))) {
            service.write(tx -> {
                service.note(tx, "note");
                for (int i = 1; i <= 5; i++) {
                    messaging.queue("q").publish(tx, "mail " + i);
                }
                messaging.queue("other").publish(tx, "other");
            });
            eventually(() -> assertThat(events).anyMatch(MessagingEvent.RelayHeldUp.class::isInstance));
            assertThat(messaging.queue("q").depth().ready()).isEqualTo(2);
            assertThat(messaging.queue("other").depth().ready()).isEqualTo(1);
            assertThat(service.outbox().oldest(9))
                    .extracting(entry -> entry.message().message().as(String.class))
                    .containsExactly("mail 3", "mail 4", "mail 5");

            messaging
                    .queue("q")
                    .consume(
                            String.class,
                            ConsumerOptions.usual().concurrency(1).prefetch(0),
                            text -> handled.add(text));

            eventually(() -> assertThat(handled).containsExactly("mail 1", "mail 2", "mail 3", "mail 4", "mail 5"));
            eventually(() -> assertThat(events).contains(new MessagingEvent.RelayFree("q")));
            assertThat(service.outbox().oldest(9)).isEmpty();
        }
        assertThat(service.notes()).containsExactly("note");
    }

    @Test
    void whatIsRefusedInATransactionUndoesIt() throws Exception {
        try (var messaging = messaging(broker.store())) {
            for (var refused : refused(messaging)) {
                assertThatThrownBy(() -> service.write(tx -> {
                            service.note(tx, "note");
                            messaging.queue("q").publish(tx, "before");
                            refused.run(tx);
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("expected");
            }
            assertThat(service.outbox().oldest(9)).isEmpty();
            assertThat(messaging.depths()).isEmpty();
        }
        assertThat(service.notes()).isEmpty();
    }

    private List<MailboxFixture.Work<X>> refused(Messaging messaging) {
        var huge = "x".repeat(1 << 20);
        return List.of(
                tx -> messaging.queue("q").publish(tx, huge),
                tx -> messaging.queue("Q").publish(tx, "mail"),
                tx -> messaging.queue("q").publish(tx, Message.of("mail").id("")),
                tx -> messaging.topics().publish(tx, "product.*", Message.of("event")),
                tx -> messaging
                        .topics()
                        .publish(tx, "product", Message.of("event").delay(Duration.ofSeconds(1))));
    }

    @Test
    void everythingAtItsLimitTravels() throws Exception {
        var message = Message.of("x".repeat((1 << 20) - 2)).key("🐈".repeat(64));
        for (int i = 0; i < 4; i++) {
            message = message.header("h" + i, "\u0001".repeat((4 << 10) - 2));
        }
        var sent = message;
        try (var messaging = messaging(broker.store())) {
            service.write(tx -> Call.begin().run(() -> messaging.queue("q").publish(tx, sent)));
            eventually(() -> assertThat(messaging.queue("q").depth().ready()).isEqualTo(1));
        }
        assertThat(new Steps(broker.store(), "q").claimOne().delivery().message())
                .isEqualTo(sent);
    }

    @Test
    void twoRelaysSendEachMessageOnceAndInOrder() throws Exception {
        try (var one = messaging(broker.store());
                var _ = messaging(broker.another())) {
            for (int i = 0; i < 60; i++) {
                var text = "event " + i;
                service.write(
                        tx -> one.topics().publish(tx, "t", Message.of(text).key("one")));
            }
            eventually(() -> assertThat(service.outbox().oldest(9)).isEmpty());
        }
        assertThat(broker.store().read("t", 0, 100).events())
                .extracting(event -> event.message().as(String.class))
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "event " + i).toList());
    }

    @Test
    void aForeignTransactionIsRefused() {
        assertThatThrownBy(() -> service.outbox().add(_ -> {}, outgoing("q", Message.of("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transaction");
    }

    @Test
    void withoutAnOutboxATransactionIsRefused() throws Exception {
        try (var messaging = Messaging.open(broker.store(), Options.named("no-outbox"))) {
            assertThatThrownBy(() -> service.write(tx -> messaging.queue("q").publish(tx, "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outbox");
        }
    }

    private static MessageStore.Outgoing outgoing(String queue, Message message) {
        return new MessageStore.Outgoing(MessageStore.Outgoing.Kind.QUEUE, queue, message);
    }

    /// The store, whose publishing fails while it is away.
    private static MessageStore failing(MessageStore store, AtomicBoolean away) {
        var calls = new AtomicInteger();
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(), new Class<?>[] {MessageStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("publish") && away.get()) {
                        throw new IllegalStateException("the broker is away, call " + calls.incrementAndGet());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
