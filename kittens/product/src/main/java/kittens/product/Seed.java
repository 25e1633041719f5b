package kittens.product;

import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// The kittens a new store begins with.
final class Seed {

    private static final String NAME = "kittens-1";

    /// Small enough not to hold the only writer of a file for long.
    private static final int AT_ONCE = 4;

    private final Sql database;
    private final Catalogue catalogue;

    Seed(Sql database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /// Puts them in and publishes them, a few in each transaction, unless that has ever been done with these.
    void plant() {
        for (int from = 0; from < KITTENS.size(); from += AT_ONCE) {
            var few = KITTENS.subList(from, Math.min(KITTENS.size(), from + AT_ONCE));
            var name = NAME + "/" + from;
            database.write(tx -> !planted(tx, name) && plant(tx, name, few));
        }
    }

    private static boolean planted(Tx tx, String name) {
        return tx.first("select name from seed where name = ?", row -> row.text("name"), name)
                .isPresent();
    }

    private boolean plant(Tx tx, String name, List<Offer> few) {
        tx.update("insert into seed (name, planted_at) values (?, ?)", name, tx.now());
        few.forEach(offer -> catalogue.insert(tx, Kitten.added(id(offer), offer, tx.now())));
        return true;
    }

    /// The same in every store.
    private static String id(Offer offer) {
        return UUID.nameUUIDFromBytes((NAME + ":" + offer.sku()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static final List<Offer> KITTENS = List.of(
            new Offer("KIT-0001", "Fat Freddy's Cat", "Domestic Shorthair", 4_800, 4_200, 12),
            new Offer("KIT-0002", "Felix", "Bombay", 3_900, 5_500, 20),
            new Offer("KIT-0003", "Garfield", "Exotic Shorthair", 9_200, 8_900, 8),
            new Offer("KIT-0004", "Tom", "Russian Blue", 4_600, 3_900, 25),
            new Offer("KIT-0005", "Sylvester", "Tuxedo", 4_400, 4_100, 14),
            new Offer("KIT-0006", "Top Cat", "Manx", 4_700, 4_900, 9),
            new Offer("KIT-0007", "Zoë", "Chartreux", 3_600, 7_200, 6),
            new Offer("KIT-0008", "Chloé", "Sacré de Birmanie", 3_800, 9_500, 5),
            new Offer("KIT-0009", "Pelé", "Ocicat", 4_100, 8_400, 7),
            new Offer("KIT-0010", "Björn", "Norsk Skogkatt", 6_900, 9_900, 6),
            new Offer("KIT-0011", "Ángel", "Siamés", 3_500, 6_800, 11),
            new Offer("KIT-0012", "Łatka", "European Shorthair", 4_000, 2_900, 18),
            new Offer("KIT-0013", "Ginger", "British Shorthair", 5_200, 7_900, 10),
            new Offer("KIT-0014", "Mochi", "Scottish Fold", 3_700, 11_500, 4),
            new Offer("KIT-0015", "Simba", "Abyssinian", 4_200, 8_700, 9),
            new Offer("KIT-0016", "Nala", "Abyssinian", 3_600, 8_700, 9),
            new Offer("KIT-0017", "Luna", "Maine Coon", 6_400, 12_900, 7),
            new Offer("KIT-0018", "Oliver", "Maine Coon", 7_800, 13_500, 6),
            new Offer("KIT-0019", "Cleo", "Egyptian Mau", 3_900, 10_400, 5),
            new Offer("KIT-0020", "Misty", "Turkish Angora", 3_400, 7_600, 8),
            new Offer("KIT-0021", "Smokey", "Nebelung", 4_300, 9_800, 6),
            new Offer("KIT-0022", "Whiskers", "Domestic Longhair", 4_500, 2_500, 30),
            new Offer("KIT-0023", "Socks", "Snowshoe", 4_100, 5_200, 12),
            new Offer("KIT-0024", "Shadow", "Bombay", 4_400, 5_900, 10),
            new Offer("KIT-0025", "Tiger", "Bengal", 5_600, 14_900, 5),
            new Offer("KIT-0026", "Pixie", "Devon Rex", 2_900, 9_200, 8),
            new Offer("KIT-0027", "Loki", "Cornish Rex", 3_200, 9_100, 7),
            new Offer("KIT-0028", "Freya", "Siberian", 5_900, 11_900, 6),
            new Offer("KIT-0029", "Bagheera", "Bombay", 4_800, 6_400, 9),
            new Offer("KIT-0030", "Duchess", "Persian", 4_600, 10_900, 4),
            new Offer("KIT-0031", "Marie", "Turkish Van", 3_900, 8_300, 7),
            new Offer("KIT-0032", "Scratchy", "American Wirehair", 4_200, 3_300, 15),
            new Offer("KIT-0033", "Salem", "American Shorthair", 5_100, 6_600, 13),
            new Offer("KIT-0034", "Chester", "Burmese", 4_700, 7_700, 8),
            new Offer("KIT-0035", "Noodle", "Munchkin", 2_800, 12_200, 5),
            new Offer("KIT-0036", "Sphinxie", "Sphynx", 3_700, 15_900, 3));
}
