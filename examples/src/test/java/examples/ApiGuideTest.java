package examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.http.Body;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.openapi.Compatibility;
import dev.margay.openapi.OpenApi;
import dev.margay.openapi.client.JavaClient;
import dev.margay.openapi.client.TypeScriptClient;
import dev.margay.test.Described;
import dev.margay.test.InProcess;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The guide's page on documents of an API.
final class ApiGuideTest {

    // @start region="api.records"
    /// A kitten that somebody wants to sell.
    ///
    /// @param price in cents
    record Draft(@NotBlank String name, @Max(1_000_000) long price) {}
    // @end

    record Kitten(String id, String name, long price) {}

    private static Response add(Draft draft) {
        return Response.created("/v1/kittens/7", new Kitten("7", draft.name(), draft.price()));
    }

    private static Service service() {
        // @start region="api.service"
        var service = Service.named("shop")
                .openapi("Kitten shop", "1")
                .add(Route.post("/v1/kittens", Draft.class, ApiGuideTest::add)
                        .about(About.says("Adds a kitten.")
                                .answers(201, "The kitten.", Kitten.class, "Location")
                                .refuses(409, "NameTaken", "There is one of this name.")));
        // @end
        return service;
    }

    @Test
    void aServiceDescribesItself() throws Exception {
        var service = service().config(Configuration.from(Sources.ofText("log.access = false")));
        var shop = service.on(InProcess::of);
        var text = shop.handle(Request.get("/openapi.json")).body().text();

        // @start region="api.described"
        var described = Described.by(text);
        var request = Request.post("/v1/kittens", Body.of("{\"name\": \"Tom\", \"price\": 1}"));
        described.check(request, shop.handle(request));
        // @end

        assertThat(described.operations()).contains("POST /v1/kittens", "GET /health/ready");
        var current = OpenApi.parse(text.getBytes(StandardCharsets.UTF_8));
        var published = current;
        // @start region="api.compatibility"
        var changes = Compatibility.between(published, current);
        assertThat(changes).isEmpty();
        // @end
        // @start region="api.clients"
        String java = JavaClient.of(current, "shop.ShopClient");
        String typescript = TypeScriptClient.of(current);
        // @end
        assertThat(java).contains("public Answer<Kitten> postKittens(Draft body)");
        assertThat(typescript).contains("postKittens(body: Draft): Promise<Answer<Kitten>>");
        assertThat(List.of(current.blueprint(), current.raml())).allMatch(each -> each.contains("NameTaken"));
    }
}
