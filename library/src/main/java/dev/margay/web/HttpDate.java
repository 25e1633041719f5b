package dev.margay.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates in headers (RFC 9110 section 5.6.7): written in one form, read in three. To the second.
public final class HttpDate {

    private static final int EARLIEST = 1970; // of years of two digits
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);
    private static final List<DateTimeFormatter> OBSOLETE = List.of(
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, EARLIEST)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US));
    private static final int LONGEST = 40;

    private HttpDate() {}

    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    public static String text(Instant moment) {
        return FIXED.format(moment.atOffset(ZoneOffset.UTC));
    }

    /// The moment a header names; empty if it is no date.
    public static Optional<Instant> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return parse(text, FIXED)
                .or(() -> OBSOLETE.stream()
                        .flatMap(form -> parse(text, form).stream())
                        .findFirst());
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty(); // one of several forms: the others are tried
        }
    }
}
