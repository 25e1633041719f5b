package dev.margay.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header fields in the order they came, names compared without regard to case (RFC 9110 section 5). Immutable.
public final class Headers {

    private static final Headers EMPTY = new Headers(new String[0]);

    /// Names at even places, values at odd ones: one array, no object for each field.
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    public static Headers empty() {
        return EMPTY;
    }

    /// Fields from alternating names and values.
    ///
    /// @throws IllegalArgumentException for an odd count, a name that is no token, a value with a control character
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "%d names and values (expected: an even number)".formatted(namesAndValues.length));
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(namesAndValues.clone());
    }

    /// Takes over fields that a decoder has checked already; the caller must not change the array afterwards.
    public static Headers checked(String[] namesAndValues) {
        return new Headers(namesAndValues);
    }

    /// The first value of the name.
    public Optional<String> first(String name) {
        return Optional.ofNullable(find(name));
    }

    /// As [#first(String)] for hot paths: null when there is none.
    public @Nullable String find(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (name.equalsIgnoreCase(fields[i])) {
                return fields[i + 1];
            }
        }
        return null;
    }

    public List<String> all(String name) {
        var values = new ArrayList<String>(2);
        forEach((key, value) -> {
            if (key.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /// These fields with one more.
    public Headers plus(String name, String value) {
        check(name, value);
        var more = Arrays.copyOf(fields, fields.length + 2);
        more[fields.length] = name;
        more[fields.length + 1] = value;
        return new Headers(more);
    }

    /// These fields with exactly one of this name.
    public Headers with(String name, String value) {
        return (has(name) ? without(name) : this).plus(name, value);
    }

    /// These fields, and the others in place of those of the same names.
    public Headers with(Headers others) {
        var kept = this;
        for (int i = 0; i < others.fields.length; i += 2) {
            kept = kept.has(others.fields[i]) ? kept.without(others.fields[i]) : kept;
        }
        var all = Arrays.copyOf(kept.fields, kept.fields.length + others.fields.length);
        System.arraycopy(others.fields, 0, all, kept.fields.length, others.fields.length);
        return new Headers(all);
    }

    public Headers without(String name) {
        var kept = new ArrayList<String>(fields.length);
        forEach((key, value) -> {
            if (!key.equalsIgnoreCase(name)) {
                kept.add(key);
                kept.add(value);
            }
        });
        return new Headers(kept.toArray(String[]::new));
    }

    /// Calls the action for each field, in order.
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /// Number of fields.
    public int size() {
        return fields.length / 2;
    }

    private static void check(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("header name '%s' (expected: a token)".formatted(Shown.of(name)));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "header %s: value '%s' (expected: no control characters, Latin-1 only)"
                                .formatted(name, Shown.of(value)));
            }
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
