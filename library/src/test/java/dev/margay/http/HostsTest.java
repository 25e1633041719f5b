package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Routes that are for one host, or for all below one.
final class HostsTest {

    private final Routes routes = new Routes()
            .get("/", _ -> Response.text("any"))
            .get("/only-here", _ -> Response.text("any"))
            .get("cats.example.com/", _ -> Response.text("cats"))
            .post("cats.example.com/toys", _ -> Response.text("toys"))
            .get("*.example.com/", _ -> Response.text("below"))
            .get("*.cats.example.com/{id}", request -> Response.text(request.variable("id")));

    private Response answer(String method, String target, String host) throws Exception {
        return routes.handle(Request.of(method, target).with("Host", host));
    }

    @ParameterizedTest
    @CsvSource({
        "cats.example.com, /, cats",
        "CATS.Example.COM:8080, /, cats",
        "cats.example.com., /, cats",
        "dogs.example.com, /, below",
        "a.b.example.com, /, below",
        "tom.cats.example.com, /7, 7",
        "tom.cats.example.com, /, below",
        "example.com, /, any",
        "notexample.com, /, any",
        "cats.example.com, /only-here, any",
        "127.0.0.1:80, /, any",
        "[::1]:80, /, any",
        "[::1], /, any"
    })
    void theRoutesOfTheHostComeFirst(String host, String target, String text) throws Exception {
        assertThat(answer("GET", target, host).body().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":", "::", "]", "*", "*.example.com:", "..example.com", "a:b:c"})
    void aHostNobodyKnowsIsAnyHost(String host) throws Exception {
        assertThat(answer("GET", "/only-here", host).body().text()).isEqualTo("any");
    }

    @Test
    void withoutAHostThoseWithoutOneAnswer() throws Exception {
        assertThat(routes.handle(Request.get("/")).body().text()).isEqualTo("any");
    }

    @Test
    void aPathThatTheHostKnowsIsTheHostsBusiness() {
        assertThatThrownBy(() -> answer("GET", "/toys", "cats.example.com"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(405));
        assertThatThrownBy(() -> answer("GET", "/toys", "example.com"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(404));
    }

    @Test
    void eachHostHasARouteOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> routes.get("cats.example.com/", _ -> Response.of(200)));
        assertThat(routes.all()).hasSize(6);
    }
}
