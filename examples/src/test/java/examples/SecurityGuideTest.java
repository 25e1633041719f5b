package examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Principal;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.security.Argon2Cost;
import dev.margay.security.Bearer;
import dev.margay.security.Passwords;
import dev.margay.security.RemoteKeys;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import dev.margay.test.InProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide shows of tokens and passwords, compiled and run.
final class SecurityGuideTest {

    @TempDir
    private Path folder;

    @Test
    void passwords() throws Exception {
        // @start region="guide-passwords"
        var passwords = Passwords.recommended();
        var kept = passwords.hash("correct horse");

        assertThat(passwords.verify("correct horse", kept)).isTrue();
        assertThat(passwords.verify("wrong horse", kept)).isFalse();
        // @end

        assertThat(Passwords.at(new Argon2Cost(8_192, 1, 1)).needsRehash(kept)).isTrue();
    }

    @Test
    void tokens() throws Exception {
        // @start region="guide-issuer"
        var rules = TokenRules.of("shop-auth", "shop").lasting(Duration.ofMinutes(15));
        var keys = SigningKeys.open(folder.resolve("auth.pem"));
        var issuer = TokenIssuer.of(keys, rules, InstantSource.system());
        var published = Route.get("/.well-known/jwks.json", _ -> Response.text(keys.jwks()));
        var token = issuer.issue(new Principal("nic", Set.of("admin"))).text();
        // @end

        // @start region="guide-verifier"
        var remote = RemoteKeys.from(() -> published
                .handler()
                .handle(Request.get("/.well-known/jwks.json"))
                .body()
                .text());
        var bearer = Bearer.of(TokenVerifier.of(remote, rules, InstantSource.system()));
        var routes = new Routes()
                .add(Route.get("/v1/me", _ -> Response.text(Bearer.caller().id()))
                        .with(bearer))
                .add(Route.delete("/v1/kittens/{name}", _ -> Response.noContent())
                        .with(bearer, Bearer.role("admin")));
        // @end

        var service = InProcess.of(routes);
        var mine = Request.get("/v1/me");
        assertThat(service.handle(mine).status()).isEqualTo(401);
        assertThat(service.handle(mine.with("Authorization", "Bearer " + token))
                        .body()
                        .text())
                .isEqualTo("nic");
        var delete = Request.of("DELETE", "/v1/kittens/Tom").with("Authorization", "Bearer " + token);
        assertThat(service.handle(delete).status()).isEqualTo(204);
    }
}
