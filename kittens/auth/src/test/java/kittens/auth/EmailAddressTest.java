package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {

    @Test
    void caseAndCompositionDoNotMatter() {
        assertThat(EmailAddress.parse("ZOE\u0308@Example.COM")).isEqualTo(EmailAddress.parse("zoë@example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "a@", "@b", "a b@c", "a@b\u0000", "a@b\n", "nobody"})
    void whatCannotBeAnAddressIsNone(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void longTextIsNone() {
        assertThat(EmailAddress.parse("a".repeat(253) + "@b")).isEmpty();
    }
}
