package dev.margay.validation;

/// One constraint that a value does not satisfy. Immutable.
///
/// @param code the constraint's name, such as `NotBlank`
/// @param message what was expected, for people
/// @param target the member, as `items[2].name`; empty for the value as a whole
public record Violation(String code, String message, String target) {

    Violation inside(String outer) {
        String joint = target.isEmpty() || target.startsWith("[") || target.startsWith("<") ? "" : ".";
        return new Violation(code, message, outer + joint + target);
    }
}
