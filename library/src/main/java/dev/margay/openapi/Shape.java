package dev.margay.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares two schemas: of what a service accepts, which must not get narrower, or of what it answers, which must not
/// get wider or lose a field.
final class Shape {

    private static final List<String> LOWER_BOUNDS =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER_BOUNDS =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

    private final Comparison comparison;
    private final String where;

    /// Who makes the values.
    enum Side {
        ACCEPTED,
        ANSWERED
    }

    /// What stays the same on the way through two schemas.
    ///
    /// @param compared pairs that were begun, so that a type within itself comes to an end
    record Comparison(
            ObjectNode before, ObjectNode after, Side side, List<Change> changes, Set<List<JsonNode>> compared) {}

    Shape(Comparison comparison, String where) {
        this.comparison = comparison;
        this.where = where;
    }

    /// What a node refers to, if it does.
    static JsonNode resolved(JsonNode node, ObjectNode document) {
        var found = node;
        for (int i = 0; i < 20 && found.path("$ref").isString(); i++) {
            found = document.at(found.get("$ref").asString().substring(1));
        }
        return found;
    }

    void compare(JsonNode published, JsonNode current) {
        if (!comparison.compared.add(List.of(published, current))) {
            return;
        }
        var known = resolved(published, comparison.before);
        var now = resolved(current, comparison.after);
        if (known.equals(now) && !known.toString().contains("$ref")) {
            return;
        }
        compareTypes(known, now);
        compareEnums(known, now);
        compareBounds(known, now);
        compareMembers(known, now);
        if (known.has("items") || now.has("items")) {
            inside("[]").compare(known.path("items"), now.path("items"));
        }
        if (known.path("additionalProperties").isObject()) {
            inside("[*]").compare(known.get("additionalProperties"), now.path("additionalProperties"));
        }
        compareAlternatives("anyOf", known, now);
        compareAlternatives("oneOf", known, now);
    }

    private Shape inside(String place) {
        return new Shape(comparison, where + place);
    }

    private void compareTypes(JsonNode known, JsonNode now) {
        var types = types(known);
        var current = types(now);
        boolean fits = comparison.side == Side.ACCEPTED ? covers(current, types) : covers(types, current);
        if (!fits) {
            add("was %s and is %s".formatted(shown(types), shown(current)));
        } else if (!format(known).equals(format(now)) && narrows(format(known), format(now))) {
            add("was %s and is %s".formatted(shown(format(known)), shown(format(now))));
        }
    }

    /// No types are all types; an integer is a number.
    private static boolean covers(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && narrow.stream().allMatch(type -> contains(wide, type)));
    }

    private static boolean contains(Set<String> types, String type) {
        return types.contains(type) || (type.equals("integer") && types.contains("number"));
    }

    private static Set<String> types(JsonNode schema) {
        var types = new TreeSet<String>();
        var type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.forEach(each -> types.add(each.asString()));
        return types;
    }

    private static String shown(Set<String> types) {
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private static String format(JsonNode schema) {
        return schema.path("format").asString("");
    }

    private static String shown(String format) {
        return format.isEmpty() ? "of no format" : format;
    }

    /// Whether another format can surprise: a new one what is accepted, an old one that is gone what is answered.
    private boolean narrows(String known, String now) {
        if (known.equals("int32") && now.equals("int64")) {
            return comparison.side == Side.ANSWERED;
        }
        if (known.equals("int64") && now.equals("int32")) {
            return comparison.side == Side.ACCEPTED;
        }
        return comparison.side == Side.ACCEPTED ? !now.isEmpty() : !known.isEmpty();
    }

    private void compareEnums(JsonNode known, JsonNode now) {
        var values = values(known);
        var current = values(now);
        var narrow = comparison.side == Side.ACCEPTED ? values : current;
        var wide = comparison.side == Side.ACCEPTED ? current : values;
        if (wide == null) {
            return;
        }
        if (narrow == null) {
            add(comparison.side == Side.ACCEPTED ? "must be one of %s now".formatted(wide) : "can be any value now");
            return;
        }
        for (var value : narrow) {
            if (!wide.contains(value)) {
                add(
                        comparison.side == Side.ACCEPTED
                                ? "%s is not accepted any more".formatted(value)
                                : "%s is a new value".formatted(value));
            }
        }
    }

    private static @Nullable List<JsonNode> values(JsonNode schema) {
        if (schema.has("const")) {
            return List.of(schema.get("const"));
        }
        return schema.has("enum") ? schema.get("enum").valueStream().toList() : null;
    }

    private void compareBounds(JsonNode known, JsonNode now) {
        for (var keyword : LOWER_BOUNDS) {
            compareBound(keyword, known, now, /* rising */ true);
        }
        for (var keyword : UPPER_BOUNDS) {
            compareBound(keyword, known, now, /* rising */ false);
        }
        for (var keyword : List.of("pattern", "allOf", "x-java-pattern", "uniqueItems", "multipleOf")) {
            var narrow = comparison.side == Side.ACCEPTED ? now : known;
            if (narrow.has(keyword) && !known.path(keyword).equals(now.path(keyword))) {
                add("%s was %s and is %s".formatted(keyword, shown(known, keyword), shown(now, keyword)));
            }
        }
    }

    /// @param rising whether fewer values fit the larger the bound is
    private void compareBound(String keyword, JsonNode known, JsonNode now, boolean rising) {
        boolean narrower = isNarrower(known.get(keyword), now.get(keyword), rising);
        boolean wider = isNarrower(now.get(keyword), known.get(keyword), rising);
        if (comparison.side == Side.ACCEPTED ? narrower : wider) {
            add("%s was %s and is %s".formatted(keyword, shown(known, keyword), shown(now, keyword)));
        }
    }

    private static boolean isNarrower(@Nullable JsonNode before, @Nullable JsonNode after, boolean rising) {
        if (before == null || after == null) {
            return before == null && after != null;
        }
        int order = after.decimalValue().compareTo(before.decimalValue());
        return rising ? order > 0 : order < 0;
    }

    private static String shown(JsonNode schema, String keyword) {
        return schema.has(keyword) ? schema.get(keyword).toString() : "not there";
    }

    private void compareMembers(JsonNode known, JsonNode now) {
        var required = names(known.path("required"));
        var requiredNow = names(now.path("required"));
        for (var member : known.path("properties").properties()) {
            var place = "." + member.getKey();
            var same = now.path("properties").get(member.getKey());
            if (same == null) {
                inside(place).add("the field is gone");
                continue;
            }
            if (comparison.side == Side.ACCEPTED
                    && requiredNow.contains(member.getKey())
                    && !required.contains(member.getKey())) {
                inside(place).add("is required now");
            }
            if (comparison.side == Side.ANSWERED
                    && !requiredNow.contains(member.getKey())
                    && required.contains(member.getKey())) {
                inside(place).add("may be missing now");
            }
            inside(place).compare(member.getValue(), same);
        }
        for (var name : requiredNow) {
            if (comparison.side == Side.ACCEPTED && !known.path("properties").has(name)) {
                inside("." + name).add("is new and required");
            }
        }
    }

    private static Set<String> names(JsonNode array) {
        var names = new TreeSet<String>();
        array.forEach(each -> names.add(each.asString()));
        return names;
    }

    /// Alternatives are compared by what they refer to, or their place.
    private void compareAlternatives(String keyword, JsonNode known, JsonNode now) {
        var here = alternatives(known.path(keyword));
        var there = alternatives(now.path(keyword));
        var narrow = comparison.side == Side.ACCEPTED ? here : there;
        var wide = comparison.side == Side.ACCEPTED ? there : here;
        if (wide.isEmpty()) {
            return;
        }
        for (var name : narrow) {
            if (!wide.contains(name)) {
                add((comparison.side == Side.ACCEPTED ? "%s is not accepted any more" : "%s is a new alternative")
                        .formatted(name));
            }
        }
        for (int i = 0; i < known.path(keyword).size(); i++) {
            int same = there.indexOf(here.get(i));
            if (same >= 0) {
                inside("").compare(known.get(keyword).get(i), now.get(keyword).get(same));
            }
        }
    }

    private static List<String> alternatives(JsonNode array) {
        var names = new ArrayList<String>();
        for (var each : array) {
            var reference = each.path("$ref").asString("");
            names.add(reference.isEmpty() ? shown(types(each)) : reference.substring(reference.lastIndexOf('/') + 1));
        }
        return names;
    }

    private void add(String what) {
        comparison.changes.add(new Change(where, what));
    }
}
