package kittens.auth;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.work.Messaging;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.messages.SqlMessageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kittens.auth.AuthProgram.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program does, whatever database it has.
abstract class AuthContract {

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path home;

    AuthProgram auth;

    /// Arguments that name the databases.
    abstract List<String> databases();

    abstract SqlOptions broker();

    @BeforeEach
    void start() throws Exception {
        auth = AuthProgram.start(home, databases());
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private static String someone() {
        return "someone-%d@example.com".formatted(NAMES.incrementAndGet());
    }

    private Answer loggedIn(String email) throws Exception {
        assertThat(auth.register(email, PASSWORD).status()).isEqualTo(201);
        return auth.logIn(email, PASSWORD);
    }

    @Test
    void aUserIsMadeAndFoundWhereTheAnswerSays() throws Exception {
        var email = someone();

        var made = auth.post("/v1/users", Map.of("email", email, "name", " Zoë 😀 ", "password", PASSWORD));
        var token = auth.logIn(email, PASSWORD).text("token");
        var found = auth.get(made.header("Location"), token);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrder("id", "email", "name", "created_at");
        assertThat(made.text("name")).isEqualTo("Zoë 😀");
        assertThat(made.body()).doesNotContain("argon2");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(made.body());
        assertThat(auth.get("/v1/users/me", token).body()).isEqualTo(made.body());
    }

    @Test
    void anAddressBelongsToOneUserWhateverItsCase() throws Exception {
        var email = someone();

        auth.register(email, PASSWORD);
        var again = auth.register(email.toUpperCase(java.util.Locale.ROOT), PASSWORD);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error().get("code")).isEqualTo("EmailTaken");
        assertThat(auth.logIn(email.toUpperCase(java.util.Locale.ROOT), PASSWORD)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void ofManyWhoRegisterOneAddressAtOnceOneSucceeds() throws Exception {
        var email = someone();

        var answers = atOnce(8, () -> auth.register(email, PASSWORD));

        assertThat(answers.stream().map(Answer::status)).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void theWelcomeLetterIsQueuedOnce() throws Exception {
        var email = someone();
        var made = auth.register(email, PASSWORD);

        var letters = new CopyOnWriteArrayList<Map<?, ?>>();
        try (var sql = Sql.open(broker());
                var messaging = Messaging.open(SqlMessageStore.open(sql), Messaging.Options.named("test"))) {
            messaging.queue("registration.welcome_email").consume(Map.class, letter -> {
                letters.add(letter);
            });
            eventually(() -> assertThat(letters.stream().filter(letter -> email.equals(letter.get("email"))))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.get("user_id")).isEqualTo(made.text("id")))
                    .satisfies(letter -> assertThat(letter.get("name")).isEqualTo("Nic")));
        }
    }

    @Test
    void unknownUserAndWrongPasswordLookTheSame() throws Exception {
        var email = someone();
        auth.register(email, PASSWORD);

        var wrong = auth.logIn(email, "wrong horse");
        var unknown = auth.logIn(someone(), "wrong horse");
        var noAddress = auth.logIn("no address", "wrong horse");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).isNotEmpty();
        assertThat(List.of(unknown.status(), noAddress.status())).containsOnly(401);
        assertThat(List.of(unknown.likeness(), noAddress.likeness())).containsOnly(wrong.likeness());
    }

    @Test
    void afterTenFailuresTheRightPasswordIsRefusedLikeAWrongOneForAMoment() throws Exception {
        var email = someone();
        auth.register(email, PASSWORD);
        var wrong = auth.logIn(email, "wrong horse");
        for (int i = 0; i < 10; i++) {
            auth.logIn(email, "wrong horse");
        }

        var locked = auth.logIn(email, PASSWORD);

        assertThat(locked.status()).isEqualTo(401);
        assertThat(locked.likeness()).isEqualTo(wrong.likeness());
        eventually(() -> assertThat(auth.logIn(email, PASSWORD).status()).isEqualTo(201));
    }

    @Test
    void aRefreshTokenWorksOnceAndASecondUseEndsTheSession() throws Exception {
        var first = loggedIn(someone()).text("refresh_token");

        var second = auth.refresh(first);
        var again = auth.refresh(first);
        var afterwards = auth.refresh(second.text("refresh_token"));

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text("refresh_token")).isNotEqualTo(first);
        assertThat(again.status()).isEqualTo(401);
        assertThat(afterwards.status()).isEqualTo(401);
    }

    @Test
    void ofManyRefreshesAtOnceAtMostOneSucceeds() throws Exception {
        var token = loggedIn(someone()).text("refresh_token");

        var answers = atOnce(8, () -> auth.refresh(token));

        assertThat(answers.stream().map(Answer::status)).containsOnly(201, 401).containsOnlyOnce(201);
    }

    @Test
    void loggingOutEndsThisSessionOnly() throws Exception {
        var email = someone();
        var here = loggedIn(email);
        var elsewhere = auth.logIn(email, PASSWORD);

        var out = auth.send("DELETE", "/v1/sessions/current", "", "Authorization", "Bearer " + here.text("token"));

        assertThat(out.status()).isEqualTo(204);
        assertThat(auth.refresh(here.text("refresh_token")).status()).isEqualTo(401);
        assertThat(auth.refresh(elsewhere.text("refresh_token")).status()).isEqualTo(201);
    }

    @Test
    void othersAreSeenByAdministratorsOnly() throws Exception {
        var id = auth.register(someone(), PASSWORD).text("id");
        var stranger = loggedIn(someone()).text("token");
        var password = Files.readString(home.resolve("admin-password")).strip();
        var administrator = auth.logIn("admin@kittens.local", password).text("token");

        assertThat(auth.get("/v1/users/" + id, stranger).status()).isEqualTo(404);
        assertThat(auth.get("/v1/users/" + id, administrator).status()).isEqualTo(200);
        assertThat(auth.get("/v1/users/nobody", administrator).status()).isEqualTo(404);
        assertThat(auth.send("GET", "/v1/users/" + id, "").status()).isEqualTo(401);
    }

    @Test
    void theAdministratorIsMadeOnceAndKept() throws Exception {
        var file = home.resolve("admin-password");
        var password = Files.readString(file);

        auth.close();
        auth = AuthProgram.start(home, databases());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo(password);
        assertThat(auth.logIn("admin@kittens.local", password.strip()).status()).isEqualTo(201);
    }

    @Test
    void usersSessionsAndKeysOutliveTheProcess() throws Exception {
        var email = someone();
        var before = loggedIn(email);

        auth.close();
        auth = AuthProgram.start(home, databases());

        assertThat(auth.get("/v1/users/me", before.text("token")).text("email")).isEqualTo(email);
        assertThat(auth.refresh(before.text("refresh_token")).status()).isEqualTo(201);
    }

    private static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var done : threads.invokeAll(
                    IntStream.range(0, count).mapToObj(_ -> work).toList())) {
                results.add(done.get());
            }
            return results;
        }
    }
}
