package kittens.auth;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.messaging.work.Messaging;
import dev.margay.security.Bearer;
import dev.margay.security.Passwords;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlLog;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users and sessions: the program.
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int PORT = 8_081;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Main() {}

    static void main(String... arguments) throws IOException, InterruptedException {
        start(Configuration.of(arguments), Passwords.recommended()).join();
    }

    static Service.Running start(Configuration configuration, Passwords passwords)
            throws IOException, InterruptedException {
        var service = Service.named("auth").port(PORT).config(configuration);
        var settings = service.read("", AuthSettings.standard());
        var clock = InstantSource.system();

        var sql = Sql.await(settings.ownDatabase().events(SqlLog.of("database")), PATIENCE);
        var broker = Sql.await(settings.brokerDatabase().events(SqlLog.of("broker")), PATIENCE);
        sql.migrate("auth", "db/auth");
        var messaging =
                Messaging.open(SqlMessageStore.open(broker), SqlOutbox.open(sql), Messaging.Options.named("auth"));

        var rules = TokenRules.of("kittens-auth", "kittens")
                .lasting(settings.token().lifetime());
        var keys = SigningKeys.open(settings.home().resolve("keys/auth.pem"));
        var issuer = TokenIssuer.of(keys, rules, clock);
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, clock));

        var audit = new Audit();
        var guard = new LogInGuard(System::nanoTime);
        var welcome = messaging.queue("registration.welcome_email");
        var accounts =
                new Accounts(sql, passwords, welcome, () -> UUID.randomUUID().toString());
        var sessions = new Sessions(new Sessions.Parts(
                sql, passwords, guard, issuer, audit, settings.session().lifetime()));

        var first = new PasswordFile(settings.home().resolve("admin-password"));
        if (accounts.ensureAdministrator(settings.admin().address(), first::password)) {
            LOG.info(
                    "made the administrator {}, whose password is in {}",
                    settings.admin().email(),
                    first);
        }
        new AuthRoutes(accounts, sessions, keys, audit).all(bearer).forEach(service::add);
        return service.check("database", () -> sql.read(view -> view.now()))
                .onStop(broker)
                .onStop(sql)
                .onStop(messaging)
                .start();
    }
}
