package dev.margay.validation;

import jakarta.validation.Constraint;
import jakarta.validation.GroupSequence;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.groups.ConvertGroup;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns annotations into checks; refuses those that would otherwise be ignored.
final class Constraints {

    private static final String STANDARD = NotNull.class.getPackageName();

    private final Meanings meanings;

    Constraints(Clock clock) {
        this.meanings = new Meanings(new Moments(clock));
    }

    /// Whether the annotation is one of validation.
    boolean concerns(Annotation annotation) {
        return annotation instanceof Valid
                || annotation instanceof ConvertGroup
                || annotation instanceof GroupSequence
                || isConstraint(annotation)
                || repeated(annotation).length > 0;
    }

    List<Check> read(Annotation[] annotations, Class<?> type, String where) {
        var checks = new ArrayList<Check>();
        for (var annotation : annotations) {
            if (annotation instanceof ConvertGroup || annotation instanceof GroupSequence) {
                throw refused(annotation, where, "no groups: a record for each use");
            }
            for (var one : repeated(annotation)) {
                add(one, type, where, checks);
            }
            if (isConstraint(annotation)) {
                add(annotation, type, where, checks);
            }
        }
        return List.copyOf(checks);
    }

    private void add(Annotation annotation, Class<?> type, String where, List<Check> checks) {
        if (((Class<?>[]) attribute(annotation, "groups")).length > 0) {
            throw refused(annotation, where, "no groups: a record for each use");
        }
        var kind = annotation.annotationType();
        if (!kind.getPackageName().equals(STANDARD)) {
            addComposed(annotation, type, where, checks);
            return;
        }
        var holds = meanings.of(annotation, type);
        if (holds == null) {
            throw refused(annotation, where, "a type it can check, not " + type.getSimpleName());
        }
        checks.add(new Check(kind.getSimpleName(), message(annotation, type, where), holds));
    }

    /// A constraint made of others: each of them is checked, and reported on its own unless it says otherwise.
    private void addComposed(Annotation annotation, Class<?> type, String where, List<Check> checks) {
        var kind = annotation.annotationType();
        var parts = read(kind.getDeclaredAnnotations(), type, where);
        var constraint = kind.getAnnotation(Constraint.class);
        if (parts.isEmpty() || (constraint != null && constraint.validatedBy().length > 0)) {
            throw refused(annotation, where, "a standard constraint, or one composed of them without code of its own");
        }
        if (kind.isAnnotationPresent(ReportAsSingleViolation.class)) {
            Predicate<@Nullable Object> all =
                    value -> parts.stream().allMatch(part -> part.holds().test(value));
            checks.add(new Check(kind.getSimpleName(), message(annotation, type, where), all));
        } else {
            checks.addAll(parts);
        }
    }

    /// The annotation's own message with its attributes filled in, or ours where it has the standard one.
    private static String message(Annotation annotation, Class<?> type, String where) {
        String template = (String) attribute(annotation, "message");
        if (template.startsWith("{" + STANDARD) && template.endsWith(".message}")) {
            return Messages.of(annotation, type);
        }
        if (template.contains("${")) {
            throw refused(annotation, where, "a message without expressions");
        }
        var message = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            int end = template.charAt(i) == '{' ? template.indexOf('}', i) : -1;
            if (end > 0) {
                message.append(attribute(annotation, template.substring(i + 1, end)));
                i = end;
            } else {
                message.append(template.charAt(i));
            }
        }
        return message.toString();
    }

    private static boolean isConstraint(Annotation annotation) {
        return annotation.annotationType().isAnnotationPresent(Constraint.class);
    }

    /// The constraints in an annotation that only holds several of the same kind.
    private static Annotation[] repeated(Annotation annotation) {
        try {
            Method value = annotation.annotationType().getDeclaredMethod("value");
            var element = value.getReturnType().getComponentType();
            if (element == null || !element.isAnnotationPresent(Constraint.class)) {
                return new Annotation[0];
            }
            return (Annotation[]) invoke(value, annotation);
        } catch (NoSuchMethodException _) {
            return new Annotation[0]; // most annotations: nothing is repeated in them
        }
    }

    static Object attribute(Annotation annotation, String name) {
        try {
            return invoke(annotation.annotationType().getDeclaredMethod(name), annotation);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "'{%s}' in the message of %s (expected: one of its attributes)".formatted(name, annotation), e);
        }
    }

    private static Object invoke(Method method, Annotation annotation) {
        try {
            method.setAccessible(true);
            return method.invoke(annotation);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(annotation), e);
        }
    }

    private static IllegalArgumentException refused(Annotation annotation, String where, String expected) {
        return new IllegalArgumentException(
                "@%s at %s (expected: %s)".formatted(annotation.annotationType().getSimpleName(), where, expected));
    }
}
