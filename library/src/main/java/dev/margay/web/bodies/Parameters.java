package dev.margay.web.bodies;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A header's value and its parameters: `form-data; name="photo"` (RFC 9110 section 5.6.6). Immutable.
///
/// @param value in lower case
/// @param named parameters by their names in lower case
record Parameters(String value, Map<String, String> named) {

    /// @throws IllegalArgumentException with what was expected
    static Parameters parse(String text) {
        int end = text.indexOf(';');
        end = end < 0 ? text.length() : end;
        var value = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
        var parser = new Parser(text, end);
        while (parser.more()) {
            parser.parameter();
        }
        return new Parameters(value, Map.copyOf(parser.named));
    }

    private static final class Parser {

        private final String text;
        private final Map<String, String> named = new LinkedHashMap<>();
        private int at;

        private Parser(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /// Goes to the next parameter; empty ones are none.
        private boolean more() {
            boolean separated = false;
            while (at < text.length() && (text.charAt(at) == ';' || isBlank(text.charAt(at)))) {
                separated |= text.charAt(at++) == ';';
            }
            if (at < text.length() && !separated) {
                throw new IllegalArgumentException("';' between parameters");
            }
            return at < text.length();
        }

        private void parameter() {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new IllegalArgumentException("name=value in each parameter");
            }
            var name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            var value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (named.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("each parameter once");
            }
        }

        private String token() {
            int end = text.indexOf(';', at);
            end = end < 0 ? text.length() : end;
            var token = text.substring(at, end).strip();
            if (token.indexOf('"') >= 0) {
                throw new IllegalArgumentException("quotes around a whole value");
            }
            at = end;
            return token;
        }

        /// A backslash stands for itself unless a quote or another follows: some senders put whole paths
        /// here.
        private String quoted() {
            var value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char letter = text.charAt(at);
                if (letter == '"') {
                    at++;
                    return value.toString();
                }
                boolean escapes = letter == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
                value.append(escapes ? text.charAt(++at) : letter);
            }
            throw new IllegalArgumentException("a quote at the end of a value");
        }

        private static boolean isBlank(char letter) {
            return letter == ' ' || letter == '\t';
        }
    }
}
