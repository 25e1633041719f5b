package dev.margay.openapi;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.web.Conditions;
import dev.margay.web.Conditions.Validators;
import dev.margay.web.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;

/// The routes that show a document.
final class Pages {

    private static final String UI = "META-INF/resources/webjars/swagger-ui/";
    private static final String POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /// Scripts and data from here only; Swagger UI sets styles from its scripts and shows small pictures from data
    /// URLs.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    private static final String INDEX = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <title>API</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="swagger-ui.css">
              <script src="swagger-ui-bundle.js" defer></script>
              <script src="start.js" defer></script>
            </head>
            <body><div id="ui"></div></body>
            </html>
            """;

    private static final String START = """
            SwaggerUIBundle({
              url: "../openapi.json",
              dom_id: "#ui",
              deepLinking: true,
              validatorUrl: null,
              presets: [SwaggerUIBundle.presets.apis],
              layout: "BaseLayout"
            });
            """;

    private Pages() {}

    static List<Route> of(Supplier<OpenApi> document) {
        var routes = new ArrayList<Route>();
        routes.add(Route.get("/openapi.json", shown(document, "application/json", OpenApi::json)));
        routes.add(Route.get("/openapi.yaml", shown(document, "application/yaml", OpenApi::yaml)));
        version().ifPresent(version -> {
            var files = Files.onClassPath(UI + version);
            routes.add(Route.get("/docs/", fixed("text/html; charset=utf-8", INDEX)));
            routes.add(Route.get("/docs/start.js", fixed("text/javascript; charset=utf-8", START)));
            routes.add(Route.get("/docs/{path...}", guarded(files)));
        });
        return routes;
    }

    private static Handler shown(Supplier<OpenApi> document, String type, Function<OpenApi, String> format) {
        return request -> answer(request, type, format.apply(document.get()));
    }

    private static Handler fixed(String type, String text) {
        return guarded(request -> answer(request, type, text));
    }

    private static Handler guarded(Handler next) {
        return request -> next.handle(request)
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
    }

    private static Response answer(Request request, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var now = Validators.of("\"" + digest(bytes) + "\"");
        return Conditions.check(request, now)
                .orElseGet(() -> new Response(200, now.headers().with("Content-Type", type), Body.of(bytes)))
                .with("Cache-Control", "no-cache");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256, which every JDK has, is missing", e);
        }
    }

    /// The version of Swagger UI on the class path, which is a part of its files' names.
    private static Optional<String> version() {
        try (var in = Pages.class.getClassLoader().getResourceAsStream(POM)) {
            if (in == null) {
                return Optional.empty();
            }
            var properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(POM + " cannot be read", e);
        }
    }
}
