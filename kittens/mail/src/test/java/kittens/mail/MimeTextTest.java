package kittens.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.MessageHandler.PoisonException;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MimeTextTest {

    private static final Instant DATE = Instant.parse("2026-11-24T07:05:09Z");

    private static Letter letter(@Nullable String email, @Nullable String name, String subject, String text) {
        return new Letter("order-7", Addresses.person(email, name), subject, text, DATE);
    }

    private static MimeMessage parsed(Letter letter) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(MimeText.of(letter)));
    }

    private static String head(Letter letter) throws Exception {
        var text = new String(MimeText.of(letter), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf("\r\n\r\n"));
    }

    @Test
    void aLetterHasTheHeadersThatMailNeeds() throws Exception {
        var head = head(letter("tom@example.org", "Tom", "Your order 7", "Hello"));

        assertThat(head.lines())
                .contains(
                        "Date: Tue, 24 Nov 2026 07:05:09 +0000",
                        "From: The kitten store <shop@kittens.local>",
                        "To: Tom <tom@example.org>",
                        "Subject: Your order 7",
                        "Message-ID: <order-7@kittens.local>",
                        "X-Message-Id: order-7",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=utf-8");
    }

    @Test
    void namesAndTextsOfAllLanguagesComeThrough() throws Exception {
        var mail = parsed(letter("zoe@example.org", "Zoë \"🐈\" Łatka", "Bestellung für Zoë 🐈", "Grüße =\n.\n猫\n"));

        var to = (InternetAddress) mail.getRecipients(Message.RecipientType.TO)[0];
        assertThat(to.getPersonal()).isEqualTo("Zoë \"🐈\" Łatka");
        assertThat(to.getAddress()).isEqualTo("zoe@example.org");
        assertThat(mail.getSubject()).isEqualTo("Bestellung für Zoë 🐈");
        assertThat(mail.getContent()).isEqualTo("Grüße =\r\n.\r\n猫\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tom\r\nBcc: all@example.org",
                "Tom\nBcc: all@example.org",
                "Tom\r\n\r\n<script>",
                "Zoë\r\nBcc: all@example.org",
                "Tom\u0085Bcc: all@example.org",
                "Tom\u2028Bcc: all@example.org",
                "\"Tom\" <x@example.org>, Bcc: y@example.org"
            })
    void aNameNeverBecomesAHeader(String name) throws Exception {
        var letter = letter("tom@example.org", name, name, "Hello");
        var mail = parsed(letter);

        assertThat(head(letter).lines()).noneMatch(line -> line.startsWith("Bcc"));
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(((InternetAddress) mail.getAllRecipients()[0]).getAddress()).isEqualTo("tom@example.org");
        assertThat(mail.getContent()).isEqualTo("Hello");
    }

    @Test
    void longNamesAreFolded() throws Exception {
        var letter = letter("tom@example.org", "Ž".repeat(5_000), "ß".repeat(5_000), "x".repeat(5_000));

        var lines = new String(MimeText.of(letter), StandardCharsets.ISO_8859_1).split("\r\n");

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(998));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "tom",
                "tom@",
                "@example.org",
                "tom@example.org\r\nBcc: all@example.org",
                "tom@example.org, all@example.org",
                "<tom@example.org>",
                "tom @example.org",
                "tom@example.org\u0000",
                "a@b@c"
            })
    void whereNoMailCanGoIsPoison(String email) {
        assertThatThrownBy(() -> letter(email, "Tom", "x", "x")).isInstanceOf(PoisonException.class);
    }
}
