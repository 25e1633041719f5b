package kittens.auth;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// An e-mail address in the form in which addresses are compared: composed (NFC) and in lower case. Immutable.
///
/// @param value at most 254 characters, with something before and after an `@`
record EmailAddress(String value) {

    private static final int LONGEST = 254;

    EmailAddress {
        if (!plausible(value)) {
            throw new IllegalArgumentException(
                    "e-mail address of %d characters (expected: name@domain)".formatted(value.length()));
        }
    }

    /// The address that somebody typed, or empty if the text cannot be one.
    static Optional<EmailAddress> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return plausible(composed) ? Optional.of(new EmailAddress(composed)) : Optional.empty();
    }

    private static boolean plausible(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at < text.length() - 1
                && text.length() <= LONGEST
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
    }

    @Override
    public String toString() {
        return value;
    }
}
