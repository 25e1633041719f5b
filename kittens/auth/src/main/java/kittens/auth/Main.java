package kittens.auth;

import dev.margay.Service;
import dev.margay.messaging.work.Messaging;
import dev.margay.observe.MessagingWatch;
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
import java.util.UUID;
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
        var settings = service.read("", AuthSettings.standard());
        var sql = Sql.await(settings.own(), PATIENCE);
        var broker = Sql.await(settings.shared(), PATIENCE);
        sql.migrate("auth", "db/auth");
        var store = SqlMessageStore.open(broker);
        var outbox = SqlOutbox.open(sql);
        var watch = new MessagingWatch(service.metrics()).watch(store).watch(outbox);
        var messaging =
                Messaging.open(store, outbox, Messaging.Options.named("auth").events(watch));
        sql.meter("database", service.metrics());
        broker.meter("broker", service.metrics());
        service.detail("durability", store::durability);
        service.onStop(broker).onStop(sql).onStop(messaging);

        var rules = TokenRules.of("kittens-auth", "kittens")
                .lasting(settings.token().lifetime());
        var keys = SigningKeys.open(settings.home().resolve("keys/auth.pem"));
        var issuer = TokenIssuer.of(keys, rules, InstantSource.system());
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, InstantSource.system()));

        var audit = new Audit();
        var guard = new LogInGuard(System::nanoTime);
        var accounts = new Accounts(sql, passwords, messaging.queue("registration.welcome_email"), Main::id);
        var lifetime = settings.session().lifetime();
        var sessions = new Sessions(new Sessions.Parts(sql, passwords, guard, issuer, audit, lifetime));
        makeAdministrator(accounts, settings);
        new AuthRoutes(accounts, sessions, keys, audit).all(bearer).forEach(service::add);
        return service.check("database", sql::check).start();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void makeAdministrator(Accounts accounts, AuthSettings settings) throws InterruptedException {
        var password = new PasswordFile(settings.home().resolve("admin-password"));
        if (accounts.ensureAdministrator(settings.admin().address(), password::password)) {
            LOG.info(
                    "made the administrator {}, whose password is in {}",
                    settings.admin().email(),
                    password);
        }
    }
}
