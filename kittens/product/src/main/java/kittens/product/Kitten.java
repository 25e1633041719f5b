package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/// A kitten for sale, as everybody sees it. Immutable.
///
/// @param version rises by one with each change
record Kitten(
        String id,
        @JsonUnwrapped Offer offer,
        long version,
        @JsonProperty("updated_at") Instant updatedAt) {

    static Kitten added(String id, Offer offer, Instant now) {
        return new Kitten(id, offer, 1, now);
    }

    /// The next version.
    Kitten changed(Offer next, Instant now) {
        return new Kitten(id, next, version + 1, now);
    }
}
