package kittens.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import kittens.features.Answer;
import tools.jackson.databind.JsonNode;

/// What answers look like, whoever asked.
public final class AnswerSteps {

    private final World world = World.current();

    @When("{string} is asked for")
    public void isAskedFor(String target) throws Exception {
        world.answer(world.shop().get(target));
    }

    @When("^(GET|POST|DELETE) \"([^\"]*)\" is asked for with body \"(.*)\"$")
    public void isAskedForWithBody(String method, String target, String body) throws Exception {
        world.answer(world.shop().send(method, target, body));
    }

    @Then("the answer is a bad request")
    public void aBadRequest() {
        failed(400);
    }

    @Then("the answer is unauthorized")
    public void unauthorized() {
        failed(401);
        assertThat(world.answer().header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Then("the answer is forbidden")
    public void forbidden() {
        failed(403);
    }

    @Then("the answer is not found")
    public void notFound() {
        failed(404);
    }

    @Then("the answer is a conflict")
    public void aConflict() {
        failed(409);
    }

    @Then("the answer is a conflict called {string}")
    public void aConflictCalled(String code) {
        failed(409);
        assertThat(world.answer().json().at("/error/code").asString()).isEqualTo(code);
    }

    @Then("the answer is that a condition is required")
    public void aConditionIsRequired() {
        failed(428);
    }

    @Then("the answer is {int} in the one error format")
    public void inTheOneErrorFormat(int status) {
        failed(status);
    }

    @Then("the details name {string}, {string} and {string}")
    public void theDetailsName(String first, String second, String third) {
        var targets = world.answer()
                .json()
                .at("/error/details")
                .valueStream()
                .map(detail -> detail.path("target").asString());
        assertThat(targets).contains(first, second, third);
    }

    @Then("the answer says that the store is up")
    public void up() {
        assertThat(world.answer().status()).isEqualTo(200);
        assertThat(world.answer().text("status")).isEqualToIgnoringCase("up");
    }

    private void failed(int status) {
        Answer answer = world.answer();
        assertThat(answer.status()).describedAs("%s", answer).isEqualTo(status);
        JsonNode error = answer.json().path("error");
        for (var member : List.of("code", "message", "request_id")) {
            assertThat(error.path(member).asString(""))
                    .describedAs("%s in %s", member, answer)
                    .isNotEmpty();
        }
        assertThat(error.path("retryable").isBoolean())
                .describedAs("%s", answer)
                .isTrue();
        assertThat(error.path("request_id").asString()).isEqualTo(answer.header("X-Request-ID"));
    }
}
