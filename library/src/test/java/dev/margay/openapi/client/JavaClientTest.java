package dev.margay.openapi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.http.Handler;
import dev.margay.http.Problem;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.http.Routes;
import dev.margay.observe.Errors;
import dev.margay.openapi.OpenApi;
import jakarta.validation.constraints.NotBlank;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients in Java: compiled, and run against the routes they were made from.
final class JavaClientTest {

    @TempDir
    private Path folder;

    record Draft(
            @NotBlank String name,
            @JsonProperty("born_at") @Nullable Instant bornAt,
            @JsonProperty("class") @Nullable String kind) {}

    record Kitten(String id, Draft draft, List<Integer> weights) {}

    private static List<Route> routes() {
        return List.of(
                Route.get(
                                "/v1/kittens/{id}",
                                request -> Response.json(new Kitten(
                                                request.variable("id"), new Draft("Tom", null, null), List.of(1, 2)))
                                        .with("ETag", "\"3\""))
                        .about(About.says("Shows a kitten.").answers(200, "", Kitten.class, "ETag")),
                Route.post(
                                "/v1/kittens",
                                Draft.class,
                                (request, draft) -> Response.created(
                                        "/v1/kittens/7",
                                        new Kitten(
                                                request.headers()
                                                        .first("Authorization")
                                                        .orElse(""),
                                                draft,
                                                List.of())))
                        .about(About.nothing().answers(201, "", Kitten.class)),
                Route.get(
                                "/v1/echo/{path...}",
                                request -> Response.json(new Draft(
                                        request.variable("path") + "?"
                                                + request.query().first("q-1").orElse("none"),
                                        null,
                                        request.headers().first("X-Kind").orElse("none"))))
                        .about(About.nothing()
                                .query("q-1", String.class, "")
                                .header("X-Kind", String.class, "")
                                .answers(200, "", Draft.class)),
                Route.delete("/v1/kittens/{id}", _ -> {
                            throw Problem.conflict("Loved", "Somebody loves it.")
                                    .exception();
                        })
                        .about(About.nothing().answers(204, "")));
    }

    private static final String PROGRAM = """
            package shop;

            import dev.margay.http.Handler;
            import java.net.URI;
            import java.time.Instant;

            public final class Program {
                public static String run(Handler handler) throws Exception {
                    var client = StoreClient.of(handler, URI.create(""));
                    var shown = client.getKittensById("a/b c");
                    var added = client.bearer("secret").postKittens(new StoreClient.DraftInput("Tim", Instant.EPOCH, null));
                    var echoed = client.getEchoByPath("x/y z", "a&b=c", "k");
                    var plain = client.getEchoByPath("x", null, null);
                    try {
                        client.deleteKittensById("1");
                        return "not refused";
                    } catch (StoreClient.ApiException e) {
                        return String.join("\\n",
                            shown.status() + " " + shown.headers().first("ETag").get() + " " + shown.body(),
                            added.status() + " " + added.body().id() + " " + added.body().draft(),
                            echoed.body().name() + " " + echoed.body().class_(),
                            plain.body().name() + " " + plain.body().class_(),
                            e.status() + " " + e.problem().error().code());
                    }
                }
            }
            """;

    private Object run(String client, Handler handler) throws Exception {
        var sources = Files.createDirectories(folder.resolve("shop"));
        var files = List.of(
                Files.writeString(sources.resolve("StoreClient.java"), client),
                Files.writeString(sources.resolve("Program.java"), PROGRAM));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of(
                    "-d",
                    folder.toString(),
                    "-proc:none",
                    "-Xlint:all,-classfile",
                    "-Werror",
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            problems, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as("%s%n%s", problems, client).isTrue();
        }
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            return loader.loadClass("shop.Program")
                    .getMethod("run", Handler.class)
                    .invoke(null, handler);
        }
    }

    @Test
    void aClientCallsWhatItWasMadeFrom() throws Exception {
        var table = new Routes();
        routes().forEach(table::add);
        var client = JavaClient.of(OpenApi.of("Kittens", "1", routes()), "shop.StoreClient");

        assertThat(run(client, table.with(new Errors()))).isEqualTo("""
                        200 "3" Kitten[id=a/b c, draft=Draft[name=Tom, bornAt=null, class_=null], weights=[1, 2]]
                        201 Bearer secret Draft[name=Tim, bornAt=1970-01-01T00:00:00Z, class_=null]
                        x/y z?a&b=c k
                        x?none none
                        409 Loved""");
    }

    @Test
    void aClassNeedsAPackage() {
        for (var name : List.of("", "Client", "shop.client", "shop.Client;", "shop/Client")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JavaClient.of(OpenApi.of("Kittens", "1", routes()), name))
                    .withMessage("class '%s' (expected: package.Name)", name);
        }
    }
}
