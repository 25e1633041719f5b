package kittens.features.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kittens.features.Answer;
import kittens.features.Shop;

/// Orders, and what follows from them.
public final class OrderSteps {

    private final World world = World.current();
    private final List<Answer> orders = new ArrayList<>();
    private String callName = "";

    @When("the customer orders {int} of it")
    public void orders(int quantity) throws Exception {
        world.answer(world.shop().order(world.token(), kitten(), quantity));
        orders.add(world.answer());
    }

    @When("the customer orders {int} of it in a call with a name")
    public void ordersInACall(int quantity) throws Exception {
        callName = "call-" + UUID.randomUUID();
        world.answer(world.shop().order(world.token(), kitten(), quantity, "X-Request-ID", callName));
    }

    @When("somebody without a token orders {int} of it")
    public void aStrangerOrders(int quantity) throws Exception {
        var body = "{\"kitten_id\":\"%s\",\"quantity\":%d}".formatted(kitten(), quantity);
        world.answer(world.shop().send("POST", "/v1/orders", body));
    }

    @When("the customer sends the same order for {int} of it twice")
    public void sendsTwice(int quantity) throws Exception {
        var key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            orders.add(world.shop().order(world.token(), kitten(), quantity, "Idempotency-Key", key));
        }
    }

    @When("{int} orders for {int} of it are sent at once")
    public void sentAtOnce(int count, int quantity) throws Exception {
        Callable<Answer> one = () -> world.shop().order(world.token(), kitten(), quantity);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, count).mapToObj(_ -> one).toList();
            for (var sent : threads.invokeAll(all)) {
                orders.add(sent.get());
            }
        }
    }

    @Then("exactly {int} orders are created")
    public void exactlyCreated(int count) {
        var byStatus = orders.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(byStatus).containsEntry(201, (long) count).containsOnlyKeys(201, 409);
    }

    @Then("the order is created")
    public void created() throws Exception {
        assertThat(world.answer().status()).describedAs("%s", world.answer()).isEqualTo(201);
        var own = world.shop().get("/v1/orders/" + world.answer().text("id"), Shop.with(world.token()));
        assertThat(own.json()).isEqualTo(world.answer().json());
    }

    @Then("both answers name the same order")
    public void theSameOrder() {
        assertThat(orders).extracting(Answer::status).containsOnly(201);
        assertThat(orders.get(1).json()).isEqualTo(orders.get(0).json());
    }

    @Then("one confirmation mail for the order arrives")
    public void oneMailArrives() {
        var order = orders.getFirst().text("id");
        Eventually.within(
                Duration.ofSeconds(10),
                () -> assertThat(world.store().mails())
                        .filteredOn(mail -> mail.contains(order))
                        .hasSize(1));
    }

    @When("another customer asks for the order")
    public void anotherAsks() throws Exception {
        var token = world.shop().tokenOf(world.shop().register());
        world.answer(world.shop().get("/v1/orders/" + orders.getFirst().text("id"), Shop.with(token)));
    }

    @Then("the answer has the same name")
    public void theSameName() {
        assertThat(world.answer().status()).isEqualTo(201);
        assertThat(world.answer().header("X-Request-ID")).isEqualTo(callName);
    }

    @Then("the logs of gateway, product and mail have it")
    public void theLogsHaveIt() {
        for (var program : List.of("gateway", "product", "mail")) {
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> assertThat(world.store().log(program))
                            .describedAs("log of %s", program)
                            .contains(callName));
        }
    }

    private String kitten() {
        return world.kitten().text("id");
    }
}
