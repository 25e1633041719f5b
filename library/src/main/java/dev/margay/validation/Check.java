package dev.margay.validation;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One constraint at one place.
///
/// @param holds whether a value satisfies it; null is asked too
record Check(String code, String message, Predicate<@Nullable Object> holds) {}
