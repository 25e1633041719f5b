package dev.margay.web;

import org.jspecify.annotations.Nullable;

/// What a client says of codings (RFC 9110 section 12.5.3).
final class AcceptEncoding {

    private static final double UNSAID = -1;

    private AcceptEncoding() {}

    /// Whether gzip is welcome, and at least as welcome as no coding.
    static boolean prefersGzip(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return false;
        }
        double gzip = UNSAID;
        double any = UNSAID;
        double identity = UNSAID;
        for (int from = 0; from < header.length(); ) {
            int end = header.indexOf(',', from);
            end = end < 0 ? header.length() : end;
            int semicolon = header.indexOf(';', from);
            int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
            String name = header.substring(from, nameEnd).strip();
            double weight = nameEnd == end ? 1 : weight(header.substring(nameEnd + 1, end));
            if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
                gzip = weight;
            } else if (name.equals("*")) {
                any = weight;
            } else if (name.equalsIgnoreCase("identity")) {
                identity = weight;
            }
            from = end + 1;
        }
        double chosen = gzip == UNSAID ? any : gzip;
        return chosen > 0 && chosen >= identity;
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
