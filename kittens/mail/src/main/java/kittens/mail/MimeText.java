package kittens.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A letter as it goes over the wire (RFC 5322, RFC 2045, RFC 2047).
final class MimeText {

    static final String FROM = "shop@kittens.local";

    private static final String FROM_NAME = "The kitten store";
    private static final String UTF_8 = "UTF-8";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private MimeText() {}

    static byte[] of(Letter letter) throws IOException {
        var headers = new StringBuilder();
        add(headers, "Date", DATE.format(letter.date().atOffset(ZoneOffset.UTC)));
        add(headers, "From", address(FROM, FROM_NAME));
        add(headers, "To", address(letter.to().email(), letter.to().name()));
        add(headers, "Subject", encoded(letter.subject()));
        add(headers, "Message-ID", "<" + letter.id() + "@kittens.local>");
        add(headers, "X-Message-Id", letter.id());
        add(headers, "Auto-Submitted", "auto-generated");
        add(headers, "MIME-Version", "1.0");
        add(headers, "Content-Type", "text/plain; charset=utf-8");
        add(headers, "Content-Transfer-Encoding", "quoted-printable");
        var mail = new ByteArrayOutputStream();
        mail.write(headers.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        mail.write(body(letter.text()));
        return mail.toByteArray();
    }

    private static void add(StringBuilder headers, String name, String value) {
        headers.append(name)
                .append(": ")
                .append(MimeUtility.fold(name.length() + 2, value))
                .append("\r\n");
    }

    private static String address(String email, String name) throws IOException {
        return name.isEmpty() ? email : new InternetAddress(email, Addresses.oneLine(name), UTF_8).toString();
    }

    private static String encoded(String text) throws IOException {
        return MimeUtility.encodeText(Addresses.oneLine(text), UTF_8, null);
    }

    private static byte[] body(String text) throws IOException {
        var encoded = new ByteArrayOutputStream();
        try (var quoting = MimeUtility.encode(encoded, "quoted-printable")) {
            quoting.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (MessagingException e) {
            throw new IOException("quoted-printable is unknown", e);
        }
        return encoded.toByteArray();
    }
}
