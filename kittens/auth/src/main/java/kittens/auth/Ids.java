package kittens.auth;

import java.util.UUID;

/// Names of users and sessions.
final class Ids {

    private Ids() {}

    /// A new one, like no other.
    static String random() {
        return UUID.randomUUID().toString();
    }
}
