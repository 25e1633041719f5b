package kittens.product;

import dev.margay.sql.Row;
import dev.margay.sql.Tx;
import dev.margay.sql.View;
import java.util.Optional;
import kittens.product.Orders.Wish;

/// Orders in the database.
final class OrderTable {

    private OrderTable() {}

    static void insert(Tx tx, Order order, Wish wish, String kittenName) {
        tx.update(
                """
                insert into orders
                    (id, kitten_id, kitten_name, quantity, price, user_id, idempotency_key, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                order.id(),
                order.kittenId(),
                kittenName,
                order.quantity(),
                order.price(),
                wish.customer().id(),
                wish.key().isEmpty() ? null : wish.key(),
                order.createdAt());
    }

    static Optional<Order> find(View view, String id) {
        return view.first(
                "select id, kitten_id, quantity, price, created_at from orders where id = ?", OrderTable::order, id);
    }

    static Optional<Order> find(View view, String id, String customer) {
        return view.first("""
                select id, kitten_id, quantity, price, created_at
                from orders where id = ? and user_id = ?""", OrderTable::order, id, customer);
    }

    /// The order the customer has placed under this key.
    static Optional<Order> under(View view, String customer, String key) {
        return view.first("""
                select id, kitten_id, quantity, price, created_at
                from orders where user_id = ? and idempotency_key = ?""", OrderTable::order, customer, key);
    }

    private static Order order(Row row) {
        return new Order(
                row.text("id"),
                row.text("kitten_id"),
                row.longValue("quantity"),
                row.longValue("price"),
                row.instant("created_at"));
    }
}
