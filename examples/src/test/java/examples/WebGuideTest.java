package examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import dev.margay.web.Conditions;
import dev.margay.web.Conditions.Validators;
import dev.margay.web.Files;
import dev.margay.web.Redirect;
import dev.margay.web.StripPrefix;
import dev.margay.web.TimeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide shows of files, conditions and ready handlers, compiled and run.
final class WebGuideTest {

    @TempDir
    private Path folder;

    @Test
    void files() throws Exception {
        write("images/cat.svg", "<svg/>");
        write("images/cat.svg.gz", "packed");
        var folder = this.folder.toString();

        // @start region="guide-files"
        var routes = new Routes()
                .get("/cat/{path...}", Files.in(Path.of(folder, "images")).listing())
                .get("/app/{path...}", Files.onClassPath("public").caching(Duration.ofHours(1)));
        // @end

        var service = InProcess.of(routes);
        assertThat(service.handle(Request.get("/cat/")).body().text()).contains("cat.svg");
        assertThat(service.handle(Request.get("/cat/cat.svg").with("Accept-Encoding", "gzip"))
                        .body()
                        .text())
                .isEqualTo("packed");
        assertThat(service.handle(Request.get("/app/none")).status()).isEqualTo(404);
    }

    private void write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        java.nio.file.Files.createDirectories(file.getParent());
        java.nio.file.Files.writeString(file, content);
    }

    @Test
    void conditions() throws Exception {
        record Kitten(String name, int version) {}
        var tom = new Kitten("Tom", 3);

        // @start region="guide-conditions"
        var show = Route.get("/v1/kittens/tom", request -> {
            var now = Validators.of("\"" + tom.version() + "\"");
            return Conditions.check(request, now)
                    .orElseGet(() -> Response.json(tom).with(now.headers()));
        });
        var change = Route.put("/v1/kittens/tom", request -> {
            var seen = Conditions.requireIfMatch(request);
            if (!seen.any() && !seen.values().contains("" + tom.version())) {
                throw Problem.of(412, "VersionConflict", "Tom has changed.").exception();
            }
            return Response.noContent();
        });
        // @end

        var service = InProcess.of(new Routes().add(show).add(change));
        var tag = service.handle(Request.get("/v1/kittens/tom"))
                .headers()
                .first("ETag")
                .orElseThrow();
        var put = Request.of("PUT", "/v1/kittens/tom");
        assertThat(service.handle(Request.get("/v1/kittens/tom").with("If-None-Match", tag))
                        .status())
                .isEqualTo(304);
        assertThat(service.handle(put).status()).isEqualTo(428);
        assertThat(service.handle(put.with("If-Match", "\"2\"")).status()).isEqualTo(412);
        assertThat(service.handle(put.with("If-Match", "W/" + tag)).status()).isEqualTo(204);
    }

    @Test
    void readyHandlers() throws Exception {
        var shop = new Routes().get("/prices", _ -> Response.json(List.of(1, 2)));

        // @start region="guide-ready"
        var routes = new Routes()
                .get("/old", Redirect.of(308, "/shop/prices"))
                .add(Route.get("/shop/{rest...}", shop)
                        .with(StripPrefix.of("/shop"), TimeLimit.of(Duration.ofSeconds(2), "The shop is slow.")));
        // @end

        var service = InProcess.of(routes);
        assertThat(service.handle(Request.get("/old?a=1")).headers().find("Location"))
                .isEqualTo("/shop/prices?a=1");
        assertThat(service.handle(Request.get("/shop/prices")).body().text()).isEqualTo("[1,2]");
        assertThat(service.handle(Request.get("/shop/none")).status()).isEqualTo(404);
    }
}
