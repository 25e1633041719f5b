package kittens.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import kittens.features.Answer;
import kittens.features.Shop;
import kittens.features.Shop.Customer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Accounts and sessions.
public final class CustomerSteps {

    private final World world = World.current();
    private @Nullable Answer refusedBefore;
    private @Nullable String oldRefreshToken;

    @Given("a customer")
    public void aCustomer() throws Exception {
        world.customer(world.shop().register());
    }

    @Given("a customer who is logged in")
    public void aCustomerWhoIsLoggedIn() throws Exception {
        aCustomer();
        logsIn();
    }

    @When("somebody registers")
    public void registers() throws Exception {
        world.customer(Customer.random());
        world.answer(world.shop().post("/v1/users", world.customer().registration()));
    }

    @When("somebody registers with")
    public void registersWith(String body) throws Exception {
        world.answer(world.shop().send("POST", "/v1/users", body));
    }

    @When("somebody registers with the same e-mail address in capitals")
    public void registersAgain() throws Exception {
        var same = world.customer();
        var registration =
                new Customer(same.email().toUpperCase(Locale.ROOT), same.name(), same.password()).registration();
        world.answer(world.shop().post("/v1/users", registration));
    }

    @Then("the account is created")
    public void created() {
        assertThat(world.answer().status()).isEqualTo(201);
        assertThat(world.answer().header("Location")).startsWith("/v1/users/");
        assertThat(world.answer().body()).doesNotContain(world.customer().password());
    }

    @Then("a welcome mail for the new customer arrives")
    public void aWelcomeMailArrives() {
        Eventually.within(
                Duration.ofSeconds(10),
                () -> assertThat(world.store().mails())
                        .filteredOn(mail -> mail.contains(world.customer().email()))
                        .hasSize(1));
    }

    @When("the customer logs in")
    public void logsIn() throws Exception {
        world.answer(
                world.shop().logIn(world.customer().email(), world.customer().password()));
        world.session(world.answer());
    }

    @When("the customer logs in with a wrong password")
    public void logsInWrongly() throws Exception {
        refusedBefore = world.shop().logIn(world.customer().email(), "wrong password");
    }

    @When("a stranger without an account tries to log in")
    public void aStrangerLogsIn() throws Exception {
        world.answer(world.shop().logIn(Customer.random().email(), "wrong password"));
    }

    @Then("both are refused with the same words")
    public void theSameWords() {
        var before = Objects.requireNonNull(refusedBefore);
        assertThat(before.status()).isEqualTo(401);
        assertThat(world.answer().status()).isEqualTo(401);
        assertThat(withoutId(world.answer())).isEqualTo(withoutId(before));
    }

    private static String withoutId(Answer answer) {
        var error = (ObjectNode) answer.json().path("error");
        error.remove("request_id");
        return error.toString();
    }

    @Then("the answer has a token and a refresh token")
    public void hasTokens() {
        assertThat(world.answer().status()).isEqualTo(201);
        assertThat(world.answer().text("token").split("\\.")).hasSize(3);
        assertThat(world.answer().text("refresh_token")).isNotEmpty();
        assertThat(world.answer().text("expires_at")).endsWith("Z");
    }

    @Then("the token tells who the customer is")
    public void tellsWho() throws Exception {
        var me = world.shop().get("/v1/users/me", Shop.with(world.token()));
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("email")).isEqualTo(world.customer().email());
    }

    @When("the session is refreshed")
    public void refreshed() throws Exception {
        oldRefreshToken = world.session().text("refresh_token");
        world.answer(refresh(oldRefreshToken));
    }

    @Then("the old refresh token is good for nothing")
    public void goodForNothing() throws Exception {
        assertThat(refresh(Objects.requireNonNull(oldRefreshToken)).status()).isEqualTo(401);
    }

    @When("the customer logs out")
    public void logsOut() throws Exception {
        world.answer(world.shop().send("DELETE", "/v1/sessions/current", "", Shop.with(world.token())));
        assertThat(world.answer().status()).isEqualTo(204);
    }

    @Then("the session cannot be refreshed")
    public void cannotBeRefreshed() throws Exception {
        assertThat(refresh(world.session().text("refresh_token")).status()).isEqualTo(401);
    }

    private Answer refresh(String token) throws Exception {
        return world.shop().post("/v1/sessions/refresh", Map.of("refresh_token", token));
    }

    @When("somebody without a token asks who they are")
    public void asksWithoutAToken() throws Exception {
        world.answer(world.shop().get("/v1/users/me"));
    }

    @When("somebody asks who they are with that token and another signature")
    public void asksWithAForgedToken() throws Exception {
        var token = world.token();
        int signature = token.lastIndexOf('.') + 1;
        var forged = token.substring(0, signature) + new StringBuilder(token.substring(signature)).reverse();
        world.answer(world.shop().get("/v1/users/me", Shop.with(forged)));
    }
}
