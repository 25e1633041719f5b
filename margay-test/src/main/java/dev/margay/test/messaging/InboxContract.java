package dev.margay.test.messaging;

import static dev.margay.test.messaging.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.Delivery;
import dev.margay.messaging.Message;
import dev.margay.messaging.Transaction;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every inbox does. Extended by one small class for each database.
public abstract class InboxContract<X extends Transaction> {

    private MailboxFixture<X> service;

    protected abstract MailboxFixture<X> service();

    @BeforeEach
    final void open() {
        service = service();
    }

    @AfterEach
    final void close() {
        service.close();
    }

    @Test
    void aRepeatedMessageHasItsEffectOnce() throws Exception {
        var handler = service.inbox()
                .<String>once("mail", (tx, text, delivery) -> service.note(tx, text + " " + delivery.id()));

        handler.handle("Tom", delivery("1"));
        handler.handle("Tom", delivery("1"));
        handler.handle("Tom", delivery("2"));

        assertThat(service.notes()).containsExactly("Tom 1", "Tom 2");
    }

    @Test
    void aFailedEffectIsMadeByTheNextTry() throws Exception {
        var failures = new AtomicInteger(1);
        var handler = service.inbox().<String>once("mail", (tx, text, _) -> {
            service.note(tx, text);
            if (failures.getAndDecrement() > 0) {
                throw new IOException("no");
            }
        });

        assertThatThrownBy(() -> handler.handle("Tom", delivery("1"))).isInstanceOf(IOException.class);
        assertThat(service.notes()).isEmpty();

        handler.handle("Tom", delivery("1"));
        handler.handle("Tom", delivery("1"));
        assertThat(service.notes()).containsExactly("Tom");
    }

    @Test
    void consumersDoNotShareTheirMarks() throws Exception {
        service.inbox()
                .<String>once("mail", (tx, text, _) -> service.note(tx, "mail " + text))
                .handle("Tom", delivery("1"));
        service.inbox()
                .<String>once("ledger", (tx, text, _) -> service.note(tx, "ledger " + text))
                .handle("Tom", delivery("1"));

        assertThat(service.notes()).containsExactly("mail Tom", "ledger Tom");
    }

    @Test
    void twinsAtTheSameTimeHaveOneEffect() throws Exception {
        for (int round = 0; round < 20; round++) {
            var id = "round-" + round;
            var handler = service.inbox().<String>once("mail", (tx, text, _) -> service.note(tx, text));

            atOnce(4, _ -> {
                handler.handle(id, delivery(id));
                return id;
            });
        }
        assertThat(service.notes()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aTwinOfOneThatFailsMakesTheEffect() throws Exception {
        for (int round = 0; round < 10; round++) {
            var id = "round-" + round;
            var first = new AtomicBoolean(true);
            var handler = service.inbox().<String>once("mail", (tx, text, _) -> {
                service.note(tx, text);
                if (first.getAndSet(false)) {
                    throw new IllegalStateException("the first fails");
                }
            });

            atOnce(2, _ -> {
                try {
                    handler.handle(id, delivery(id));
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("the first fails");
                }
                return id;
            });
        }
        assertThat(service.notes()).hasSizeGreaterThanOrEqualTo(9).doesNotHaveDuplicates();
    }

    @Test
    void aConsumerWithoutANameIsRefused() {
        assertThatThrownBy(() -> service.inbox().once(" ", (_, _, _) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    private static Delivery delivery(String id) {
        return new Delivery("q", Message.of("x").id(id), Instant.EPOCH, 0, 1, 1, List.of());
    }
}
