package kittens.product;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Shown;
import dev.margay.sql.SqlText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// An order of kittens: fields, each up or down, the id last so that no two are equal. Immutable.
record Sort(List<Key> keys) {

    /// @param descending whether the largest comes first
    record Key(Field field, boolean descending) {

        private SqlText sql() {
            return descending ? field.column().plus("desc") : field.column();
        }

        private SqlText after(Object value) {
            return descending
                    ? field.column().plus("< ?", value)
                    : field.column().plus("> ?", value);
        }
    }

    Sort {
        keys = List.copyOf(keys);
    }

    /// Reads `breed,-price`.
    ///
    /// @throws ProblemException 400 naming what is wrong
    static Sort parse(String text) {
        var keys = new ArrayList<Key>();
        var named = EnumSet.noneOf(Field.class);
        for (var part : text.split(",", -1)) {
            boolean descending = part.startsWith("-");
            var name = descending ? part.substring(1) : part;
            var field = Field.named(name).orElseThrow(() -> refused(name));
            if (!named.add(field)) {
                throw refused(name);
            }
            keys.add(new Key(field, descending));
        }
        if (named.add(Field.ID)) {
            keys.add(new Key(Field.ID, false));
        }
        return new Sort(keys);
    }

    private static ProblemException refused(String name) {
        return Problem.of(
                        400,
                        "InvalidSort",
                        "sort: '%s' (expected: fields of %s, each once, with '-' before those that go down)"
                                .formatted(Shown.of(name), Field.names()))
                .at("sort")
                .exception();
    }

    /// For `order by`.
    SqlText sql() {
        var text = keys.getFirst().sql();
        for (var key : keys.subList(1, keys.size())) {
            text = text.plus(",").plus(key.sql());
        }
        return text;
    }

    /// Holds for kittens that come after one with these values.
    SqlText after(List<Object> values) {
        var text = SqlText.of("( 1 = 0");
        for (int i = 0; i < keys.size(); i++) {
            text = text.plus("or (").plus(keys.get(i).after(values.get(i)));
            for (int j = 0; j < i; j++) {
                text = text.plus("and").plus(keys.get(j).field().column()).plus("= ?", values.get(j));
            }
            text = text.plus(")");
        }
        return text.plus(")");
    }

    /// The values of a kitten that decide its place.
    List<Object> values(Kitten kitten) {
        return keys.stream().map(key -> key.field().of(kitten)).toList();
    }
}
