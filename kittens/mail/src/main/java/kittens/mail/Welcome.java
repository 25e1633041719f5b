package kittens.mail;

import dev.margay.messaging.Delivery;
import org.jspecify.annotations.Nullable;

/// The message `registration.welcome_email`: somebody has registered.
record Welcome(@Nullable String email, @Nullable String name) {

    static final String QUEUE = "registration.welcome_email";

    Letter letter(Delivery delivery) {
        var to = Addresses.person(email, name);
        var text = """
                Hello %s,

                welcome to the kitten store! Your account is ready: log in with this
                e-mail address and the password you have chosen.

                The kitten store
                """.formatted(Addresses.greeted(to));
        return new Letter("welcome-" + delivery.id(), to, "Welcome to the kitten store", text, delivery.published());
    }
}
