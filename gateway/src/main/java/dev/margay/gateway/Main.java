package dev.margay.gateway;

import dev.margay.Service;
import dev.margay.engine.HttpClient;
import dev.margay.http.Limits;
import dev.margay.http.Request;
import dev.margay.security.Bearer;
import dev.margay.security.RemoteKeys;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;

/// The gateway: the program.
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        start(Service.named("gateway").port(8080).config(arguments));
    }

    static Service.Running start(Service service) {
        var settings = service.read("", GatewaySettings.standard());
        var limits = service.read("limits", Limits.standard());

        var client = HttpClient.open(settings.calls().options());
        var keys = RemoteKeys.from(() -> fetch(client, settings.auth().url()));
        var rules = TokenRules.of(settings.token().issuer(), settings.token().audience());
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, InstantSource.system()));

        for (var backend : settings.backends()) {
            var proxy = new Proxy(backend, client, limits.sizes().body());
            proxy.routes(bearer).forEach(service::add);
        }
        return service.with(new ClientRate(settings.rate(), System::nanoTime))
                .onStop(client)
                .start();
    }

    private static String fetch(HttpClient client, URI issuer) throws Exception {
        var answer = client.handle(Request.get(issuer + "/.well-known/jwks.json"));
        if (answer.status() != 200) {
            throw new IOException("the token issuer answered %d (expected: 200)".formatted(answer.status()));
        }
        return answer.body().text();
    }
}
