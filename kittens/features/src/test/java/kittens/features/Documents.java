package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// All kittens as a service shows them, by their ids.
final class Documents {

    private static final String FIRST_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Documents() {}

    static Map<String, JsonNode> ofProduct(Shop shop) throws Exception {
        var all = new HashMap<String, JsonNode>();
        addAll(shop, "/v1/kittens?page_size=100", all);
        return all;
    }

    /// Search shows only what was asked for, so it is asked for every letter a word can begin with: each kitten has a
    /// sku that begins with one of these.
    static Map<String, JsonNode> ofSearch(Shop shop) throws Exception {
        var all = new HashMap<String, JsonNode>();
        for (int letter : FIRST_LETTERS.chars().toArray()) {
            addAll(shop, "/v1/search?page_size=100&q=" + (char) letter, all);
        }
        return all;
    }

    private static void addAll(Shop shop, String query, Map<String, JsonNode> all) throws Exception {
        var cursor = "";
        do {
            var page = shop.get(cursor.isEmpty() ? query : query + "&cursor=" + encoded(cursor));
            assertThat(page.status()).describedAs("%s", page).isEqualTo(200);
            page.json()
                    .path("kittens")
                    .forEach(kitten -> all.put(kitten.path("id").asString(), kitten));
            cursor = page.text("next_cursor");
        } while (!cursor.isEmpty());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
