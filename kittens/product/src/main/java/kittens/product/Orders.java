package kittens.product;

import dev.margay.messaging.Message;
import dev.margay.messaging.Topics;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes orders: stock, order and events are one transaction. Safe for many threads.
final class Orders {

    private final Sql database;
    private final Topics topics;
    private final Catalogue catalogue;
    private final Supplier<String> ids;

    Orders(Sql database, Topics topics, Catalogue catalogue, Supplier<String> ids) {
        this.database = database;
        this.topics = topics;
        this.catalogue = catalogue;
        this.ids = ids;
    }

    /// Places the order, or finds the one this customer has placed under the same key.
    Placing place(Wish wish) {
        try {
            return database.write(tx -> place(tx, wish));
        } catch (UniqueViolationException _) {
            // a twin under the same key was first, and is committed: this transaction finds it
            return database.write(tx -> place(tx, wish));
        }
    }

    private Placing place(Tx tx, Wish wish) {
        var earlier = wish.key().isEmpty()
                ? Optional.<Order>empty()
                : OrderTable.under(tx, wish.customer().id(), wish.key());
        if (earlier.isPresent()) {
            return sameWish(earlier.get(), wish) ? new Placing.Placed(earlier.get()) : new Placing.KeyReused();
        }
        if (!KittenTable.take(tx, wish.kittenId(), wish.quantity())) {
            return KittenTable.find(tx, wish.kittenId()).isPresent()
                    ? new Placing.OutOfStock()
                    : new Placing.UnknownKitten();
        }
        var kitten = KittenTable.find(tx, wish.kittenId()).orElseThrow();
        return new Placing.Placed(placed(tx, wish, kitten));
    }

    private static boolean sameWish(Order order, Wish wish) {
        return order.kittenId().equals(wish.kittenId()) && order.quantity() == wish.quantity();
    }

    private Order placed(Tx tx, Wish wish, Kitten kitten) {
        var order = new Order(
                ids.get(),
                kitten.id(),
                wish.quantity(),
                wish.quantity() * kitten.offer().price(),
                tx.now());
        OrderTable.insert(tx, order, wish, kitten.offer().name());
        catalogue.published(tx, kitten);
        topics.publish(
                tx,
                NewOrder.SUBJECT,
                Message.of(event(order, wish.customer(), kitten)).id("order-" + order.id()));
        return order;
    }

    private static NewOrder event(Order order, Wish.Customer customer, Kitten kitten) {
        return new NewOrder(
                order.id(),
                new NewOrder.Item(kitten.id(), kitten.offer().name()),
                order.quantity(),
                order.price(),
                customer.id(),
                customer.email(),
                customer.name(),
                order.createdAt());
    }

    Optional<Order> find(String id) {
        return database.read(view -> OrderTable.find(view, id));
    }

    /// The order, if it is this customer's.
    Optional<Order> find(String id, String customer) {
        return database.read(view -> OrderTable.find(view, id, customer));
    }

    /// What a customer wants to buy. Immutable.
    ///
    /// @param key the customer's name for this request; if it is empty, a repetition is another order
    record Wish(Customer customer, String kittenId, long quantity, String key) {

        /// Who buys.
        ///
        /// @param email where the confirmation goes; may be empty
        /// @param name how to be addressed; may be empty
        record Customer(String id, String email, String name) {}
    }

    /// How an attempt to order ended.
    sealed interface Placing {

        /// There is an order: a new one, or the one that was placed under this key before.
        record Placed(Order order) implements Placing {}

        /// There is no such kitten.
        record UnknownKitten() implements Placing {}

        /// There are fewer than were asked for.
        record OutOfStock() implements Placing {}

        /// The key stands for another order.
        record KeyReused() implements Placing {}
    }
}
