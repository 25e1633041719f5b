package dev.margay.validation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Comparing moments with now.
final class Moments {

    private static final Map<Class<?>, Function<Clock, Comparable<?>>> NOW = Map.of(
            Instant.class, Clock::instant,
            LocalDate.class, LocalDate::now,
            LocalTime.class, LocalTime::now,
            LocalDateTime.class, LocalDateTime::now,
            OffsetDateTime.class, OffsetDateTime::now,
            OffsetTime.class, OffsetTime::now,
            ZonedDateTime.class, ZonedDateTime::now,
            Year.class, Year::now,
            YearMonth.class, YearMonth::now,
            Date.class, clock -> Date.from(clock.instant()));

    private final Clock clock;

    Moments(Clock clock) {
        this.clock = clock;
    }

    /// Whether a value's order relative to now is a wanted one; null if the type is no time.
    @Nullable
    Predicate<@Nullable Object> compared(Class<?> type, IntPredicate wanted) {
        var now = NOW.get(type);
        return now == null ? null : value -> value == null || wanted.test(order(value, now.apply(clock)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of the constraint's type
    private static int order(Object value, Comparable<?> now) {
        return value instanceof ZonedDateTime zoned
                ? zoned.toInstant().compareTo(((ZonedDateTime) now).toInstant())
                : ((Comparable) value).compareTo(now);
    }
}
