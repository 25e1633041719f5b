package kittens.product;

import dev.margay.sql.Dialect;
import dev.margay.sql.Row;
import dev.margay.sql.SqlText;
import dev.margay.sql.Tx;
import dev.margay.sql.View;
import java.util.List;
import java.util.Optional;

/// Kittens in the database.
final class KittenTable {

    private KittenTable() {}

    static Optional<Kitten> find(View view, String id) {
        return view.first("""
                select id, sku, name, breed, weight, price, stock_count, version, updated_at
                from kitten where id = ?""", KittenTable::kitten, id);
    }

    /// As [#find], and nobody else changes the kitten until the transaction ends.
    static Optional<Kitten> lock(Tx tx, String id) {
        return tx.dialect() == Dialect.SQLITE ? find(tx, id) : tx.first("""
                select id, sku, name, breed, weight, price, stock_count, version, updated_at
                from kitten where id = ? for update""", KittenTable::kitten, id);
    }

    static List<Kitten> list(View view, Listing listing, int most) {
        return view.query(
                SqlText.of("""
                        select id, sku, name, breed, weight, price, stock_count, version, updated_at
                        from kitten where""")
                        .plus(listing.condition())
                        .plus("order by")
                        .plus(listing.order())
                        .plus("limit ?", most),
                KittenTable::kitten);
    }

    static void insert(Tx tx, Kitten kitten) {
        var offer = kitten.offer();
        tx.update(
                """
                insert into kitten (id, sku, name, breed, weight, price, stock_count, version, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                kitten.id(),
                offer.sku(),
                offer.name(),
                offer.breed(),
                offer.weight(),
                offer.price(),
                offer.stockCount(),
                kitten.version(),
                kitten.updatedAt());
    }

    static void update(Tx tx, Kitten kitten) {
        var offer = kitten.offer();
        tx.update(
                """
                update kitten set sku = ?, name = ?, breed = ?, weight = ?, price = ?, stock_count = ?, version = ?,
                    updated_at = ?
                where id = ?""",
                offer.sku(),
                offer.name(),
                offer.breed(),
                offer.weight(),
                offer.price(),
                offer.stockCount(),
                kitten.version(),
                kitten.updatedAt(),
                kitten.id());
    }

    /// Takes so many from stock as the next version; false, and nothing changed, if there are not as many.
    static boolean take(Tx tx, String id, long quantity) {
        return tx.update("""
                        update kitten set stock_count = stock_count - ?, version = version + 1, updated_at = ?
                        where id = ? and stock_count >= ?""", quantity, tx.now(), id, quantity) == 1;
    }

    static void delete(Tx tx, String id) {
        tx.update("delete from kitten where id = ?", id);
    }

    private static Kitten kitten(Row row) {
        var offer = new Offer(
                row.text("sku"),
                row.text("name"),
                row.text("breed"),
                row.longValue("weight"),
                row.longValue("price"),
                row.longValue("stock_count"));
        return new Kitten(row.text("id"), offer, row.longValue("version"), row.instant("updated_at"));
    }
}
