package dev.margay.gateway;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;

/// What a browser sees at the root: where to read on.
final class FrontPage implements Handler {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>TITLE</title><link rel="icon" href="data:,"></head>
            <body>
            <h1>TITLE</h1>
            <ul>
            <li><a href="docs/">Try the API</a></li>
            <li>Its description in OpenAPI 3.1: <a href="openapi.json">JSON</a>, <a href="openapi.yaml">YAML</a></li>
            <li><a href="health">Health</a></li>
            </ul>
            </body>
            </html>
            """;

    private final Response response;

    FrontPage(String title) {
        var text = title.replace("&", "&amp;").replace("<", "&lt;");
        this.response = Response.of(200)
                .with("Content-Type", "text/html; charset=utf-8")
                .with("Content-Security-Policy", "default-src 'none'; img-src data:; frame-ancestors 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with(Body.of(PAGE.replace("TITLE", text)));
    }

    @Override
    public Response handle(Request request) {
        return response;
    }
}
