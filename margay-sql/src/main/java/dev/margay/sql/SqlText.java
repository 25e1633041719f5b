package dev.margay.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement put together at run time, for questions whose conditions or order the caller chooses. Immutable.
///
/// Every piece of text is a compile-time constant and brings the values of its own question marks, so nothing a
/// caller says becomes SQL.
public final class SqlText {

    private static final SqlText EMPTY = new SqlText("", List.of());

    private final String text;
    private final List<@Nullable Object> parameters;

    private SqlText(String text, List<@Nullable Object> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    public static SqlText empty() {
        return EMPTY;
    }

    public static SqlText of(@CompileTimeConstant String text, @Nullable Object... parameters) {
        return EMPTY.plus(text, parameters);
    }

    /// This text and then, after a blank, that.
    public SqlText plus(@CompileTimeConstant String more, @Nullable Object... values) {
        return joined(more, Arrays.asList(values));
    }

    /// As [#plus(String, Object...)].
    public SqlText plus(SqlText more) {
        return joined(more.text, more.parameters);
    }

    private SqlText joined(String more, List<? extends @Nullable Object> values) {
        var all = new ArrayList<@Nullable Object>(parameters);
        all.addAll(values);
        var separator = text.isEmpty() || more.isEmpty() ? "" : " ";
        return new SqlText(text + separator + more, Collections.unmodifiableList(all));
    }

    String text() {
        return text;
    }

    @Nullable
    Object[] parameters() {
        return parameters.toArray();
    }

    /// The text with its question marks, without values.
    @Override
    public String toString() {
        return text;
    }
}
