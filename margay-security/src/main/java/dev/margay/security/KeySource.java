package dev.margay.security;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/// Knows the public keys of a token issuer by their ids. Implementations are safe for many threads.
@FunctionalInterface
public interface KeySource {

    /// The key of this id, or empty if the issuer has no such key.
    ///
    /// @throws KeysUnavailableException when that cannot be told now
    Optional<RSAPublicKey> key(String id) throws InterruptedException;
}
