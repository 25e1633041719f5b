package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Principal;
import dev.margay.json.Json;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever comes in, the answer is one of those documented.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileInputTest {

    @TempDir
    static Path home;

    private AuthProgram auth;

    @BeforeAll
    void start() throws Exception {
        auth = AuthProgram.start(home, List.of());
    }

    @AfterAll
    void stop() {
        auth.close();
    }

    static Stream<String> malformedBodies() {
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{}",
                "{\"email\":7,\"name\":true,\"password\":[]}",
                "{\"email\":null,\"name\":null,\"password\":null,\"refresh_token\":null}",
                "{\"email\":\"a@b.cc\",\"email\":\"a@b.cc\"}",
                "{\"email\":\"\\u0000@b.cc\",\"password\":\"\",\"name\":\"\\u0000\",\"refresh_token\":\"\"}",
                "{\"email\":\"a@b.cc\",\"password\":\"\\ud83d\",\"name\":\"x\",\"refresh_token\":\"\\ud83d\"}",
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000),
                "{\"email\":{\"$ne\":1},\"password\":{\"$ne\":1},\"refresh_token\":{\"$ne\":1}}");
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void malformedBodiesAreBadRequests(String body) throws Exception {
        for (var path : List.of("/v1/users", "/v1/sessions", "/v1/sessions/refresh")) {
            var answer = auth.send("POST", path, body);

            assertThat(answer.status()).as("%s %s", path, answer.body()).isEqualTo(400);
            assertThat(answer.error().get("code")).isIn("MalformedJson", "Invalid");
        }
    }

    @Test
    void eachViolationHasItsDetail() throws Exception {
        var answer = auth.post("/v1/users", Map.of("email", "nobody", "name", "", "password", "1234567"));

        assertThat((List<?>) answer.error().get("details"))
                .extracting(detail -> String.valueOf(((Map<?, ?>) detail).get("target")))
                .containsExactlyInAnyOrder("email", "name", "password");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 73, 1_000, 100_000})
    void passwordsOfAWrongLengthAreRefused(int length) throws Exception {
        assertThat(auth.register("length@example.com", "x".repeat(length)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "😀😀😀😀😀😀😀😀"})
    void passwordsAreCountedInCharactersNotInBytesOrHalves(String eight) throws Exception {
        var email = "count-%d@example.com".formatted(eight.length());

        assertThat(auth.register(email, eight.substring(0, eight.length() / 8 * 7))
                        .status())
                .isEqualTo(400);
        assertThat(auth.register(email, eight.repeat(9)).status()).isEqualTo(201);
        assertThat(auth.logIn(email, eight.repeat(9)).status()).isEqualTo(201);
        assertThat(auth.logIn(email, eight.repeat(8)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nic\r\nBcc: all@example.com", "Nic\u0000", "\u2028", "Nic\u0085"})
    void namesHaveOneLine(String name) throws Exception {
        var body = Map.of("email", "line@example.com", "name", name, "password", "correct horse");

        assertThat(auth.post("/v1/users", body).status()).isEqualTo(400);
    }

    @Test
    void longestNameAndAddressAreKept() throws Exception {
        var email = "a".repeat(60) + "@" + ("b".repeat(60) + ".").repeat(3) + "cc";
        var name = "\u00fc".repeat(256);

        var made = auth.post("/v1/users", Map.of("email", email, "name", name, "password", "correct horse"));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("name")).isEqualTo(name);
        assertThat(auth.logIn(email, "correct horse").status()).isEqualTo(201);
    }

    @Test
    void hugeCredentialsAreOnlyWrong() throws Exception {
        assertThat(auth.logIn("a@b.cc", "x".repeat(500_000)).status()).isEqualTo(401);
        assertThat(auth.logIn("x".repeat(500_000), "x").status()).isEqualTo(401);
        assertThat(auth.refresh("x".repeat(500_000)).status()).isEqualTo(401);
        assertThat(auth.send("POST", "/v1/users", Json.text("x".repeat(2 << 20)))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.eyJ1c2VySUQiOiIxIn0.",
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.eyJ1c2VySUQiOiIxIn0.AAAA"
            })
    void whatIsNoTokenIsUnauthorized(String token) throws Exception {
        assertThat(auth.get("/v1/users/me", token).status()).isEqualTo(401);
        assertThat(auth.send("DELETE", "/v1/sessions/current", "", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void expiredAndForeignTokensAreUnauthorized() throws Exception {
        var rules = TokenRules.of("kittens-auth", "kittens");
        var somebody = new Principal("somebody", Set.of("admin"));
        var anHourAgo = Instant.now().minus(Duration.ofHours(1));
        var own = SigningKeys.open(home.resolve("keys/auth.pem"));
        var foreign = SigningKeys.open(home.resolve("foreign.pem"));

        var expired = TokenIssuer.of(own, rules, InstantSource.fixed(anHourAgo)).issue(somebody);
        var forged = TokenIssuer.of(foreign, rules, InstantSource.system()).issue(somebody);
        var gone = TokenIssuer.of(own, rules, InstantSource.system()).issue(somebody);

        assertThat(auth.get("/v1/users/me", expired.text()).status()).isEqualTo(401);
        assertThat(auth.get("/v1/users/me", forged.text()).status()).isEqualTo(401);
        assertThat(auth.get("/v1/users/me", gone.text()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/users/%F0%9F%98%80",
                "/v1/users/" + "x",
                "/v1/users/-1",
                "/v1/users/99999999999999999999999",
                "/v1/users/'%20or%201=1",
                "/v1/users/a%2Fb"
            })
    void unknownUsersAreNotFound(String path) throws Exception {
        assertThat(auth.get(path, administrator()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/users/%00", "/v1/users/%zz", "/v1/users/%ff", "/v1/users/%2e%2e"})
    void malformedPathsAreBadRequests(String path) throws Exception {
        // Not by the JDK's client, which refuses to send some of them.
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), auth.port())) {
            var head = "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                    .formatted(path, administrator());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void wrongMethodsAreToldTheRightOnes() throws Exception {
        var answer = auth.send("PUT", "/v1/users", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("POST");
    }

    private String administrator() throws Exception {
        var password = Files.readString(home.resolve("admin-password")).strip();
        return auth.logIn("admin@kittens.local", password).text("token");
    }
}
