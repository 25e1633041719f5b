package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.observe.Errors;
import dev.margay.test.InProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a browser is told about pages of other origins.
final class CorsTest {

    private static final String SHOP = "https://shop.example.org";

    private static Response answer(Cors policy, Request request) throws Exception {
        var routes = new Routes()
                .get("/kittens", _ -> Response.text("Tom"))
                .post("/kittens", _ -> Response.of(201))
                .get("/varies", _ -> Response.text("Tom").with("Vary", "Accept"));
        return InProcess.of(routes, routes.with(new Errors(), policy)).handle(request);
    }

    private static Request preflight(String origin, String method) {
        return Request.of("OPTIONS", "/kittens").with("Origin", origin).with("Access-Control-Request-Method", method);
    }

    @Test
    void aPageOfANamedOriginMayRead() throws Exception {
        var answer = answer(
                Cors.of(SHOP, "http://localhost:3000").exposing("X-Request-ID", "ETag"),
                Request.get("/kittens").with("Origin", SHOP));

        assertThat(answer.body().text()).isEqualTo("Tom");
        assertThat(answer.headers().all("Access-Control-Allow-Origin")).containsExactly(SHOP);
        assertThat(answer.headers().all("Access-Control-Expose-Headers")).containsExactly("X-Request-ID, ETag");
        assertThat(answer.headers().all("Vary")).containsExactly("Origin");
        assertThat(answer.headers().has("Access-Control-Allow-Credentials")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "http://shop.example.org",
                "https://shop.example.org:8443",
                "https://shop.example.org.evil.org",
                "https://evil.org/https://shop.example.org",
                "HTTPS://shop.example.org",
                "null",
                ""
            })
    void aPageOfAnotherOriginIsGivenNothing(String origin) throws Exception {
        var answer = answer(Cors.of(SHOP).credentials(), Request.get("/kittens").with("Origin", origin));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().has("Access-Control-Allow-Origin")).isFalse();
        assertThat(answer.headers().has("Access-Control-Allow-Credentials")).isFalse();
        assertThat(answer.headers().all("Vary")).containsExactly("Origin");
        assertThat(answer(Cors.of(SHOP), preflight(origin, "GET")).status()).isEqualTo(403);
    }

    @Test
    void cachesAreToldAlsoWithoutAnOrigin() throws Exception {
        assertThat(answer(Cors.of(SHOP), Request.get("/varies")).headers().all("Vary"))
                .containsExactly("Accept, Origin");
        assertThat(answer(Cors.anyOrigin(), Request.get("/kittens")).headers().has("Vary"))
                .isFalse();
    }

    @Test
    void anyOriginIsAStar() throws Exception {
        var answer = answer(Cors.anyOrigin(), Request.get("/kittens").with("Origin", "null"));

        assertThat(answer.headers().all("Access-Control-Allow-Origin")).containsExactly("*");
    }

    @Test
    void errorsCanBeReadToo() throws Exception {
        var answer = answer(Cors.of(SHOP), Request.get("/nothing").with("Origin", SHOP));

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aPreflightIsAnsweredWithWhatIsAllowed() throws Exception {
        var policy = Cors.of(SHOP)
                .methods("GET", "PUT")
                .headers("Content-Type", "X-Paw")
                .credentials()
                .maxAge(Duration.ofHours(1));

        var answer =
                answer(policy, preflight(SHOP, "PUT").with("Access-Control-Request-Headers", "x-paw, content-type"));

        assertThat(answer.status()).isEqualTo(204);
        var headers = answer.headers();
        assertThat(headers.find("Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(headers.find("Access-Control-Allow-Methods")).isEqualTo("GET, PUT");
        assertThat(headers.find("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(headers.find("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(headers.find("Vary"))
                .isEqualTo("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, , MethodNotAllowed",
        "get, , MethodNotAllowed",
        "GET, x-other, HeaderNotAllowed",
        "GET, 'content-type,x-other', HeaderNotAllowed",
        "GET, *, HeaderNotAllowed",
    })
    void aPreflightThatAsksForMoreIsRefused(String method, String headers, String code) throws Exception {
        var request = preflight(SHOP, method);

        var answer = answer(
                Cors.of(SHOP), headers == null ? request : request.with("Access-Control-Request-Headers", headers));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().text()).contains("\"" + code + "\"");
        assertThat(answer.headers().has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void optionsThatAreNoPreflightAreTheRoutes() throws Exception {
        var answer = answer(Cors.of(SHOP), Request.of("OPTIONS", "/kittens").with("Origin", SHOP));

        assertThat(answer.headers().find("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(answer.headers().find("Access-Control-Allow-Origin")).isEqualTo(SHOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "shop.example.org",
                "https://",
                "https://shop.example.org/",
                "https://shop.example.org/path",
                "https://shop.example.org?x",
                "https://Shop.example.org",
                "https://me@shop.example.org",
                "https://*.example.org",
                "https://a b"
            })
    void whatIsNoOriginIsRefusedAtTheStart(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cors.of(origin))
                .withMessageContaining("'" + origin + "'");
    }

    @Test
    void whatCannotWorkIsRefusedAtTheStart() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of());
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.anyOrigin().credentials());
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of(SHOP).headers("*, x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of(SHOP).exposing(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of(SHOP).methods("get"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of(SHOP).maxAge(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> Cors.of(SHOP).maxAge(Duration.ofSeconds(-1)));
    }
}
