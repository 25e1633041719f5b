package dev.margay.messaging.work;

import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageHandler;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.Names;
import dev.margay.messaging.Queue;
import dev.margay.messaging.Subscription;
import dev.margay.messaging.Transaction;
import dev.margay.messaging.work.Consumption.Station;
import java.util.List;

/// A queue of a store.
final class StoreQueue implements Queue {

    private final String name;
    private final Messaging messaging;
    private final Station station;

    StoreQueue(String name, Messaging messaging, Station station) {
        this.name = Names.checkQueue(name);
        this.messaging = messaging;
        this.station = station;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String publish(Transaction transaction, Message message) {
        return messaging.enlist(transaction, outgoing(message));
    }

    @Override
    public List<Published> publish(List<Message> messages) {
        return messaging.send(messages.stream().map(this::outgoing).toList());
    }

    private Outgoing outgoing(Message message) {
        return new Outgoing(Outgoing.Kind.QUEUE, name, message);
    }

    @Override
    public <T> Subscription consume(Class<T> type, ConsumerOptions options, MessageHandler<? super T> handler) {
        var ask = new Ask(name, null, station.options().worker(), 1, options.lease(), options.keyOrder());
        return messaging.keep(Consumption.start(
                station,
                ask,
                options,
                delivery -> handler.handle(delivery.message().as(type), delivery)));
    }

    @Override
    public DeadLetters deadLetters() {
        return messaging.deadLetters(name);
    }

    @Override
    public void pause() {
        station.store().pause(name, true);
    }

    @Override
    public void resume() {
        station.store().pause(name, false);
    }

    @Override
    public MessageStore.Depth depth() {
        return station.store().depth(name);
    }
}
