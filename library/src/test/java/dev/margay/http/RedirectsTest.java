package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests for a path that is almost right.
final class RedirectsTest {

    private final Routes routes = new Routes()
            .get("/", _ -> Response.text("root"))
            .get("/helloworld", _ -> Response.text("hello"))
            .get("/images/{path...}", _ -> Response.text("image"))
            .get("/images/cat.jpg", _ -> Response.text("cat"))
            .get("/toys/", _ -> Response.text("toys"))
            .get("/owners/{id}/", _ -> Response.text("owner"))
            .post("/orders", _ -> Response.text("ordered"));

    private Response answer(String method, String target) throws Exception {
        return routes.handle(Request.of(method, target));
    }

    @ParameterizedTest
    @CsvSource({
        "/images, /images/",
        "/images?size=3, /images/?size=3",
        "/toys, /toys/",
        "/owners/tom, /owners/tom/",
        "/owners/t%6fm, /owners/t%6fm/",
        "//helloworld, /helloworld",
        "//, /",
        "/./, /",
        "/.., /",
        "/../helloworld, /helloworld",
        "/../../../helloworld?a=//b, /helloworld?a=//b",
        "/images/../helloworld, /helloworld",
        "/images/./cat.jpg, /images/cat.jpg",
        "/images//cat.jpg, /images/cat.jpg",
        "/images/a/.., /images/",
        "/images/a/../, /images/",
        "/images/., /images/",
        "///images///a%2F//b///, /images/a%2F/b/",
        "/x/../images, /images"
    })
    void theRightPathIsNamed(String target, String location) throws Exception {
        for (String method : new String[] {"GET", "HEAD"}) {
            var response = answer(method, target);

            assertThat(response.status()).isEqualTo(301);
            assertThat(response.headers().find("Location")).isEqualTo(location);
        }
    }

    @Test
    void otherMethodsAreKept() throws Exception {
        var response = answer("POST", "//orders?x=1");

        assertThat(response.status()).isEqualTo(308);
        assertThat(response.headers().find("Location")).isEqualTo("/orders?x=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images/", "/images/a...b/c..", "/images/.hidden", "/images/...", "/helloworld?a=/../"})
    void aCleanPathIsAnswered(String target) throws Exception {
        assertThat(answer("GET", target).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/helloworld/", "//nowhere", "/helloworld/../nowhere", "/toys//x", "/owners"})
    void whereNothingWouldAnswerItIsNotFound(String target) {
        assertThatThrownBy(() -> answer("GET", target))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(404));
    }

    @Test
    void aRedirectStaysOnThisHost() throws Exception {
        assertThat(answer("GET", "/owners/\\evil.example").headers().find("Location"))
                .isEqualTo("/owners/%5Cevil.example/");
        assertThat(answer("GET", "//images/\"<\u00e4>").headers().find("Location"))
                .isEqualTo("/images/%22%3C%C3%A4%3E");
        assertThatThrownBy(() -> answer("GET", "//evil.example/%2e%2e")).isInstanceOf(ProblemException.class);
    }
}
