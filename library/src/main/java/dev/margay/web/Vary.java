package dev.margay.web;

import dev.margay.http.Headers;

/// The request headers an answer depends on, for caches (RFC 9110 section 12.5.5).
final class Vary {

    private Vary() {}

    /// The headers, naming this one too.
    static Headers on(String name, Headers headers) {
        String vary = headers.find("Vary");
        if (vary == null) {
            return headers.with("Vary", name);
        }
        for (String known : vary.split(",", -1)) {
            if (known.strip().equals("*") || known.strip().equalsIgnoreCase(name)) {
                return headers;
            }
        }
        return headers.with("Vary", vary + ", " + name);
    }
}
