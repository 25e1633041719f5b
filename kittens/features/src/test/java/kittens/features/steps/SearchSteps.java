package kittens.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Searching, and how soon a change is found.
public final class SearchSteps {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final World world = World.current();
    private final List<String> found = new ArrayList<>();
    private String criteria = "";
    private String query = "";

    @Given("no search criteria are set")
    public void noCriteria() {
        criteria = "";
    }

    @Given("the search criteria are")
    public void theCriteriaAre(String text) {
        criteria = text;
    }

    @When("the search endpoint is called")
    public void theEndpointIsCalled() throws Exception {
        world.answer(world.shop().send("POST", "/v1/search", criteria));
    }

    @Then("the answer is a list of kittens")
    public void aListOfKittens() {
        assertThat(world.answer().status()).isEqualTo(200);
        assertThat(world.answer().json().path("kittens").isArray()).isTrue();
    }

    @Then("{string} is on the list")
    public void isOnTheList(String name) {
        assertThat(names(world.answer().json())).contains(name);
    }

    @When("a customer searches for {string}")
    public void searches(String words) {
        query = words;
    }

    @Then("{string} is on the list within a second")
    public void isOnTheListSoon(String name) {
        Eventually.within(SOON, () -> assertThat(search(query)).contains(name));
    }

    @Then("nothing is found for {string}")
    public void nothingIsFound(String words) throws Exception {
        assertThat(search(words)).isEmpty();
    }

    @Then("nothing is found for {string} within a second")
    public void nothingIsFoundSoon(String words) {
        Eventually.within(SOON, () -> assertThat(search(words)).isEmpty());
    }

    @When("a customer searches for {string} in pages of {int}")
    public void searchesInPages(String words, int size) {
        Eventually.within(SOON, () -> assertThat(ids(words, size)).hasSizeGreaterThanOrEqualTo(5));
    }

    @Then("all {int} are found, each once")
    public void allAreFound(int count) {
        assertThat(found).hasSize(count).doesNotHaveDuplicates();
    }

    private List<String> ids(String words, int size) throws Exception {
        found.clear();
        var asked = Map.<String, Object>of("query", words, "page_size", size);
        while (true) {
            var page = world.shop().post("/v1/search", asked).json();
            page.path("kittens").forEach(kitten -> found.add(kitten.path("id").asString()));
            if (page.path("next_cursor").isNull()) {
                return found;
            }
            asked = Map.of(
                    "query",
                    words,
                    "page_size",
                    size,
                    "cursor",
                    page.path("next_cursor").asString());
        }
    }

    private List<String> search(String words) throws Exception {
        return names(world.shop().post("/v1/search", Map.of("query", words)).json());
    }

    private static List<String> names(JsonNode answer) {
        return answer.path("kittens")
                .valueStream()
                .map(kitten -> kitten.path("name").asString())
                .toList();
    }
}
