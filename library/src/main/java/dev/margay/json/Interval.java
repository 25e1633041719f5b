package dev.margay.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A time interval of ISO 8601, in the form it was written: `start/end`, `start/duration`, `duration/end` or
/// `duration`.
///
/// As JSON it is its text. Immutable.
public final class Interval {

    private final @Nullable Instant start;
    private final @Nullable Instant end;
    private final @Nullable IsoDuration duration;

    private Interval(@Nullable Instant start, @Nullable IsoDuration duration, @Nullable Instant end) {
        this.start = start;
        this.end = end;
        this.duration = duration;
    }

    /// `start/end`.
    ///
    /// @throws IllegalArgumentException if it ends before it starts
    public static Interval between(Instant start, Instant end) {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(
                    "interval '%s/%s' (expected: an end after the start)".formatted(start, end));
        }
        return new Interval(start, null, end);
    }

    /// `start/duration`.
    public static Interval from(Instant start, IsoDuration duration) {
        return new Interval(start, duration, null);
    }

    /// `duration/end`.
    public static Interval until(IsoDuration duration, Instant end) {
        return new Interval(null, duration, end);
    }

    /// `duration`: so long, whenever.
    public static Interval lasting(IsoDuration duration) {
        return new Interval(null, duration, null);
    }

    /// Reads one of the four forms; moments carry `Z` or an offset.
    ///
    /// @throws IllegalArgumentException if it is none
    @JsonCreator
    public static Interval parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return lasting(IsoDuration.parse(text));
        }
        String left = text.substring(0, slash);
        String right = text.substring(slash + 1);
        if (left.startsWith("P")) {
            return until(IsoDuration.parse(left), DateLiteral.moment(right));
        }
        var start = DateLiteral.moment(left);
        return right.startsWith("P")
                ? from(start, IsoDuration.parse(right))
                : between(start, DateLiteral.moment(right));
    }

    /// When it starts, by the calendar of UTC; empty if it is a duration only.
    public Optional<Instant> start() {
        return start == null && end != null && duration != null
                ? Optional.of(duration.before(end))
                : Optional.ofNullable(start);
    }

    /// When it ends, by the calendar of UTC; empty if it is a duration only.
    public Optional<Instant> end() {
        return end == null && start != null && duration != null
                ? Optional.of(duration.after(start))
                : Optional.ofNullable(end);
    }

    /// The duration it was written with; empty where it was written as start and end.
    public Optional<IsoDuration> duration() {
        return Optional.ofNullable(duration);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Interval that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    @JsonValue
    public String toString() {
        if (duration == null) {
            return start + "/" + end;
        }
        if (start != null) {
            return start + "/" + duration;
        }
        return end != null ? duration + "/" + end : duration.toString();
    }
}
