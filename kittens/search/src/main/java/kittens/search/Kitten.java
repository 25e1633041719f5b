package kittens.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/// A kitten for sale, as the topic `product.*` tells it and the answers show it. Immutable.
///
/// @param weight in grams
/// @param price in cents
record Kitten(
        String id,
        String sku,
        String name,
        String breed,
        long weight,
        long price,
        @JsonProperty("stock_count") long stockCount,
        long version,
        @JsonProperty("updated_at") Instant updatedAt) {}
