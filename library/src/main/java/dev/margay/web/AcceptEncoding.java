package dev.margay.web;

import dev.margay.http.Headers;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What a client says of codings (RFC 9110 section 12.5.3).
final class AcceptEncoding {

    private static final double UNSAID = -1;

    private AcceptEncoding() {}

    /// The most welcome of these codings, the first of equals; null if plain content is more welcome than
    /// each.
    static @Nullable String best(Collection<String> codings, Headers headers) {
        var lines = headers.all("Accept-Encoding");
        if (lines.isEmpty()) {
            return null;
        }
        String header = String.join(",", lines);
        double most = Math.max(0, said("identity", header));
        String best = null;
        for (String coding : codings) {
            double byName = said(coding, header);
            double weight = byName == UNSAID ? said("*", header) : byName;
            if (weight > most || (best == null && weight > 0 && weight == most)) {
                most = weight;
                best = coding;
            }
        }
        return best;
    }

    /// Whether the client takes no body without a coding: without weights it takes any.
    static boolean refusesIdentity(Headers headers) {
        String first = headers.find("Accept-Encoding");
        if (first == null || first.indexOf(';') < 0) {
            return false;
        }
        String header = String.join(",", headers.all("Accept-Encoding"));
        double identity = said("identity", header);
        return identity == 0 || (identity == UNSAID && said("*", header) == 0);
    }

    /// What is said of the coding by its name; of what is said twice, the last.
    private static double said(String coding, String header) {
        double found = UNSAID;
        for (int from = 0; from < header.length(); ) {
            int end = header.indexOf(',', from);
            end = end < 0 ? header.length() : end;
            int semicolon = header.indexOf(';', from);
            int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
            if (isSame(coding, header.substring(from, nameEnd).strip())) {
                found = nameEnd == end ? 1 : weight(header.substring(nameEnd + 1, end));
            }
            from = end + 1;
        }
        return found;
    }

    /// `x-gzip` is an old name of `gzip` (RFC 9110 section 8.4.1.3).
    private static boolean isSame(String coding, String name) {
        return name.equalsIgnoreCase(coding) || (coding.equals("gzip") && name.equalsIgnoreCase("x-gzip"));
    }

    /// The value of `q=`; what is malformed counts as no.
    private static double weight(String parameter) {
        String text = parameter.strip();
        if (!text.regionMatches(true, 0, "q=", 0, 2) || text.length() > 7) {
            return 0;
        }
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c == '.' && i == 3)) {
                return 0;
            }
        }
        double weight = text.length() == 2 ? 0 : Double.parseDouble(text.substring(2));
        return weight > 1 ? 0 : weight;
    }
}
