package kittens.mail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.messaging.Delivery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The event `new_order`: an order was accepted.
///
/// @param price of all its kittens, in cents
record NewOrder(
        String id,
        Item item,
        long quantity,
        long price,
        @Nullable String email,
        @Nullable String name) {

    static final String SUBJECT = "new_order";
    static final String GROUP = "confirmation-mailer";

    /// What was bought.
    record Item(
            @JsonProperty("kitten_id") String kittenId,
            @JsonProperty("kitten_name") String kittenName) {}

    Letter letter(Delivery delivery) {
        var to = Addresses.person(email, name);
        var text = """
                Hello %s,

                thank you for your order.

                Order:    %s
                Kitten:   %s
                Quantity: %d
                Price:    %s

                The kitten store
                """.formatted(Addresses.greeted(to), id, item.kittenName(), quantity, money(price));
        return new Letter("order-" + plain(delivery.id()), to, "Your order " + id, text, delivery.published());
    }

    private static String plain(String messageId) {
        return messageId.startsWith("order-") ? messageId.substring("order-".length()) : messageId;
    }

    private static String money(long cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }
}
