package kittens.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.Secret;
import dev.margay.messaging.MessageHandler.PoisonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import kittens.mail.Settings.Encryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client's half of the conversation with a mail server.
final class SmtpServerTest {

    private static final String PASSWORD = "correct horse";

    private static Letter letter(String name) {
        var to = new Letter.Person("tom@example.org", name);
        return new Letter("order-7", to, "Your order 7", "Hello\n.\n", Instant.parse("2026-11-24T07:05:09Z"));
    }

    private static SmtpServer withoutUser(SmtpStandIn server) {
        return SmtpServer.at(server.address(), Settings.Mail.standard());
    }

    private static SmtpServer withUser(SmtpStandIn server, Optional<Encryption> encryption) {
        var address = Optional.of(server.address());
        var mail = new Settings.Mail(Optional.empty(), address, "shop", new Secret(PASSWORD), encryption);
        return SmtpServer.at(server.address(), mail);
    }

    @Test
    void aLetterIsTaken() throws Exception {
        try (var server = new SmtpStandIn()) {
            withoutUser(server).send(letter("Zoë"));

            assertThat(server.heard())
                    .contains("RCPT TO:<tom@example.org>")
                    .anyMatch(line -> line.startsWith("MAIL FROM:<shop@kittens.local>"))
                    .noneMatch(line -> line.startsWith("AUTH"));
            assertThat(server.mails())
                    .singleElement()
                    .asString()
                    .contains("To: =?UTF-8?", "Subject: Your order 7\r\n", "\r\n\r\nHello\r\n.\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void whatIsRefusedForNowOrCutOffCanBeTriedAgain(String command) throws Exception {
        try (var server = new SmtpStandIn()) {
            server.answer(command, "451 later", SmtpStandIn.CUT);
            var post = withoutUser(server);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> post.send(letter("Tom"))).isNotInstanceOf(PoisonException.class);
                assertThat(server.mails()).isEmpty();
            }
            post.send(letter("Tom"));

            assertThat(server.mails()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 no such user",
        "RCPT, 550 5.1.1 no such user",
        "RCPT, 553 5.1.3 bad recipient address",
        "RCPT, 550 there is no 5.7.1 here",
        "RCPT, 554 5.70.1 unknown",
        "DATA, 554 no",
        "., 552 too large",
        "., 554 5.6.0 bad content"
    })
    void whatIsRefusedForGoodIsPoison(String command, String answer) throws Exception {
        try (var server = new SmtpStandIn()) {
            server.answer(command, answer);

            assertThatThrownBy(() -> withoutUser(server).send(letter("Tom"))).isInstanceOf(PoisonException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH, 535 wrong password",
        "MAIL, 530 log in first",
        "MAIL, 550 5.7.1 not from here",
        "RCPT, 530 log in first",
        "RCPT, 535 5.7.8 wrong password",
        "RCPT, 554 5.7.1 <tom@example.org>: Relay access denied",
        "RCPT, 553 5.7.1 <shop@kittens.local>: Sender address rejected: not owned by user shop",
        "RCPT, 550 5.7.60 no right to send as this sender",
        "RCPT, 550 5.1.8 <shop@kittens.local>: Sender address rejected: Domain not found",
        "RCPT, 553 5.1.7 bad sender address",
        "DATA, 530 5.7.0 log in first",
        "., 550 5.7.1 no right to send"
    })
    void whatTheShopIsRefusedForIsNotTheLettersFault(String command, String answer) throws Exception {
        try (var server = new SmtpStandIn("AUTH PLAIN")) {
            server.answer(command, answer);
            var post = withUser(server, Optional.of(Encryption.IF_OFFERED));

            assertThatThrownBy(() -> post.send(letter("Tom"))).isNotInstanceOf(PoisonException.class);
            post.send(letter("Tom"));

            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void aNameCannotAddAHeaderOrARecipient() throws Exception {
        try (var server = new SmtpStandIn()) {
            var name = "Tom\r\nBcc: x@example.org\r\n\r\n.\r\nRCPT TO:<y@example.org>\u2028\u0000, z@example.org";
            withoutUser(server).send(letter(name));

            var mail = server.mails().getFirst();
            var head = mail.substring(0, mail.indexOf("\r\n\r\n")).lines();
            assertThat(head).noneMatch(line -> line.matches("(?i)(bcc|rcpt).*"));
            assertThat(server.heard())
                    .filteredOn(line -> line.startsWith("RCPT"))
                    .hasSize(1);
        }
    }

    @Test
    void aUserLogsIn() throws Exception {
        try (var server = new SmtpStandIn("AUTH PLAIN")) {
            withUser(server, Optional.of(Encryption.IF_OFFERED)).send(letter("Tom"));

            assertThat(server.heard()).contains("AUTH PLAIN " + plain());
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void aPasswordWaitsForEncryption() throws Exception {
        try (var server = new SmtpStandIn("AUTH PLAIN")) {
            assertThatThrownBy(() -> withUser(server, Optional.empty()).send(letter("Tom")))
                    .isNotInstanceOf(PoisonException.class)
                    .hasMessageContaining("STARTTLS");

            assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void encryptionBeginsBeforeAnythingIsTold() throws Exception {
        try (var server = new SmtpStandIn("STARTTLS", "AUTH PLAIN")) {
            server.answer("STARTTLS", SmtpStandIn.CUT);

            assertThatThrownBy(() ->
                            withUser(server, Optional.of(Encryption.IF_OFFERED)).send(letter("Tom")))
                    .isNotInstanceOf(PoisonException.class);

            assertThat(server.heard()).last().isEqualTo("STARTTLS");
            assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":25", "host:", "host:x", "host:123456"})
    void anAddressNeedsHostAndPort(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpServer.at(address, Settings.Mail.standard()))
                .withMessage("mail.smtp: %s (expected: host:port)", address);
    }

    @Test
    void userAndPasswordComeTogether() {
        var no = Optional.<String>empty();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Mail(Optional.empty(), no, "shop", new Secret(""), Optional.empty()))
                .withMessage("mail.user: 'shop' without a mail.password (expected: both or neither)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Mail(Optional.empty(), no, "", new Secret(PASSWORD), Optional.empty()))
                .withMessageNotContaining(PASSWORD);
    }

    @Test
    void aUserNeedsAMailServer() {
        var no = Optional.<String>empty();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Settings.Mail(Optional.empty(), no, "shop", new Secret(PASSWORD), Optional.empty()))
                .withMessage("mail.user: 'shop' without a mail.smtp (expected: the host:port where it logs in)");
    }

    private static String plain() {
        var text = "shop\0shop\0" + PASSWORD;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
