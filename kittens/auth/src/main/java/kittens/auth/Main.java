package kittens.auth;

import dev.margay.Service;
import dev.margay.security.Bearer;
import dev.margay.security.Passwords;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import dev.margay.sql.Sql;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users and sessions: the program.
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Main() {}

    public static void main(String... arguments) throws Exception {
        start(Service.named("auth").port(8081).config(arguments), Passwords.recommended());
    }

    static Service.Running start(Service service, Passwords passwords) throws IOException, InterruptedException {
        var settings = service.read("", Settings.standard());
        var database = service.keep(Sql.await(settings.own(), PATIENCE).meter("database", service.metrics()));
        var broker = service.keep(Sql.await(settings.shared(), PATIENCE).meter("broker", service.metrics()));
        database.migrate("auth", "db/auth");
        var messaging = service.messaging(SqlMessageStore.open(broker), SqlOutbox.open(database));

        var rules = TokenRules.of("kittens-auth", "kittens")
                .lasting(settings.token().lifetime());
        var keys = SigningKeys.open(settings.home().resolve("keys/auth.pem"));
        var issuer = TokenIssuer.of(keys, rules, InstantSource.system());
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, InstantSource.system()));

        var audit = new Audit();
        var guard = new LogInGuard(System::nanoTime);
        var accounts = new Accounts(database, passwords, messaging.queue("registration.welcome_email"), Ids::random);
        var lifetime = settings.session().lifetime();
        var sessions = new Sessions(new Sessions.Parts(database, passwords, guard, issuer, audit, lifetime));
        makeAdministrator(accounts, settings);
        new AuthRoutes(accounts, sessions, keys, audit).all(bearer).forEach(service::add);
        return service.openapi("Kitten store: auth", "1")
                .check("database", database::check)
                .start();
    }

    private static void makeAdministrator(Accounts accounts, Settings settings) throws InterruptedException {
        var password = new PasswordFile(settings.home().resolve("admin-password"));
        if (accounts.ensureAdministrator(settings.admin().address(), password::password)) {
            LOG.info("made the administrator {}", settings.admin().email());
        }
        if (password.exists()) {
            LOG.info("the administrator's first password is in {}", password);
        }
    }
}
