package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.margay.context.Call;
import dev.margay.context.Principal;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.test.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final SigningKey KEY = TestKeys.FIRST;

    private final ManualClock clock = new ManualClock(NOW);
    private final Bearer bearer =
            Bearer.of(TokenVerifier.of(TestKeys.source(KEY), TokenRules.of("kittens-auth", "kittens"), clock));
    private final AtomicReference<String> seen = new AtomicReference<>("never called");
    private final Handler handler = _ -> {
        seen.set(Call.current().flatMap(Call::identity).map(Principal::toString).orElse("nobody"));
        return Response.noContent();
    };
    private final Handler open = handler.with(bearer);
    private final Handler closed = handler.with(bearer, Bearer.authenticated());
    private final Handler administrators = handler.with(bearer, Bearer.role("admin"));

    @Test
    void aTokenBindsItsUserToTheCall() throws Exception {
        open.handle(withToken(token("admin")));

        assertThat(seen).hasValue("Principal[id=u-1, roles=[admin]]");
        assertThat(Call.current()).isEmpty();
    }

    @Test
    void theCallInProgressIsKept() throws Exception {
        var call = Call.begin();
        var id = new AtomicReference<Object>();
        Handler noting = _ -> {
            id.set(Call.current().orElseThrow().id());
            return Response.noContent();
        };

        call.run(() -> noting.with(bearer).handle(withToken(token("user"))));

        assertThat(id).hasValue(call.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
    void theSchemeIsReadAsHttpReadsIt(String scheme) throws Exception {
        open.handle(Request.get("/").with("authorization", scheme + token("user") + " "));

        assertThat(seen).hasValue("Principal[id=u-1, roles=[user]]");
    }

    @Test
    void withoutATokenAnOpenRouteAnswersNobody() throws Exception {
        open.handle(Request.get("/"));

        assertThat(seen).hasValue("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dTpw", "Bearer1 x", "Digest Bearer x", "", "Bear"})
    void anotherSchemeIsNoToken(String credentials) throws Exception {
        var request = Request.get("/").with("Authorization", credentials);

        open.handle(request);
        assertThat(seen).hasValue("nobody");
        assertThat(problem(closed, request).status()).isEqualTo(401);
    }

    @Test
    void withoutATokenAClosedRouteAsksForOne() {
        var problem = problem(closed, Request.get("/"));

        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.headers().all("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(problem(administrators, Request.get("/")).status()).isEqualTo(401);
        assertThat(seen).hasValue("never called");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer e30.e30.e30", "Bearer a b c"})
    void aBadTokenIsRefusedEvenOnAnOpenRoute(String credentials) {
        var problem = problem(open, Request.get("/").with("Authorization", credentials));

        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.headers().all("WWW-Authenticate"))
                .containsExactly("Bearer error=\"invalid_token\", error_description=\"The token is malformed.\"");
        assertThat(seen).hasValue("never called");
    }

    @Test
    void anExpiredTokenIsToldSo() throws Exception {
        var token = token("user");
        clock.advance(Duration.ofHours(1));

        var problem = problem(open, withToken(token));

        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.message()).isEqualTo("The token has expired.");
        assertThat(problem.headers().first("WWW-Authenticate").orElseThrow()).contains("error=\"invalid_token\"");
    }

    @Test
    void aHugeTokenIsRefused() {
        assertThat(problem(open, withToken("x".repeat(30_000))).status()).isEqualTo(401);
    }

    @Test
    void theWrongRoleIsForbidden() throws Exception {
        administrators.handle(withToken(token("admin")));
        assertThat(seen).hasValue("Principal[id=u-1, roles=[admin]]");
        seen.set("not called again");

        var problem = problem(administrators, withToken(token("user")));

        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.headers().first("WWW-Authenticate").orElseThrow()).contains("error=\"insufficient_scope\"");
        assertThat(seen).hasValue("not called again");
    }

    @Test
    void severalAuthorizationsAreRefused() throws Exception {
        var headers =
                Headers.of("Authorization", "Bearer " + token("user"), "authorization", "Bearer " + token("admin"));

        var problem = problem(open, Request.get("/").with(headers));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.headers().first("WWW-Authenticate").orElseThrow()).contains("error=\"invalid_request\"");
        assertThat(seen).hasValue("never called");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?access_token=x", "/?a=b&access_token=", "/?access_token", "/a?access_token&b"})
    void aTokenInTheQueryIsRefused(String target) throws Exception {
        assertThat(problem(open, Request.get(target)).status()).isEqualTo(400);
        assertThat(problem(open, withToken(token("user")).withTarget(target)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/?q=access_token", "/access_token=1", "/?my_access_token=1", "/?access_tokens=1", "/?100%"})
    void otherQueriesPass(String target) throws Exception {
        open.handle(Request.get(target));

        assertThat(seen).hasValue("nobody");
    }

    @Test
    void whileKeysCannotBeHadATokenIsToBeTriedLater() {
        var blind = Bearer.of(TokenVerifier.of(
                _ -> {
                    throw new KeysUnavailableException("down", null);
                },
                TokenRules.of("kittens-auth", "kittens"),
                clock));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> handler.with(blind).handle(withToken(token("user"))))
                .withCauseInstanceOf(KeysUnavailableException.class)
                .extracting(ProblemException::problem)
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.retryable()).isTrue();
                    assertThat(problem.headers().first("Retry-After")).contains("2");
                });
    }

    private Problem problem(Handler refusing, Request request) {
        var problem = new AtomicReference<Problem>();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> refusing.handle(request))
                .satisfies(thrown -> problem.set(thrown.problem()));
        return problem.get();
    }

    private static Request withToken(String token) {
        return Request.get("/").with("Authorization", "Bearer " + token);
    }

    private static String token(String accessLevel) throws Exception {
        var claims =
                "{\"userID\":\"u-1\",\"accessLevel\":\"%s\",\"iat\":%d,\"exp\":%d,\"iss\":\"kittens-auth\",\"aud\":\"kittens\"}"
                        .formatted(accessLevel, NOW.getEpochSecond(), NOW.getEpochSecond() + 900);
        return Jwt.of("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(KEY.id()), claims)
                .signedBy(KEY);
    }
}
