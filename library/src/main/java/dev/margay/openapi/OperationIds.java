package dev.margay.openapi;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names for operations, made of method and path: `GET /v1/kittens/{id}` is `getKittensById`.
///
/// The version of the path is in a name only if it would be another operation's too. One thread at a time.
final class OperationIds {

    private final Set<String> taken = new HashSet<>();

    String of(String method, String template) {
        var path = template.substring(template.indexOf('/'));
        var verb = method.toLowerCase(Locale.ROOT);
        var unversioned = path.replaceFirst("^/v[0-9]+(?=/)", "");
        for (var candidate : new String[] {unversioned, path, template}) {
            var id = verb + words(candidate);
            if (taken.add(id)) {
                return id;
            }
        }
        int count = 2;
        while (!taken.add(verb + words(template) + count)) {
            count++;
        }
        return verb + words(template) + count;
    }

    private static String words(String path) {
        var words = new StringBuilder();
        for (var segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                words.append("By");
            }
            for (var word : segment.split("[^A-Za-z0-9]+", -1)) {
                if (!word.isEmpty()) {
                    words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
                }
            }
        }
        return words.isEmpty() ? "Root" : words.toString();
    }
}
