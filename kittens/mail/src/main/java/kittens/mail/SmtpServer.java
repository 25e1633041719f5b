package kittens.mail;

import dev.margay.context.Blocking;
import dev.margay.messaging.MessageHandler.PoisonException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/// Letters to a mail server (RFC 5321), a connection for each; encrypted if the server offers it, or it is required.
///
/// What it refuses for good (5xx) of this letter or its recipient makes the letter a dead letter. All else can be
/// mended without the letter, a refused log-in, sender or right too, whichever command is told of it, so it is tried
/// again.
final class SmtpServer implements Post {

    private static final String PATIENCE_MILLIS = "20000";
    private static final int FOR_GOOD = 500;

    /// A missing log-in (RFC 4954), or the sender or its rights by their enhanced code (RFC 3463). Many a server tells
    /// of all these only at the first recipient.
    private static final Pattern OF_THE_SHOP = Pattern.compile("(530|535|5[0-9]{2}[ -]5\\.(1\\.[78]|7\\.[0-9]+))\\b");

    private final Session session;
    private final Settings.Mail mail;

    private SmtpServer(Session session, Settings.Mail mail) {
        this.session = session;
        this.mail = mail;
    }

    /// @param address `host:port`
    static SmtpServer at(String address, Settings.Mail mail) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("mail.smtp: %s (expected: host:port)".formatted(address));
        }
        var settings = new Properties();
        settings.setProperty("mail.smtp.host", address.substring(0, colon));
        settings.setProperty("mail.smtp.port", address.substring(colon + 1));
        settings.setProperty("mail.smtp.from", MimeText.FROM);
        settings.setProperty("mail.smtp.auth", Boolean.toString(mail.logsIn()));
        settings.setProperty("mail.smtp.starttls.enable", "true");
        settings.setProperty("mail.smtp.starttls.required", Boolean.toString(mail.requiresEncryption()));
        settings.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        settings.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
        settings.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
        return new SmtpServer(Session.getInstance(settings), mail);
    }

    @Override
    public void send(Letter letter) throws Exception {
        byte[] text = MimeText.of(letter);
        Blocking.call(() -> {
            deliver(letter, text);
            return text;
        });
    }

    private void deliver(Letter letter, byte[] text) throws IOException, MessagingException {
        var message = new MimeMessage(session, new ByteArrayInputStream(text));
        var to = new InternetAddress[] {new InternetAddress(letter.to().email())};
        try (var transport = session.getTransport("smtp")) {
            if (mail.logsIn()) {
                transport.connect(mail.user(), mail.password().value());
            } else {
                transport.connect();
            }
            transport.sendMessage(message, to);
        } catch (SendFailedException e) {
            if (isForGood(e)) {
                throw new PoisonException("the mail server refuses this mail for good", e);
            }
            throw e;
        }
    }

    private static boolean isForGood(Exception failure) {
        for (Exception e = failure; e instanceof MessagingException me; e = me.getNextException()) {
            int code = switch (e) {
                case SMTPAddressFailedException refused -> refused.getReturnCode();
                case SMTPSendFailedException refused
                when !refused.getCommand().startsWith("MAIL") -> refused.getReturnCode();
                default -> 0;
            };
            if (code >= FOR_GOOD && !isOfTheShop(me)) {
                return true;
            }
        }
        return false;
    }

    /// @param refusal whose message is the server's answer
    private static boolean isOfTheShop(MessagingException refusal) {
        return OF_THE_SHOP.matcher(String.valueOf(refusal.getMessage())).lookingAt();
    }
}
