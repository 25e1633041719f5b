package dev.margay.test.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.messaging.MessageStore.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The steps of which the suites are made.
final class Steps {

    static final Duration LEASE = Duration.ofSeconds(1);

    private final MessageStore store;
    private final String queue;

    Steps(MessageStore store, String queue) {
        this.store = store;
        this.queue = queue;
    }

    Steps on(String other) {
        return new Steps(store, other);
    }

    Steps on(MessageStore other) {
        return new Steps(other, queue);
    }

    MessageStore store() {
        return store;
    }

    String queue() {
        return queue;
    }

    Published publish(Message message) {
        return publish(List.of(message)).getFirst();
    }

    List<Published> publish(List<Message> messages) {
        return store.publish(messages.stream()
                .map(message -> new Outgoing(Outgoing.Kind.QUEUE, queue, message))
                .toList());
    }

    Message published(String text) {
        var message = Message.of(text);
        assertThat(publish(message)).isEqualTo(Published.ACCEPTED);
        return message;
    }

    Published append(String subject, Message event) {
        return store.publish(List.of(new Outgoing(Outgoing.Kind.TOPIC, subject, event)))
                .getFirst();
    }

    Ask ask(int most, KeyOrder keyOrder) {
        return new Ask(queue, null, "worker", most, LEASE, keyOrder);
    }

    List<Claim> claim(int most) {
        return claim(most, KeyOrder.FREE);
    }

    List<Claim> claim(int most, KeyOrder keyOrder) {
        return store.claim(ask(most, keyOrder)).claims();
    }

    Claim claimOne() {
        var claims = claim(1);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    static Source source(String pattern, String group, Group.Start start) {
        return new Source(pattern, group, start);
    }

    List<Claim> claim(Source source, int most) {
        return store.claim(new Ask(source.queue(), source, "worker", most, LEASE, KeyOrder.KEPT))
                .claims();
    }

    /// Whether the store took the end of the lease.
    boolean done(Lease lease) {
        return settle(new Settlement.Done(lease));
    }

    boolean done(Claim claim) {
        return done(claim.lease());
    }

    boolean release(Claim claim, Duration delay) {
        return settle(new Settlement.Released(claim.lease(), delay));
    }

    boolean fail(Claim claim, String text, Duration delay) {
        return settle(new Settlement.Failed(claim.lease(), failure(text), delay));
    }

    boolean fail(Claim claim, Failure failure, Duration delay) {
        return settle(new Settlement.Failed(claim.lease(), failure, delay));
    }

    boolean bury(Claim claim, String text) {
        return settle(new Settlement.Dead(claim.lease(), failure(text), "exhausted"));
    }

    /// Publishes a message and makes it a dead letter.
    Message buried(String text) {
        var message = published(text);
        var claim = claim(1_000).stream()
                .filter(each -> each.delivery().id().equals(message.id()))
                .findFirst()
                .orElseThrow();
        assertThat(bury(claim, "no")).isTrue();
        return message;
    }

    Depth depth() {
        return store.depth(queue);
    }

    private boolean settle(Settlement settlement) {
        return store.settle(List.of(settlement)).isEmpty();
    }

    static Failure failure(String text) {
        return new Failure(500, text, "at somewhere", Instant.EPOCH, 1, "worker", "SomeException", "0123");
    }

    static List<String> texts(List<Claim> claims) {
        return claims.stream().map(Steps::text).toList();
    }

    static String text(Claim claim) {
        return claim.delivery().message().as(String.class);
    }
}
