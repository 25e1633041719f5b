package kittens.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kittens.features.Answer;
import kittens.features.Shop;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The catalogue, as customers read and administrators write it.
public final class KittenSteps {

    private final World world = World.current();
    private final List<JsonNode> listed = new ArrayList<>();
    private @Nullable Answer first;

    @Given("the administrator has put {string} up for sale")
    public void hasPutUpForSale(String name) throws Exception {
        hasPutUpForSale(5, name);
    }

    @Given("the administrator has put {int} of {string} up for sale")
    public void hasPutUpForSale(int count, String name) throws Exception {
        world.kitten(world.shop().sell(world.administrator(), name, count));
        assertThat(world.kitten().status()).describedAs("%s", world.kitten()).isEqualTo(201);
    }

    @Given("the administrator has put {int} kittens named {string} up for sale")
    public void hasPutKittensUpForSale(int count, String name) throws Exception {
        for (int i = 0; i < count; i++) {
            hasPutUpForSale(name);
        }
    }

    @When("the administrator puts {string} up for sale")
    public void putsUpForSale(String name) throws Exception {
        hasPutUpForSale(name);
        world.answer(world.kitten());
    }

    @When("the customer puts {string} up for sale")
    public void theCustomerPutsUpForSale(String name) throws Exception {
        world.answer(world.shop().sell(world.token(), name, 1));
    }

    @When("somebody without a token puts {string} up for sale")
    public void aStrangerPutsUpForSale(String name) throws Exception {
        world.answer(world.shop().send("POST", "/v1/kittens", "{\"name\":\"%s\"}".formatted(name)));
    }

    @Then("the kitten is created with a place and a version")
    public void isCreated() {
        assertThat(world.answer().header("Location"))
                .isEqualTo("/v1/kittens/" + world.answer().text("id"));
        assertThat(world.answer().header("ETag")).isNotEmpty();
        assertThat(world.answer().json().path("version").asLong()).isEqualTo(1);
    }

    @Then("everybody can see it")
    public void everybodyCanSeeIt() throws Exception {
        var seen = world.shop().get(place());
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json()).isEqualTo(world.kitten().json());
    }

    @When("the administrator renames it to {string}")
    public void renames(String name) throws Exception {
        assertThat(change(name, etag()).status()).isEqualTo(200);
    }

    @When("the administrator takes it off sale")
    public void takesItOffSale() throws Exception {
        var gone = world.shop().send("DELETE", place(), "", Shop.with(world.administrator(), "If-Match", etag()));
        assertThat(gone.status()).isEqualTo(204);
    }

    @When("it is changed twice on the same version")
    public void isChangedTwice() throws Exception {
        var version = etag();
        first = change("Kasimir Erster", version);
        world.answer(change("Kasimir Zweiter", version));
    }

    @Then("the first change is made")
    public void theFirstChangeIsMade() throws Exception {
        assertThat(first).isNotNull();
        assertThat(first.status()).isEqualTo(200);
        assertThat(world.shop().get(place()).text("name")).isEqualTo("Kasimir Erster");
    }

    @Then("the second is refused because the kitten has changed")
    public void theSecondIsRefused() {
        assertThat(world.answer().status()).isEqualTo(412);
    }

    @When("it is changed without a version")
    public void isChangedWithoutAVersion() throws Exception {
        world.answer(world.shop()
                .send("PATCH", place(), "{\"name\":\"Melchior Sehend\"}", Shop.with(world.administrator())));
    }

    @When("it is asked for again with its version")
    public void isAskedForAgain() throws Exception {
        world.answer(world.shop().get(place(), "If-None-Match", etag()));
    }

    @Then("the answer is that nothing has changed")
    public void nothingHasChanged() {
        assertThat(world.answer().status()).isEqualTo(304);
        assertThat(world.answer().body()).isEmpty();
    }

    @When("the catalogue is read in pages of {int}, cheapest first")
    public void readInPages(int size) throws Exception {
        var cursor = "";
        do {
            var page = world.shop().get("/v1/kittens?sort=price&page_size=" + size + cursor);
            assertThat(page.status()).describedAs("%s", page).isEqualTo(200);
            page.json().path("kittens").forEach(listed::add);
            var next = page.json().path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + URLEncoder.encode(next.asString(), StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
    }

    @Then("every kitten is there once")
    public void everyKittenOnce() {
        assertThat(listed).hasSizeGreaterThan(24);
        assertThat(listed.stream().map(kitten -> kitten.path("id").asString())).doesNotHaveDuplicates();
    }

    @Then("the prices rise")
    public void thePricesRise() {
        assertThat(prices()).isSorted();
    }

    @When("the catalogue is filtered by {string}")
    public void filtered(String filter) throws Exception {
        var page = world.shop()
                .get("/v1/kittens?page_size=100&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        page.json().path("kittens").forEach(listed::add);
    }

    @Then("no price on the list is above {long}")
    public void noPriceAbove(long most) {
        assertThat(prices()).isNotEmpty().allMatch(price -> price <= most);
    }

    @Then("{int} of it is left")
    public void isLeft(int count) throws Exception {
        assertThat(world.shop().get(place()).json().path("stock_count").asInt()).isEqualTo(count);
    }

    @Then("{int} of it are left")
    public void areLeft(int count) throws Exception {
        isLeft(count);
    }

    private List<Long> prices() {
        return listed.stream().map(kitten -> kitten.path("price").asLong()).toList();
    }

    private Answer change(String name, String version) throws Exception {
        return world.shop()
                .send(
                        "PATCH",
                        place(),
                        "{\"name\":\"%s\"}".formatted(name),
                        Shop.with(world.administrator(), "If-Match", version));
    }

    private String place() {
        return "/v1/kittens/" + world.kitten().text("id");
    }

    private String etag() throws Exception {
        return world.shop().get(place()).header("ETag");
    }
}
