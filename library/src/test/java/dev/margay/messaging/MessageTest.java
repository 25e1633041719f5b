package dev.margay.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.json.JsonException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be in a message, and what is said of the rest.
final class MessageTest {

    private static final Message TOM = Message.of("Tom");

    private static void refused(String says, org.assertj.core.api.ThrowableAssert.ThrowingCallable step) {
        assertThatIllegalArgumentException().isThrownBy(step).withMessage(says);
    }

    @Test
    void aPayloadHasAtMostAMebibyteOfBytes() {
        var most = "ж".repeat((1 << 19) - 1);

        assertThat(Message.of(most).as(String.class)).isEqualTo(most);
        refused(
                "message payload of 1048577 bytes (expected: at most 1048576)",
                () -> Message.ofJson("x".repeat((1 << 20) + 1)));
        refused("message payload of 1048578 bytes (expected: at most 1048576)", () -> Message.of("ж".repeat(1 << 19)));
    }

    @Test
    void anEmptyPayloadIsNoValue() {
        var empty = Message.ofJson("");

        assertThatThrownBy(() -> empty.as(String.class)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-Z.a_z:0-9", "-", "."})
    void anIdIsOfPlainCharacters(String id) {
        assertThat(TOM.id(id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "a/b", "ä", "🐈", "a\u0000", "'", "\ud83d"})
    void anIdOfOtherCharactersIsRefused(String id) {
        refused("message id: %s (expected: 1 to 128 of A-Za-z0-9._:-)".formatted(id), () -> TOM.id(id));
    }

    @Test
    void anOverlongIdIsShownInPart() {
        assertThat(TOM.id("i".repeat(128)).id()).hasSize(128);
        refused(
                "message id: %s... (expected: 1 to 128 of A-Za-z0-9._:-)".formatted("i".repeat(60)),
                () -> TOM.id("i".repeat(1 << 20)));
    }

    @Test
    void nameAndKeyHaveTheirLimits() {
        assertThat(TOM.name("n".repeat(200)).name()).hasSize(200);
        refused("message name of 201 characters (expected: at most 200)", () -> TOM.name("n".repeat(201)));
        assertThat(TOM.key("🐈".repeat(64)).about()).isPresent();
        refused("message key of 257 bytes (expected: at most 256)", () -> TOM.key("k".repeat(257)));
        refused("message key of 260 bytes (expected: at most 256)", () -> TOM.key("🐈".repeat(65)));
    }

    @Test
    void versionsDoNotFallBelowZero() {
        assertThat(TOM.key("k", Long.MAX_VALUE).version()).isEqualTo(Long.MAX_VALUE);
        refused("message version: -1 (expected: >= 0)", () -> TOM.key("k", -1));
    }

    @Test
    void theLastMessageOfAKeyHasAKey() {
        assertThat(TOM.key("k").last().tombstone()).isTrue();
        refused("a tombstone without a key (expected: the key that is gone)", TOM::last);
    }

    @Test
    void headersHaveTheirLimits() {
        var many = TOM;
        for (int i = 0; i < 64; i++) {
            many = many.header("h" + i, "");
        }
        var full = many;
        assertThat(full.headers()).hasSize(64);
        refused("65 headers (expected: at most 64)", () -> full.header("one", "more"));
        assertThat(TOM.header("h", "v".repeat(4095)).header("h")).isPresent();
        refused("message header h of 4097 bytes (expected: at most 4096)", () -> TOM.header("h", "v".repeat(4096)));
        refused(
                "message header %s... of 5000 bytes (expected: at most 4096)".formatted("h".repeat(60)),
                () -> TOM.header("h".repeat(5_000), ""));
    }

    @Test
    void headersHaveALimitTogether() {
        var four = TOM;
        for (int i = 0; i < 4; i++) {
            four = four.header("h" + i, "v".repeat(4094));
        }
        var full = four;
        refused("message headers of 16385 bytes (expected: at most 16384)", () -> full.header("h", ""));
    }

    @Test
    void timesAreUpToAYear() {
        assertThat(TOM.delay(Duration.ofDays(365)).timing().delay()).hasDays(365);
        refused("message delay: PT-0.001S (expected: 0 to 365 days)", () -> TOM.delay(Duration.ofMillis(-1)));
        refused(
                "message delay: PT2562047788015215H30M7S (expected: 0 to 365 days)",
                () -> TOM.delay(Duration.ofSeconds(Long.MAX_VALUE)));
        refused(
                "message lifetime: PT8760H0.001S (expected: 0 to 365 days)",
                () -> TOM.expires(Duration.ofDays(365).plusMillis(1)));
    }
}
