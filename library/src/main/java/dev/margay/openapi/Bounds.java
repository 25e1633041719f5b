package dev.margay.openapi;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Constraints as keywords of a schema; what no keyword can say, such as `@Past`, is left to the server.
final class Bounds {

    private Bounds() {}

    /// Whether nothing or null is refused.
    static boolean requires(Annotation[] annotations) {
        return all(annotations).stream()
                .anyMatch(each -> each instanceof NotNull || each instanceof NotBlank || each instanceof NotEmpty);
    }

    static void put(Annotation[] annotations, ObjectNode schema) {
        for (var annotation : all(annotations)) {
            put(annotation, schema);
        }
    }

    private static void put(Annotation annotation, ObjectNode schema) {
        boolean text = "string".equals(schema.path("type").asString(""));
        switch (annotation) {
            case NotBlank _ -> {
                atLeast(schema, "minLength", BigDecimal.ONE);
                pattern(schema, "\\S");
            }
            case NotEmpty _ -> atLeast(schema, count("min", schema), BigDecimal.ONE);
            case Size size -> size(size, schema);
            case Pattern pattern -> pattern(pattern, schema);
            case Email email -> {
                schema.put("format", "email");
                if (!email.regexp().equals(".*") && email.flags().length == 0) {
                    Patterns.shared(email.regexp()).ifPresent(shared -> pattern(schema, shared));
                }
            }
            case AssertTrue _ -> schema.put("const", true);
            case AssertFalse _ -> schema.put("const", false);
            default -> {
                if (!text) {
                    number(annotation, schema);
                }
            }
        }
    }

    private static void number(Annotation annotation, ObjectNode schema) {
        switch (annotation) {
            case Min min -> atLeast(schema, "minimum", BigDecimal.valueOf(min.value()));
            case Max max -> atMost(schema, "maximum", BigDecimal.valueOf(max.value()));
            case DecimalMin min ->
                atLeast(schema, min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value()));
            case DecimalMax max ->
                atMost(schema, max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value()));
            case Positive _ -> atLeast(schema, "exclusiveMinimum", BigDecimal.ZERO);
            case PositiveOrZero _ -> atLeast(schema, "minimum", BigDecimal.ZERO);
            case Negative _ -> atMost(schema, "exclusiveMaximum", BigDecimal.ZERO);
            case NegativeOrZero _ -> atMost(schema, "maximum", BigDecimal.ZERO);
            case Digits digits -> {
                var beyond = BigDecimal.ONE.scaleByPowerOfTen(digits.integer());
                atLeast(schema, "exclusiveMinimum", beyond.negate());
                atMost(schema, "exclusiveMaximum", beyond);
            }
            default -> {
                // such as @Past: the server knows
            }
        }
    }

    private static void size(Size size, ObjectNode schema) {
        if (size.min() > 0) {
            atLeast(schema, count("min", schema), BigDecimal.valueOf(size.min()));
        }
        if (size.max() < Integer.MAX_VALUE) {
            atMost(schema, count("max", schema), BigDecimal.valueOf(size.max()));
        }
    }

    private static String count(String end, ObjectNode schema) {
        return end
                + switch (schema.path("type").asString("")) {
                    case "array" -> "Items";
                    case "object" -> "Properties";
                    default -> "Length";
                };
    }

    private static void pattern(Pattern pattern, ObjectNode schema) {
        var shared =
                pattern.flags().length == 0 ? Patterns.shared(pattern.regexp()) : java.util.Optional.<String>empty();
        shared.ifPresentOrElse(
                expression -> pattern(schema, expression), () -> schema.put("x-java-pattern", pattern.regexp()));
    }

    /// A text may have to match several.
    private static void pattern(ObjectNode schema, String expression) {
        if (schema.has("pattern")) {
            schema.withArray("allOf").addObject().put("pattern", expression);
        } else {
            schema.put("pattern", expression);
        }
    }

    private static void atLeast(ObjectNode schema, String keyword, BigDecimal bound) {
        if (!schema.has(keyword) || schema.get(keyword).decimalValue().compareTo(bound) < 0) {
            put(schema, keyword, bound);
        }
    }

    private static void atMost(ObjectNode schema, String keyword, BigDecimal bound) {
        if (!schema.has(keyword) || schema.get(keyword).decimalValue().compareTo(bound) > 0) {
            put(schema, keyword, bound);
        }
    }

    private static void put(ObjectNode schema, String keyword, BigDecimal bound) {
        if (bound.stripTrailingZeros().scale() <= 0 && bound.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
            schema.put(keyword, bound.longValueExact());
        } else {
            schema.put(keyword, bound);
        }
    }

    /// The annotations, each repeated one alone, each composed one as what it is made of.
    private static List<Annotation> all(Annotation[] annotations) {
        var all = new ArrayList<Annotation>();
        for (var annotation : annotations) {
            var type = annotation.annotationType();
            if (type.isAnnotationPresent(Constraint.class) && !type.getPackage().equals(NotNull.class.getPackage())) {
                all.addAll(all(type.getDeclaredAnnotations()));
            } else if (type.isMemberClass() && type.getSimpleName().equals("List")) {
                all.addAll(all(repeated(annotation)));
            } else {
                all.add(annotation);
            }
        }
        return all;
    }

    private static Annotation[] repeated(Annotation annotation) {
        try {
            var value = annotation.annotationType().getDeclaredMethod("value");
            value.setAccessible(true);
            return value.invoke(annotation) instanceof Annotation[] several ? several : new Annotation[0];
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(annotation), e);
        }
    }
}
