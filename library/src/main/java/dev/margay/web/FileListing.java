package dev.margay.web;

import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A page with one link for each name.
final class FileListing {

    private static final Headers HTML = Headers.of(
            "Content-Type", "text/html; charset=utf-8",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'",
            "Cache-Control", "no-cache");

    private FileListing() {}

    static Response of(List<String> names) {
        var page = new StringBuilder("<!doctype html>\n<title>Files</title>\n<pre>\n");
        for (String name : names) {
            page.append("<a href=\"")
                    .append(encoded(name))
                    .append("\">")
                    .append(escaped(name))
                    .append("</a>\n");
        }
        return new Response(200, HTML, Body.of(page.append("</pre>\n").toString()));
    }

    private static String encoded(String name) {
        var text = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || "-._~/".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append("%02X".formatted((int) c));
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
