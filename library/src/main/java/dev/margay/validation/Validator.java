package dev.margay.validation;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Checks values of one type against the constraints on its records. Immutable; safe for many threads.
///
/// All standard constraints of `jakarta.validation` 3.1 work on record components, container elements
/// (`List<@NotBlank String>`), annotated methods without parameters and, with `@Valid`, nested records. What would
/// be ignored is refused when the type is read: constraints on a type they do not fit, groups, custom validators,
/// expressions in messages. Dates are compared in UTC.
///
/// @param <T> the type of the values, usually a record
public final class Validator<T> {

    private final Plan plan;

    private Validator(Plan plan) {
        this.plan = plan;
    }

    /// Reads the constraints of the type.
    ///
    /// @throws IllegalArgumentException naming a constraint that cannot be honoured
    public static <T> Validator<T> of(Class<T> type) {
        return of(type, InstantSource.system());
    }

    /// As [#of(Class)], with this clock for past and future.
    public static <T> Validator<T> of(Class<T> type, InstantSource clock) {
        return new Validator<>(new Plans(clock.withZone(ZoneOffset.UTC)).of(type));
    }

    /// Everything the value violates, in the order of its components; empty if it is valid.
    public List<Violation> violations(T value) {
        if (plan.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Violation>(0);
        plan.check(value, found);
        return found;
    }
}
