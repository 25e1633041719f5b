package dev.margay.security;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;

/// A token put together by hand, so that tests can sign what no issuer would.
record Jwt(String input) {

    static Jwt of(String header, String claims) {
        return new Jwt(base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8)));
    }

    String signedBy(SigningKey key) throws Exception {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.privateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return with(signature.sign());
    }

    String with(byte[] signature) {
        return input + "." + base64(signature);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
