package kittens.features;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the store answered. Immutable.
public record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    /// The body as JSON; text that is none has no members.
    public JsonNode json() {
        return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    }

    public String text(String member) {
        return json().path(member).asString("");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
