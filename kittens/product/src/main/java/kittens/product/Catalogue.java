package kittens.product;

import dev.margay.messaging.Message;
import dev.margay.messaging.Topics;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The kittens for sale: every change is one transaction with the event that tells it. Safe for many threads.
final class Catalogue {

    private final Sql database;
    private final Topics topics;
    private final Supplier<String> ids;

    Catalogue(Sql database, Topics topics, Supplier<String> ids) {
        this.database = database;
        this.topics = topics;
        this.ids = ids;
    }

    Optional<Kitten> find(String id) {
        return database.read(view -> KittenTable.find(view, id));
    }

    /// At most so many kittens that follow, in the order asked for.
    List<Kitten> list(Listing listing, int most) {
        return database.read(view -> KittenTable.list(view, listing, most));
    }

    Change add(Offer offer) {
        try {
            return database.write(tx -> {
                var kitten = Kitten.added(ids.get(), offer, tx.now());
                insert(tx, kitten);
                return new Change.Made(kitten);
            });
        } catch (UniqueViolationException _) {
            return new Change.SkuTaken(offer.sku());
        }
    }

    /// Inserts the kitten and publishes it.
    void insert(Tx tx, Kitten kitten) {
        KittenTable.insert(tx, kitten);
        topics.publish(tx, "product.inserted", event(kitten));
    }

    /// Puts another offer in place of the one that is there, if its version was seen.
    Change change(String id, Seen seen, UnaryOperator<Offer> toNext) {
        return database.write(tx -> {
            var found = KittenTable.lock(tx, id);
            if (found.isEmpty()) {
                return new Change.Unknown();
            }
            var old = found.get();
            if (!seen.covers(old.version())) {
                return new Change.Stale(old.version());
            }
            return update(tx, old.changed(toNext.apply(old.offer()), tx.now()));
        });
    }

    private Change update(Tx tx, Kitten kitten) {
        try {
            KittenTable.update(tx, kitten);
        } catch (UniqueViolationException _) {
            return new Change.SkuTaken(kitten.offer().sku());
        }
        published(tx, kitten);
        return new Change.Made(kitten);
    }

    /// Publishes what a transaction has done to the kitten.
    void published(Tx tx, Kitten kitten) {
        topics.publish(tx, "product.updated", event(kitten));
    }

    /// Removes the kitten, if its version was seen.
    Change remove(String id, Seen seen) {
        return database.write(tx -> {
            var found = KittenTable.lock(tx, id);
            if (found.isEmpty()) {
                return new Change.Unknown();
            }
            var old = found.get();
            if (!seen.covers(old.version())) {
                return new Change.Stale(old.version());
            }
            KittenTable.delete(tx, id);
            var gone = old.changed(old.offer(), tx.now());
            topics.publish(tx, "product.deleted", event(gone).last());
            return new Change.Made(gone);
        });
    }

    private static Message event(Kitten kitten) {
        return Message.of(kitten).key(kitten.id(), kitten.version());
    }

    /// How an attempt to change the catalogue ended.
    sealed interface Change {

        /// The kitten as it is now; of one that was removed, as it would be.
        record Made(Kitten kitten) implements Change {}

        /// There is no such kitten.
        record Unknown() implements Change {}

        /// The kitten is not at the version the change was meant for.
        ///
        /// @param version where it is
        record Stale(long version) implements Change {}

        /// Another kitten has this number.
        record SkuTaken(String sku) implements Change {}
    }

    /// The versions of a kitten that a change is meant for. Immutable.
    ///
    /// @param any whether every version will do
    record Seen(boolean any, Set<Long> versions) {

        static final Seen ANY = new Seen(true, Set.of());

        Seen {
            versions = Set.copyOf(versions);
        }

        boolean covers(long version) {
            return any || versions.contains(version);
        }
    }
}
