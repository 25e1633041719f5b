package dev.margay;

import dev.margay.config.Configuration;
import dev.margay.engine.EngineOptions;
import java.nio.file.Path;
import java.time.Duration;

/// How a service is told to speak TLS.
record TlsSettings(Pem tls) {

    static final TlsSettings NONE = new TlsSettings(new Pem("", "", Duration.ofSeconds(10)));

    static TlsSettings read(Configuration from) {
        return from.read("", NONE);
    }

    EngineOptions in(EngineOptions options) {
        return tls.certificate.isEmpty() ? options : options.with(tls.engine());
    }

    /// Two files, or none.
    record Pem(String certificate, String key, Duration check) {

        Pem {
            if (certificate.isEmpty() != key.isEmpty()) {
                throw new IllegalArgumentException(
                        "certificate '%s', key '%s' (expected: both files, or none)".formatted(certificate, key));
            }
            if (!check.isPositive()) {
                throw new IllegalArgumentException("check: %s (expected: > 0)".formatted(check));
            }
        }

        private EngineOptions.Tls engine() {
            return new EngineOptions.Tls(Path.of(certificate), Path.of(key), check);
        }
    }
}
