package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/// The event `new_order`: all that those who confirm it or account for it need. Immutable.
record NewOrder(
        String id,
        Item item,
        long quantity,
        long price,
        @JsonProperty("user_id") String userId,
        String email,
        String name,
        @JsonProperty("created_at") Instant createdAt) {

    static final String SUBJECT = "new_order";

    /// What was bought.
    record Item(
            @JsonProperty("kitten_id") String kittenId,
            @JsonProperty("kitten_name") String kittenName) {}
}
