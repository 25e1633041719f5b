package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static Handler says(String text) {
        return _ -> Response.text(text);
    }

    private final Routes routes = new Routes()
            .get("/", says("root"))
            .get("/v1/kittens", says("all"))
            .post("/v1/kittens", says("create"))
            .get("/v1/kittens/{id}", request -> Response.text("one " + request.variable("id")))
            .get("/v1/kittens/best", says("best"))
            .get(
                    "/v1/kittens/{id}/toys/{toy}",
                    request -> Response.text(request.variable("id") + "/" + request.variable("toy")))
            .get("/images/{path...}", request -> Response.text("image " + request.variable("path")))
            .get("/images/cat.jpg", says("the cat"))
            .get("/a/{x}/c", says("variable"))
            .get("/a/b/{y}", says("text"));

    private String answer(String method, String target) throws Exception {
        return routes.handle(Request.of(method, target)).body().text();
    }

    private Problem refused(String method, String target) {
        try {
            routes.handle(Request.of(method, target));
        } catch (ProblemException e) {
            return e.problem();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("answered");
    }

    @ParameterizedTest
    @CsvSource({
        "/,root",
        "/?x=1,root",
        "/v1/kittens,all",
        "/v1/kittens?page_size=3,all",
        "/v1/kittens/7,one 7",
        "/v1/kittens/best,best",
        "/v1/kittens/b%65st,best",
        "/v1/kittens/a%2Fb,one a/b",
        "/v1/kittens/a+b,one a+b",
        "/v1/kittens/%C3%A4,one ä",
        "/v1/kittens/7/toys/ball,7/ball",
        "/images/a/b/c.png,image a/b/c.png",
        "/images/,'image '",
        "/images/cat.jpg,the cat",
        "/images/a%2Fb...c/..d/e..%5C.f,'image a/b...c/..d/e..\\.f'",
        "/a/b/c,text",
        "/a/x/c,variable"
    })
    void theMostSpecificRouteAnswers(String target, String text) throws Exception {
        assertThat(answer("GET", target)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v1/kittens/",
                "/v1/kittens//toys/x",
                "/v1/kittens/7/toys",
                "/v1/../admin",
                "/images/../../etc/passwd",
                "/V1/kittens"
            })
    void whatNoRouteMatchesIsNotFound(String target) {
        assertThat(refused("GET", target).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/kittens",
                "/v1/%2e%2e/admin",
                "/v1//kittens/%2e%2e/x",
                "/v1/kittens/%",
                "/v1/kittens/%4",
                "/v1/kittens/%zz",
                "/v1/kittens/%00",
                "/v1/kittens/%ff",
                "/v1/kittens/%c0%af",
                "/images/..%2F..%2Fetc%2Fpasswd",
                "/images/a%2f..%2f..%2fpasswd",
                "/images/a/%2e%2e%2fpasswd",
                "/images/a%2F.",
                "/images/..%5C..%5Cpasswd",
                "/images/..\\passwd",
                "/v1/kittens/..%2Fowners"
            })
    void malformedPathsAreABadRequest(String target) {
        assertThat(refused("GET", target).status()).isEqualTo(400);
    }

    @Test
    void anotherMethodIsNotAllowedAndSaysWhichAre() {
        var problem = refused("DELETE", "/v1/kittens");

        assertThat(problem.status()).isEqualTo(405);
        assertThat(problem.headers().first("Allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void headIsAnsweredByGetAndOptionsByTheTable() throws Exception {
        assertThat(answer("HEAD", "/v1/kittens/7")).isEqualTo("one 7");
        assertThat(routes.handle(Request.of("OPTIONS", "/v1/kittens")).headers().first("Allow"))
                .contains("GET, HEAD, OPTIONS, POST");
        assertThat(routes.handle(Request.of("OPTIONS", "*")).status()).isEqualTo(200);
        assertThat(refused("HEAD", "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void aRouteIsGivenOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> routes.get("/v1/kittens", says("again")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "/{",
                "/{}",
                "/{a}{b}",
                "/x{a}",
                "/{a...}/b",
                "/{a}/{a}",
                "/a b",
                "/a?b",
                "/%41",
                "/{1}",
                "/a//b",
                "/a/./b",
                "/..",
                "example.com",
                "Example.com/a",
                "example.com:80/a",
                "*/a*b.com/",
                "a.*.com/a",
                "http://example.com/a"
            })
    void templatesOfAnotherShapeAreRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> Route.get(template, says("")));
    }

    @Test
    void variablesThatDoNotExistAreAMistakeOfTheProgram() {
        var wrong = new Routes().get("/{id}", request -> Response.text(request.variable("name")));

        assertThatThrownBy(() -> wrong.handle(Request.get("/7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'name'")
                .hasMessageContaining("[id]");
    }

    @Test
    void randomTargetsAreAnsweredOrRefusedButNeverFail() throws IOException {
        var random = new Random(3);
        String alphabet = "/v1kites.%20{}?#&=;:@ \\\u0000\u00e4\u20ac~+";
        for (int i = 0; i < 20_000; i++) {
            var target = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int j = random.nextInt(30); j > 0; j--) {
                target.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(routes.handle(Request.get(target.toString())).status())
                        .isIn(200, 301);
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isIn(400, 404, 405);
            } catch (Exception e) {
                throw new AssertionError(target.toString(), e);
            }
        }
    }
}
