package kittens.product;

import dev.margay.sql.SqlText;
import java.util.List;

/// One comparison of a filter. Immutable.
///
/// @param value as the database compares it
record Condition(Field field, Comparison comparison, Object value) {

    /// How two values are compared.
    enum Comparison {
        NOT_EQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        EQUAL("="),
        LESS("<"),
        MORE(">");

        /// In the order in which they must be looked for: the longer ones first.
        static final List<Comparison> ALL = List.of(values());

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    SqlText sql() {
        var column = field.column();
        return switch (comparison) {
            case NOT_EQUAL -> column.plus("<> ?", value);
            case AT_MOST -> column.plus("<= ?", value);
            case AT_LEAST -> column.plus(">= ?", value);
            case EQUAL -> column.plus("= ?", value);
            case LESS -> column.plus("< ?", value);
            case MORE -> column.plus("> ?", value);
        };
    }
}
