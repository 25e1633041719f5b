package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.messaging.Delivery;
import dev.margay.sql.Row;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Adds up what was sold, by day and kitten, from the orders as they are told. Safe for many threads.
final class SalesLedger {

    static final String GROUP = "sales-ledger";
    private static final int LINES = 1_000;

    private final Sql database;

    SalesLedger(Sql database) {
        this.database = database;
    }

    /// Sums. Immutable.
    record Totals(long orders, long quantity, long revenue) {}

    /// What was sold of one kitten on one day. Immutable.
    record Line(String day, @JsonProperty("kitten_id") String kittenId, long orders, long quantity, long revenue) {}

    /// All sums and the newest lines. Immutable.
    record Report(long orders, long quantity, long revenue, List<Line> lines) {}

    /// Enters an order; for [dev.margay.messaging.Inbox#once], which keeps it from being entered twice.
    void enter(Tx tx, NewOrder order, Delivery delivery) {
        var day = LocalDate.ofInstant(order.createdAt(), ZoneOffset.UTC).toString();
        if (!add(tx, day, order)) {
            try {
                tx.update(
                        "insert into sales (day, kitten_id, orders, quantity, revenue) values (?, ?, 1, ?, ?)",
                        day,
                        order.item().kittenId(),
                        order.quantity(),
                        order.price());
            } catch (UniqueViolationException _) {
                add(tx, day, order); // another member of the group began the line just now
            }
        }
    }

    private static boolean add(Tx tx, String day, NewOrder order) {
        return tx.update("""
                        update sales set orders = orders + 1, quantity = quantity + ?, revenue = revenue + ?
                        where day = ? and kitten_id = ?""", order.quantity(), order.price(), day, order.item().kittenId()) == 1;
    }

    Report report() {
        return database.read(view -> {
            var totals = view.first("""
                            select coalesce(sum(orders), 0) as orders, coalesce(sum(quantity), 0) as quantity,
                                coalesce(sum(revenue), 0) as revenue
                            from sales""", SalesLedger::totals).orElseThrow();
            var lines = view.query("""
                    select day, kitten_id, orders, quantity, revenue
                    from sales order by day desc, kitten_id limit ?""", SalesLedger::line, LINES);
            return new Report(totals.orders(), totals.quantity(), totals.revenue(), lines);
        });
    }

    private static Totals totals(Row row) {
        return new Totals(row.longValue("orders"), row.longValue("quantity"), row.longValue("revenue"));
    }

    private static Line line(Row row) {
        return new Line(
                row.text("day"),
                row.text("kitten_id"),
                row.longValue("orders"),
                row.longValue("quantity"),
                row.longValue("revenue"));
    }
}
