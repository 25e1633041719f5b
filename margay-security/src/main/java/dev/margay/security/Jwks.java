package dev.margay.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// JSON Web Key Sets (RFC 7517): what issuers publish and verifiers fetch.
final class Jwks {

    private static final int MOST_CHARACTERS = 65_536;
    private static final int MOST_KEYS = 32;

    private Jwks() {}

    static String write(List<SigningKey> keys) {
        List<JWK> published =
                keys.stream().map(SigningKey::published).map(JWK.class::cast).toList();
        return new JWKSet(published).toString(true);
    }

    /// The keys in the document that verify RS256, by id; keys of other kinds are passed over.
    ///
    /// @throws ParseException if it is no key set, is too large, or has no such key
    static Map<String, RSAPublicKey> parse(String document) throws ParseException {
        if (document.length() > MOST_CHARACTERS) {
            throw refused("%d characters (expected: at most %d)".formatted(document.length(), MOST_CHARACTERS));
        }
        var all = JWKSet.parse(document).getKeys();
        if (all.size() > MOST_KEYS) {
            throw refused("%d keys (expected: at most %d)".formatted(all.size(), MOST_KEYS));
        }
        var usable = new HashMap<String, RSAPublicKey>();
        for (var one : all) {
            if (one instanceof RSAKey key && verifiesRs256(key)) {
                usable.put(key.getKeyID(), publicPart(key));
            }
        }
        if (usable.isEmpty()) {
            throw refused("no key that verifies RS256 (expected: at least one, with 'kid')");
        }
        return Map.copyOf(usable);
    }

    private static boolean verifiesRs256(RSAKey key) {
        return key.getKeyID() != null
                && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(JWSAlgorithm.RS256))
                && key.size() >= SigningKey.LEAST_BITS
                && key.size() <= SigningKey.MOST_BITS;
    }

    private static RSAPublicKey publicPart(RSAKey key) throws ParseException {
        try {
            return key.toRSAPublicKey();
        } catch (JOSEException e) {
            var refused = refused("key '%s' is not an RSA key".formatted(key.getKeyID()));
            refused.initCause(e);
            throw refused;
        }
    }

    private static ParseException refused(String what) {
        return new ParseException("key set: " + what, 0);
    }
}
