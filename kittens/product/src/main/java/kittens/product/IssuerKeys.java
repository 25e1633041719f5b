package kittens.product;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Fetches the keys of the service that issues tokens.
///
/// One small document every few minutes: the JDK's client will do, on the thread that [dev.margay.security.RemoteKeys]
/// keeps for it.
final class IssuerKeys implements Callable<String> {

    private static final String PATH = "/.well-known/jwks.json";
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(3).toMillis();
    private static final int LARGEST = 256 << 10;

    private final URI address;

    IssuerKeys(URI auth) {
        this.address = auth.resolve(PATH);
    }

    @Override
    public String call() throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            if (connection.getResponseCode() != 200) {
                throw new IOException("%s: %d (expected: 200)".formatted(address, connection.getResponseCode()));
            }
            try (var body = connection.getInputStream()) {
                return new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
