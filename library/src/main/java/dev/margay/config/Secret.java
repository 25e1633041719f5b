package dev.margay.config;

/// A configured value that must not be shown: passwords, keys, tokens. Immutable.
///
/// @param value the secret itself; [#toString()] and `explain` show stars
public record Secret(String value) {

    static final String MASK = "******";

    @Override
    public String toString() {
        return MASK;
    }
}
