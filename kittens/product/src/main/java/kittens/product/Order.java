package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/// An order that was accepted, as its customer sees it. Immutable.
///
/// @param price of all its kittens, in cents
record Order(
        String id,
        @JsonProperty("kitten_id") String kittenId,
        long quantity,
        long price,
        @JsonProperty("created_at") Instant createdAt) {}
