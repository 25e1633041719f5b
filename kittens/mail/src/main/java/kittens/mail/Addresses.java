package kittens.mail;

import dev.margay.messaging.MessageHandler.PoisonException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a mail goes to, of what a message says.
final class Addresses {

    /// Enough for one line of a header, and nothing in it that has a meaning there.
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}<>()\\[\\],;:\\\\\"@]{1,200}@[^\\s\\p{Cntrl}<>()\\[\\],;:\\\\\"@]{1,200}");

    private static final int LONGEST_NAME = 200;

    private Addresses() {}

    /// @throws PoisonException if no mail can ever go there
    static Letter.Person person(@Nullable String email, @Nullable String name) {
        if (email == null || !EMAIL.matcher(email).matches()) {
            throw new PoisonException("the message has no address that mail could go to (expected: user@host)");
        }
        return new Letter.Person(email, name == null ? "" : oneLine(name));
    }

    static String greeted(Letter.Person person) {
        return person.name().isEmpty() ? "dear customer" : person.name();
    }

    /// The text without anything that could begin a new line.
    static String oneLine(String text) {
        var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME));
    }
}
