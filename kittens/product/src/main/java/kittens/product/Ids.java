package kittens.product;

import java.util.UUID;
import java.util.regex.Pattern;

/// Names of kittens and orders.
final class Ids {

    private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private Ids() {}

    /// A new one, like no other.
    static String random() {
        return UUID.randomUUID().toString();
    }

    /// Whether there could be something of this name: all others need no look into the database.
    static boolean possible(String id) {
        return POSSIBLE.matcher(id).matches();
    }
}
