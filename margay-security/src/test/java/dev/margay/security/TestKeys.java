package dev.margay.security;

import java.util.Arrays;
import java.util.List;

/// Two keys made once, for tests that only need some: making one takes a tenth of a second.
final class TestKeys {

    static final SigningKey FIRST = SigningKey.generate();
    static final SigningKey SECOND = SigningKey.generate();

    private TestKeys() {}

    static KeySource source(SigningKey... keys) {
        return id -> Arrays.stream(keys)
                .filter(key -> key.id().equals(id))
                .map(SigningKey::publicKey)
                .findFirst();
    }

    static String jwks(SigningKey... keys) {
        return Jwks.write(List.of(keys));
    }
}
