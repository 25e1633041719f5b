package dev.margay.messaging.work;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageHandler;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessageStore.Source;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Names;
import dev.margay.messaging.Subscription;
import dev.margay.messaging.Topics;
import dev.margay.messaging.Transaction;
import dev.margay.messaging.work.Consumption.Station;
import java.time.Duration;
import java.util.List;

/// The topics of a store.
final class StoreTopics implements Topics {

    private final Messaging messaging;
    private final Station station;

    StoreTopics(Messaging messaging, Station station) {
        this.messaging = messaging;
        this.station = station;
    }

    @Override
    public String publish(Transaction transaction, String subject, Message event) {
        return messaging.enlist(transaction, outgoing(subject, event));
    }

    @Override
    public Published publish(String subject, Message event) {
        return messaging.send(List.of(outgoing(subject, event))).getFirst();
    }

    private static Outgoing outgoing(String subject, Message event) {
        var timing = event.timing();
        if (!timing.delay().isZero() || timing.lifetime() != null) {
            throw new IllegalArgumentException("an event with a delay or an expiry (expected: only in a queue)");
        }
        return new Outgoing(Outgoing.Kind.TOPIC, Names.checkSubject(subject), event);
    }

    @Override
    public <T> Subscription subscribe(String pattern, Group group, Class<T> type, MessageHandler<? super T> handler) {
        var source = new Source(Names.checkPattern(pattern), checked(group.name()), group.start());
        var how = group.options();
        var ask = new Ask(source.queue(), source, station.options().worker(), 1, how.lease(), how.keyOrder());
        join(source);
        return messaging.keep(Consumption.start(
                station, ask, how, delivery -> handler.handle(delivery.message().as(type), delivery)));
    }

    /// Makes the group known before events follow; a store that is away learns of it with the first claim.
    private void join(Source source) {
        try {
            station.store().join(source);
        } catch (RuntimeException e) {
            station.tell(new MessagingEvent.StoreFailed(source.queue(), "join", e, Duration.ZERO));
        }
    }

    @Override
    public <T> Subscription project(String name, String pattern, Class<T> type, Projection<T> view) {
        var reader = new Projecting.Reader<>(Projecting.queue(name), Names.checkPattern(pattern), type);
        var projecting = new Projecting<>(station, reader, view);
        projecting.start();
        return messaging.keep(projecting);
    }

    /// The queues of groups and the dead letters of projections must not meet under one name.
    private static String checked(String group) {
        if (Projecting.VIEW.equals(group)) {
            throw new IllegalArgumentException("group: %s (expected: another name)".formatted(group));
        }
        return Names.checkGroup(group);
    }

    @Override
    public DeadLetters deadLetters(String projection) {
        return messaging.deadLetters(Projecting.queue(projection));
    }

    @Override
    public DeadLetters deadLetters(String pattern, String group) {
        return messaging.deadLetters(Names.groupQueue(Names.checkPattern(pattern), checked(group)));
    }

    @Override
    public void forget(String pattern, String group) {
        station.store().forget(new Source(Names.checkPattern(pattern), Names.checkGroup(group), Group.Start.OLDEST));
    }
}
