package kittens.search;

import dev.margay.messaging.Delivery;
import dev.margay.messaging.Message;
import dev.margay.messaging.Topics.Event;
import java.time.Instant;
import java.util.List;

/// Kittens and the events that tell of them.
final class Events {

    private Events() {}

    static Kitten kitten(String id, String name) {
        return kitten(id, name, "European Shorthair");
    }

    static Kitten kitten(String id, String name, String breed) {
        return new Kitten(id, "SKU-" + id, name, breed, 1);
    }

    static Kitten version(Kitten kitten, long version, String name) {
        return new Kitten(kitten.id(), kitten.sku(), name, kitten.breed(), version);
    }

    static Event<Kitten> told(Kitten kitten) {
        return event("product.updated", Message.of(kitten).key(kitten.id(), kitten.version()), kitten);
    }

    static Event<Kitten> gone(Kitten kitten) {
        var last = Message.of(kitten).key(kitten.id(), kitten.version()).last();
        return event("product.deleted", last, kitten);
    }

    private static Event<Kitten> event(String subject, Message message, Kitten kitten) {
        return new Event<>(kitten, new Delivery(subject, message, Instant.EPOCH, 1, 1, 1, List.of()));
    }
}
