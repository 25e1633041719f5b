package kittens.features;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// The store as a customer's program sees it: requests through the door. Safe for many threads.
public final class Shop {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Store store;
    private final HttpClient http = HttpClient.newHttpClient();

    public Shop(Store store) {
        this.store = store;
    }

    public Answer get(String target, String... headers) throws Exception {
        return send("GET", target, "", headers);
    }

    public Answer post(String target, Map<String, ?> body, String... headers) throws Exception {
        return send("POST", target, JSON.writeValueAsString(body), headers);
    }

    /// Sends a request; the body is JSON text, or empty for none.
    public Answer send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(store.at(target))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    /// The header that shows a token.
    public static String[] with(String token, String... more) {
        var headers = new String[more.length + 2];
        headers[0] = "Authorization";
        headers[1] = "Bearer " + token;
        System.arraycopy(more, 0, headers, 2, more.length);
        return headers;
    }

    /// A customer nobody else is, registered.
    public Customer register() throws Exception {
        var customer = Customer.random();
        var answer = post("/v1/users", customer.registration());
        if (answer.status() != 201) {
            throw new IllegalStateException("not registered: " + answer);
        }
        return customer;
    }

    public Answer logIn(String email, String password) throws Exception {
        return post("/v1/sessions", Map.of("email", email, "password", password));
    }

    public String tokenOf(Customer customer) throws Exception {
        return logIn(customer.email(), customer.password()).text("token");
    }

    public String administratorToken() throws Exception {
        var answer = logIn("admin@kittens.local", store.administratorPassword());
        return Optional.of(answer.text("token"))
                .filter(token -> !token.isEmpty())
                .orElseThrow(() -> new IllegalStateException("the administrator was refused: " + answer));
    }

    /// Puts so many of a kitten up for sale.
    public Answer sell(String token, String name, int count) throws Exception {
        var kitten = Map.of(
                "sku",
                "T-" + UUID.randomUUID(),
                "name",
                name,
                "breed",
                "Birman",
                "weight",
                1_200,
                "price",
                12_300,
                "stock_count",
                count);
        return post("/v1/kittens", kitten, with(token));
    }

    public Answer order(String token, String kitten, int quantity, String... headers) throws Exception {
        return post("/v1/orders", Map.of("kitten_id", kitten, "quantity", quantity), with(token, headers));
    }

    /// Somebody with an account, or about to have one.
    public record Customer(String email, String name, String password) {

        public static Customer random() {
            String id = UUID.randomUUID().toString();
            return new Customer("customer-" + id + "@example.org", "Customer " + id, "password-" + id.substring(0, 8));
        }

        public Map<String, String> registration() {
            return Map.of("email", email, "name", name, "password", password);
        }
    }
}
