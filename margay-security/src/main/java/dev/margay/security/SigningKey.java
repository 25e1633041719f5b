package dev.margay.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;

/// One RSA key pair that signs tokens, named by the thumbprint of its public part (RFC 7638). Immutable.
///
/// The name follows from the key, so a reloaded key keeps its name and two keys never share one.
record SigningKey(String id, RSAPublicKey publicKey, PrivateKey privateKey) {

    static final int LEAST_BITS = 2_048;
    static final int MOST_BITS = 8_192;

    static SigningKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(LEAST_BITS);
            return from((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("every Java platform generates RSA keys", e);
        }
    }

    /// The key in a PKCS #8 structure.
    static SigningKey decode(byte[] pkcs8) throws InvalidKeySpecException {
        try {
            var decoded = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (decoded instanceof RSAPrivateCrtKey key) {
                return from(key);
            }
            throw new InvalidKeySpecException("RSA key without its primes (expected: a complete private key)");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform reads RSA keys", e);
        }
    }

    private static SigningKey from(RSAPrivateCrtKey key) throws InvalidKeySpecException, NoSuchAlgorithmException {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            throw new InvalidKeySpecException(
                    "RSA key of %d bits (expected: %d to %d)".formatted(bits, LEAST_BITS, MOST_BITS));
        }
        var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        return new SigningKey(thumbprint(publicKey), publicKey, key);
    }

    static String thumbprint(RSAPublicKey key) {
        try {
            return new RSAKey.Builder(key).build().computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The public part, as verifiers fetch it.
    RSAKey published() {
        return new RSAKey.Builder(publicKey)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .build();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + ", hidden]";
    }
}
