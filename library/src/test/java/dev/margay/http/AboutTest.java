package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.http.Route.About;
import org.junit.jupiter.api.Test;

/// What routes say of themselves.
final class AboutTest {

    private record Hello(String name) {}

    private record Greeting(String message) {}

    private static final class Door implements Middleware {

        @Override
        public Handler around(Handler next) {
            return next;
        }

        @Override
        public About about() {
            return About.nothing().needs("bearer").refuses(401, "Unauthorized", "There is no token.");
        }
    }

    @Test
    void aTypedRouteSaysWhatItTakes() {
        assertThat(Route.post("/hello", Hello.class, hello -> new Greeting(hello.name()))
                        .about()
                        .input())
                .isEqualTo(Hello.class);
        assertThat(Route.get("/hello", _ -> Response.noContent()).about()).isEqualTo(About.nothing());
    }

    @Test
    void whatIsSaidAddsUp() {
        var route = Route.post("/hello", Hello.class, hello -> new Greeting(hello.name()))
                .streaming()
                .about(About.says("Greets.")
                        .query("loud", Boolean.class, "Whether to shout.")
                        .answers(200, "The greeting.", Greeting.class, "ETag")
                        .refuses(409, "Gone", "Nobody is there."))
                .with(new Door(), next -> next, new Door())
                .computes();

        var about = route.about();
        assertThat(about.text()).isEqualTo("Greets.");
        assertThat(about.input()).isEqualTo(Hello.class);
        assertThat(about.parameters()).extracting(About.Parameter::name).containsExactly("loud");
        assertThat(about.answers()).extracting(About.Answer::body).containsExactly(Greeting.class);
        assertThat(about.refusals()).extracting(About.Refusal::status).containsExactly(409, 401);
        assertThat(about.schemes()).containsExactly("bearer");
    }

    @Test
    void aStatusIsOneAndAnAnswerNoError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> About.nothing().answers(99, ""))
                .withMessage("status: 99 (expected: 100 to 599)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> About.nothing().refuses(302, "Found", ""))
                .withMessage("status: 302 (expected: 400 to 599)");
    }
}
