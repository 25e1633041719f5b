package dev.margay.openapi;

import dev.margay.json.Json;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A JSON tree as YAML 1.2 for people: blocks, names without quotes where nobody can misread them, texts in JSON's.
final class Yaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_-]{0,200}");

    /// What readers of YAML 1.1 take for truth values or nothing.
    private static final Set<String> MISREAD = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String of(JsonNode tree) {
        var yaml = new Yaml();
        if (yaml.isBlock(tree)) {
            yaml.block(tree, "");
        } else {
            yaml.text.append(tree).append('\n');
        }
        return yaml.text.toString();
    }

    private boolean isBlock(JsonNode node) {
        return node.isContainer() && !node.isEmpty();
    }

    private void block(JsonNode node, String indent) {
        if (node.isArray()) {
            for (var element : node) {
                text.append(indent).append('-');
                value(element, indent);
            }
            return;
        }
        for (var member : node.properties()) {
            text.append(indent).append(name(member.getKey())).append(':');
            value(member.getValue(), indent);
        }
    }

    private void value(JsonNode node, String indent) {
        if (isBlock(node)) {
            text.append('\n');
            block(node, indent + "  ");
        } else {
            text.append(' ').append(node).append('\n');
        }
    }

    private static String name(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !MISREAD.contains(name.toLowerCase(Locale.ROOT));
        return plain ? name : Json.text(name);
    }
}
