package dev.margay.engine;

import dev.margay.engine.EngineOptions.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The certificate of a server, followed while its files change.
final class Certificates {

    /// Without CBC, RSA key exchange and SHA-1; the first three are TLS 1.3's.
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private final Tls tls;
    private final long handshakeMillis;
    private final Consumer<EngineEvent> events;
    private Pair pair;

    /// @throws UncheckedIOException if the files cannot be read
    Certificates(EngineOptions options, Tls tls, Consumer<EngineEvent> events) {
        this.tls = tls;
        this.handshakeMillis = options.limits().times().headers().toMillis();
        this.events = events;
        try {
            this.pair = read();
        } catch (IOException e) {
            throw new UncheckedIOException(reason(e), e);
        }
    }

    /// The bytes of both files.
    @SuppressWarnings("ArrayRecordComponent") // compared by isSame
    private record Pair(byte[] certificate, byte[] key) {

        boolean isSame(Pair other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }
    }

    /// @throws IOException if they cannot be read, are none or do not fit each other
    private Pair read() throws IOException {
        var found = new Pair(Files.readAllBytes(tls.certificate()), Files.readAllBytes(tls.key()));
        try {
            if (!fits(found)) {
                throw new IOException("the key is not the certificate's");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("no certificate and key in PEM: " + e.getMessage(), e);
        }
        return found;
    }

    /// Whether the certificate verifies what the key has signed.
    private static boolean fits(Pair pair) throws GeneralSecurityException {
        var certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pair.certificate));
        String algorithm = certificate.getPublicKey().getAlgorithm();
        var text = KEY.matcher(new String(pair.key, StandardCharsets.ISO_8859_1));
        if (!text.find()) {
            throw new IllegalArgumentException("a key without BEGIN PRIVATE KEY (expected: PKCS #8)");
        }
        var key = KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1))));
        var signature = Signature.getInstance(
                switch (algorithm) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> algorithm;
                });
        signature.initSign(key);
        signature.update(pair.certificate);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(pair.certificate);
        return signature.verify(signed);
    }

    ServerSSLOptions options() {
        var options = new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(pair.certificate))
                        .addKeyValue(Buffer.buffer(pair.key)))
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setSslHandshakeTimeout(handshakeMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        return options;
    }

    /// Looks at the files until the server stops.
    void follow(HttpServer server, CountDownLatch stopped) {
        try {
            while (!stopped.await(tls.check().toNanos(), TimeUnit.NANOSECONDS)) {
                look(server);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody but the JVM's end interrupts this thread
        }
    }

    private void look(HttpServer server) {
        var before = pair;
        try {
            var found = read();
            if (found.isSame(before)) {
                return;
            }
            pair = found;
            server.updateSSLOptions(options())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            events.accept(new EngineEvent.CertificateReplaced(tls.certificate().toString()));
        } catch (IOException | CompletionException e) {
            pair = before;
            events.accept(new EngineEvent.CertificateRefused(tls.certificate().toString(), reason(e)));
        }
    }

    private String reason(Exception failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return "certificate %s, key %s: %s".formatted(tls.certificate(), tls.key(), cause);
    }
}
