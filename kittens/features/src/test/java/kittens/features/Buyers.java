package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Customers who order at a fixed rate whatever happens, and who remember every order that was accepted.
final class Buyers {

    private static final int KITTENS = 5;
    private static final int STOCK = 100_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final Store store;
    private final Shop shop;
    private final String token;
    private final List<String> kittens = new ArrayList<>();
    private final Map<String, String> orderByKey = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> unknown = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();

    private Buyers(Store store) throws Exception {
        this.store = store;
        this.shop = new Shop(store);
        this.token = shop.tokenOf(shop.register());
        var administrator = shop.administratorToken();
        for (int i = 0; i < KITTENS; i++) {
            kittens.add(shop.sell(administrator, "Sturmfest " + UUID.randomUUID(), STOCK)
                    .text("id"));
        }
    }

    static Buyers of(Store store) throws Exception {
        return new Buyers(store);
    }

    /// Orders until closed; an order without an answer is kept, to be asked for again.
    AutoCloseable buying(int perSecond) {
        var pace = Executors.newSingleThreadScheduledExecutor();
        var customers = Executors.newVirtualThreadPerTaskExecutor();
        long period = Duration.ofSeconds(1).toNanos() / perSecond;
        var _ = pace.scheduleAtFixedRate(() -> customers.execute(this::buyOne), 0, period, TimeUnit.NANOSECONDS);
        return () -> {
            pace.shutdown();
            assertThat(pace.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            customers.close();
        };
    }

    private void buyOne() {
        long number = sent.getAndIncrement();
        var key = UUID.randomUUID() + "/" + number % KITTENS;
        try {
            tell(key, order(key));
        } catch (IOException _) {
            unknown.add(key); // cut off, or too late: nobody knows whether it was accepted
        } catch (Exception e) {
            unexpected.add(key + ": " + e);
        }
    }

    private Answer order(String key) throws Exception {
        var kitten = kittens.get(key.charAt(key.length() - 1) - '0');
        return shop.order(token, kitten, 1, "Idempotency-Key", key);
    }

    private void tell(String key, Answer answer) {
        if (answer.status() == 201) {
            orderByKey.put(key, answer.text("id"));
        } else if (answer.status() >= 500) {
            unknown.add(key);
        } else {
            unexpected.add(key + ": " + answer);
        }
    }

    /// Waits until so many more orders were accepted.
    void awaitOrders(int more) {
        int enough = accepted() + more;
        Eventually.within(SETTLED, () -> assertThat(accepted()).isGreaterThanOrEqualTo(enough));
    }

    int accepted() {
        return orderByKey.size();
    }

    /// Sends again what has no answer, then compares orders, stock, mails, ledger and search.
    void account() throws Exception {
        assertThat(unexpected).isEmpty();
        assertThat(accepted() + unknown.size()).isEqualTo(sent.intValue());
        for (var key = unknown.poll(); key != null; key = unknown.poll()) {
            var again = key;
            Eventually.within(SETTLED, () -> {
                var answer = order(again);
                assertThat(answer.status()).isEqualTo(201);
                orderByKey.put(again, answer.text("id"));
            });
        }
        assertThat(orderByKey.values()).doesNotHaveDuplicates();
        everyOrderExists();
        assertThat(sold()).isEqualTo(orderByKey.size());
        Eventually.within(SETTLED, this::everyOrderHasOneMail);
        Eventually.within(SETTLED, this::theLedgerAgrees);
        Eventually.within(SETTLED, this::searchEqualsProduct);
    }

    private void everyOrderExists() throws Exception {
        for (var id : orderByKey.values()) {
            assertThat(shop.get("/v1/orders/" + id, Shop.with(token)).status()).isEqualTo(200);
        }
    }

    private long sold() throws Exception {
        long sold = 0;
        for (var id : kittens) {
            sold += STOCK - kitten(id).path("stock_count").asLong();
        }
        return sold;
    }

    private void everyOrderHasOneMail() throws IOException {
        var orders = new HashSet<>(orderByKey.values());
        var mailed = store.mails().stream()
                .flatMap(mail ->
                        ID.matcher(mail).results().map(MatchResult::group).distinct())
                .filter(orders::contains)
                .sorted()
                .toList();
        assertThat(mailed).isEqualTo(orders.stream().sorted().toList());
    }

    private void theLedgerAgrees() throws Exception {
        var sales = json(store.admin("product", "/sales"));
        assertThat(sales.path("orders").asLong()).isEqualTo(orderByKey.size());
    }

    private void searchEqualsProduct() throws Exception {
        var catalogue = Documents.ofProduct(shop);
        assertThat(catalogue).containsKeys(kittens.toArray(String[]::new));
        assertThat(Documents.ofSearch(shop)).isEqualTo(catalogue);
    }

    private JsonNode kitten(String id) throws Exception {
        return shop.get("/v1/kittens/" + id).json();
    }

    private static JsonNode json(URI page) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body());
        }
    }
}
