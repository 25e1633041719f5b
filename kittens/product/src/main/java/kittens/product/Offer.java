package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What an administrator says of a kitten. Immutable.
///
/// @param sku the store's own number for it, each once
/// @param weight in grams
/// @param price in cents
/// @param stockCount how many there are to be sold
record Offer(
        String sku,
        String name,
        String breed,
        long weight,
        long price,
        @JsonProperty("stock_count") long stockCount) {}
