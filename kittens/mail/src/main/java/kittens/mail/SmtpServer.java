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
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/// Letters to a mail server (RFC 5321), a connection for each; encrypted if the server offers it.
final class SmtpServer implements Post {

    private static final String PATIENCE_MILLIS = "20000";
    private static final int FOR_GOOD = 500;

    private final Session session;

    private SmtpServer(Session session) {
        this.session = session;
    }

    /// @param address `host:port`
    static SmtpServer at(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("mail.smtp: %s (expected: host:port)".formatted(address));
        }
        var settings = new Properties();
        settings.setProperty("mail.smtp.host", address.substring(0, colon));
        settings.setProperty("mail.smtp.port", address.substring(colon + 1));
        settings.setProperty("mail.smtp.from", MimeText.FROM);
        settings.setProperty("mail.smtp.starttls.enable", "true");
        settings.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        settings.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
        settings.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
        return new SmtpServer(Session.getInstance(settings));
    }

    @Override
    public void send(Letter letter) throws Exception {
        byte[] mail = MimeText.of(letter);
        Blocking.call(() -> {
            deliver(letter, mail);
            return mail;
        });
    }

    private void deliver(Letter letter, byte[] mail) throws IOException, MessagingException {
        var message = new MimeMessage(session, new ByteArrayInputStream(mail));
        var to = new InternetAddress[] {new InternetAddress(letter.to().email())};
        try (var transport = session.getTransport("smtp")) {
            transport.connect();
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
                case SMTPSendFailedException refused -> refused.getReturnCode();
                default -> 0;
            };
            if (code >= FOR_GOOD) {
                return true;
            }
        }
        return false;
    }
}
