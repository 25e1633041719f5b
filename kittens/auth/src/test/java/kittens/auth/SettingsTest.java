package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.ConfigException;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot work is refused before anything is opened.
final class SettingsTest {

    private static Settings read(String text) {
        return Configuration.from(Sources.ofText(text)).read("", Settings.standard());
    }

    @Test
    void aLifetimeIsADuration() {
        assertThat(read("token.lifetime = 90s").token().lifetime()).isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token.lifetime = 0s",
                "token.lifetime = -1s",
                "token.lifetime = 999ms",
                "session.lifetime = 0s",
                "admin.email = nobody"
            })
    void whatMakesNoSenseIsNamed(String setting) {
        assertThatThrownBy(() -> read(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf(' ')));
    }
}
