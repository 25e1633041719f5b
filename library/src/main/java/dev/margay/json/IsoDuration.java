package dev.margay.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/// A duration of ISO 8601 whose days belong to the calendar and whose hours do not: `P3Y6M4DT12H30M5S`, `P2W`.
///
/// As JSON it is its text. Immutable.
///
/// @param date years, months and days, none negative; weeks are read as seven days
/// @param time hours, minutes and seconds, not negative
public record IsoDuration(Period date, Duration time) {

    private static final Pattern SHAPE =
            Pattern.compile("P(?=.)(?:\\d{1,9}Y)?(?:\\d{1,9}M)?(?:\\d{1,8}W)?(?:\\d{1,9}D)?"
                    + "(?:T(?=.)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:[.,]\\d{1,9})?S)?)?");

    public IsoDuration {
        if (date.isNegative() || time.isNegative()) {
            throw new IllegalArgumentException("duration '%s%s' (expected: no negative part)".formatted(date, time));
        }
    }

    /// Of the calendar only.
    public static IsoDuration of(Period date) {
        return new IsoDuration(date, Duration.ZERO);
    }

    /// Of the clock only.
    public static IsoDuration of(Duration time) {
        return new IsoDuration(Period.ZERO, time);
    }

    /// Reads its text.
    ///
    /// @throws IllegalArgumentException if it is none
    @JsonCreator
    public static IsoDuration parse(String text) {
        if (text.length() > 100 || !SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' (expected: an ISO 8601 duration, for example P3Y6M4DT12H30M5S)"
                    .formatted(Explanation.shown(text)));
        }
        int clock = text.indexOf('T');
        String date = clock < 0 ? text : text.substring(0, clock);
        try {
            return new IsoDuration(
                    date.equals("P") ? Period.ZERO : Period.parse(date),
                    clock < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(clock)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' (expected: a duration that can be held)".formatted(text), e);
        }
    }

    /// That moment and so much later, by the calendar of UTC.
    ///
    /// @throws DateTimeException if no [Instant] can hold it
    public Instant after(Instant start) {
        return start.atOffset(ZoneOffset.UTC).plus(date).plus(time).toInstant();
    }

    /// As [#after(Instant)], so much earlier.
    public Instant before(Instant end) {
        return end.atOffset(ZoneOffset.UTC).minus(time).minus(date).toInstant();
    }

    @Override
    @JsonValue
    public String toString() {
        if (time.isZero()) {
            return date.toString();
        }
        return date.isZero() ? time.toString() : date + time.toString().substring(1);
    }
}
