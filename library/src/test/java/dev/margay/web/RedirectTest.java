package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where callers are sent.
final class RedirectTest {

    @ParameterizedTest
    @CsvSource({
        "/cat/, /cat, /cat/",
        "/cat/, /cat?a=1&b=%20, /cat/?a=1&b=%20",
        "/cat/, /cat?, /cat/?",
        "/cat/?x=1, /cat?a=1, /cat/?x=1&a=1",
        "/cat/#tail, /cat?a=1, /cat/?a=1#tail",
        "/cat/?x=1#a?b, /cat?a=1, /cat/?x=1&a=1#a?b",
        "https://example.org, /cat?a=?, https://example.org?a=?",
    })
    void theQueryIsKept(String location, String target, String sentTo) {
        var answer = Redirect.of(308, location).handle(Request.get(target));

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers().find("Location")).isEqualTo(sentTo);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 300, 304, 305, 306, 309, 400})
    void onlyWhatSendsElsewhereIsAStatus(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redirect.of(status, "/"))
                .withMessageContaining("expected: 301");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/a b", "/a\r\nX: y", "/Kätzchen", "/\u0000"})
    void onlyWhatCanBeSentIsALocation(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redirect.of(301, location))
                .withMessageContaining("expected: a URI");
    }

    @Test
    void anyMethodIsSentElsewhere() {
        assertThat(Redirect.of(303, "/made").handle(Request.of("POST", "/make")).status())
                .isEqualTo(303);
    }
}
