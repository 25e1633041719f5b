package dev.margay.openapi;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The ways to say who calls.
final class Schemes {

    private Schemes() {}

    static void describe(Set<String> names, ObjectNode components) {
        if (names.isEmpty()) {
            return;
        }
        var schemes = components.putObject("securitySchemes");
        for (var name : names) {
            var scheme = schemes.putObject(name).put("type", "http").put("scheme", name);
            if (name.equals("bearer")) {
                scheme.put("bearerFormat", "JWT");
            }
        }
    }
}
