package dev.margay.gateway;

import dev.margay.Service;
import dev.margay.engine.HttpClient;
import dev.margay.http.Limits;
import dev.margay.security.Bearer;
import dev.margay.security.RemoteKeys;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import java.time.InstantSource;

/// The gateway: the program.
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        start(Service.named("gateway").port(8080).config(arguments));
    }

    static Service.Running start(Service service) {
        var settings = service.read("", Settings.standard());
        var limits = service.read("limits", Limits.standard());

        var client = service.keep(HttpClient.open(settings.calls().options()));
        var keys = RemoteKeys.from(client, settings.auth().url().resolve("/.well-known/jwks.json"));
        var rules = TokenRules.of(settings.token().issuer(), settings.token().audience());
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, InstantSource.system()));

        for (var backend : settings.backends()) {
            var proxy = new Proxy(backend, client, limits.sizes().body());
            proxy.routes(bearer).forEach(service::add);
        }
        var documents = new Documents(settings, client, System::nanoTime);
        service.get("/", new FrontPage(settings.title())).openapi(documents::routes);
        return service.with(new ClientRate(settings.rate(), System::nanoTime)).start();
    }
}
