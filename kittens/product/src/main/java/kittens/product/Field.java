package kittens.product;

import dev.margay.sql.SqlText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A member of a kitten by which a list can be sorted and filtered.
@SuppressWarnings("ImmutableEnumChecker") // pieces of SQL and readers of records hold nothing that changes
enum Field {
    ID(SqlText.of("id"), Kind.TEXT, Kitten::id),
    SKU(SqlText.of("sku"), Kind.TEXT, kitten -> kitten.offer().sku()),
    NAME(SqlText.of("name"), Kind.TEXT, kitten -> kitten.offer().name()),
    BREED(SqlText.of("breed"), Kind.TEXT, kitten -> kitten.offer().breed()),
    WEIGHT(SqlText.of("weight"), Kind.NUMBER, kitten -> kitten.offer().weight()),
    PRICE(SqlText.of("price"), Kind.NUMBER, kitten -> kitten.offer().price()),
    STOCK_COUNT(SqlText.of("stock_count"), Kind.NUMBER, kitten -> kitten.offer().stockCount()),
    VERSION(SqlText.of("version"), Kind.NUMBER, Kitten::version),
    UPDATED_AT(SqlText.of("updated_at"), Kind.TIME, kitten -> kitten.updatedAt().toEpochMilli());

    private final SqlText column;
    private final Kind kind;
    private final Function<Kitten, Object> reader;

    Field(SqlText column, Kind kind, Function<Kitten, Object> reader) {
        this.column = column;
        this.kind = kind;
        this.reader = reader;
    }

    /// What values a field has.
    enum Kind {
        TEXT("text"),
        NUMBER("a whole number"),
        TIME("a time such as 2026-11-24T18:30:00Z");

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }
    }

    static Optional<Field> named(String name) {
        return Arrays.stream(values())
                .filter(field -> field.toString().equals(name))
                .findFirst();
    }

    /// All names, for those who did not know one.
    static String names() {
        return Arrays.stream(values()).map(Field::toString).collect(Collectors.joining(", "));
    }

    SqlText column() {
        return column;
    }

    Kind kind() {
        return kind;
    }

    /// The field's value, as the database compares it.
    Object of(Kitten kitten) {
        return reader.apply(kitten);
    }

    /// The value a text stands for, as the database compares it; empty if it stands for none.
    Optional<Object> parse(String text) {
        try {
            return Optional.of(
                    switch (kind) {
                        case TEXT -> text;
                        case NUMBER -> Long.parseLong(text);
                        case TIME -> Instant.parse(text).toEpochMilli();
                    });
        } catch (NumberFormatException | DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// The value as the database compares it, of a value that went through JSON; empty if it is of another kind.
    Optional<Object> restored(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case String text when kind == Kind.TEXT -> Optional.of(text);
            case Integer number when kind != Kind.TEXT -> Optional.of(number.longValue());
            case Long number when kind != Kind.TEXT -> Optional.of(number);
            default -> Optional.empty();
        };
    }

    /// The name as requests have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
