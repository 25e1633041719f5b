package kittens.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.ConfigException;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program takes from outside.
final class SettingsTest {

    private static Settings read(String... arguments) {
        return Configuration.from(Sources.ofText("").withArguments(arguments)).read("", Settings.standard());
    }

    @Test
    void theKeysOfTokensComeFromAuth() {
        assertThat(read("--auth.url=http://auth.internal:81").auth().keys())
                .isEqualTo(URI.create("http://auth.internal:81/.well-known/jwks.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.internal",
                "http:///keys",
                "http://auth.internal/v1",
                "http://auth.internal?a=b",
                "http://user@auth.internal",
                "mailto:auth@example.org"
            })
    void whatTheClientCannotCallIsRefusedAtTheStart(String url) {
        assertThatThrownBy(() -> read("--auth.url=" + url))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("url: %s (expected: http://host:port)", url);
    }
}
