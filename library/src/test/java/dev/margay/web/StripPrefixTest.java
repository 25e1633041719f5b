package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handlers below a prefix they know nothing of.
final class StripPrefixTest {

    private static final Handler ECHO = request -> Response.text(request.target());

    @ParameterizedTest
    @CsvSource({
        "/shop, /",
        "/shop/, /",
        "/shop?a=/b, /?a=/b",
        "/shop/cats/1?a=1, /cats/1?a=1",
        "/shop//cats, //cats",
        "/shop/%2e%2e, /%2e%2e",
    })
    void theRestIsLeft(String target, String rest) throws Exception {
        assertThat(ECHO.with(StripPrefix.of("/shop"))
                        .handle(Request.get(target))
                        .body()
                        .text())
                .isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/shopping", "/Shop", "/%73hop", "/x/shop", "/x?/shop", "shop", "//shop", ""})
    void withoutThePrefixThereIsNothing(String target) throws Exception {
        var routes = new Routes().get("/{any...}", ECHO);

        assertThat(InProcess.of(routes, ECHO.with(StripPrefix.of("/shop")))
                        .handle(Request.get(target))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /shop/",
        "/cats/1?a=/b, /shop/cats/1?a=/b",
        "./cats/, ./cats/",
        "cats, cats",
        "//example.org/cats, //example.org/cats",
        "https://example.org/cats, https://example.org/cats",
        "'', ''",
    })
    void whereThingsAreIsSaidFromOutside(String said, String sent) throws Exception {
        Handler made = _ -> Response.of(201).with("Location", said);

        assertThat(made.with(StripPrefix.of("/shop"))
                        .handle(Request.get("/shop/cats"))
                        .headers()
                        .find("Location"))
                .isEqualTo(sent);
    }

    @Test
    void aTableInsideRedirectsToItself() throws Exception {
        var inside = new Routes().get("/deep/{path...}", ECHO);

        assertThat(inside.with(StripPrefix.of("/shop"))
                        .handle(Request.get("/shop/deep?a=1"))
                        .headers()
                        .find("Location"))
                .isEqualTo("/shop/deep/?a=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "shop", "/shop/", "/shop?x"})
    void aPrefixIsAPath(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripPrefix.of(prefix))
                .withMessageContaining("expected: a path");
    }

    @Test
    void whatIsLeftIsLookedUpAndNeverLeadsOut(@TempDir Path folder) throws Exception {
        write(folder.resolve("secret.txt"), "secret");
        write(folder.resolve("public/deep/cat.txt"), "cat");
        var files = new Routes().get("/{path...}", Files.in(folder.resolve("public")));
        var shop = InProcess.of(new Routes().add(Route.get("/shop/{rest...}", files.with(StripPrefix.of("/shop")))));

        assertThat(shop.handle(Request.get("/shop/deep/cat.txt")).body().text()).isEqualTo("cat");
        assertThat(shop.handle(Request.get("/shop/deep")).headers().find("Location"))
                .isEqualTo("./deep/");
        assertThat(shop.handle(Request.get("/shop/..%2fsecret.txt")).status()).isEqualTo(400);
        assertThat(shop.handle(Request.get("/shop/%2e%2e/secret.txt")).status()).isEqualTo(400);
        assertThat(shop.handle(Request.get("/shop//secret.txt")).status()).isEqualTo(301);
    }

    private static void write(Path file, String content) throws IOException {
        java.nio.file.Files.createDirectories(file.getParent());
        java.nio.file.Files.writeString(file, content);
    }
}
