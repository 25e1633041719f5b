package dev.margay.openapi;

import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.openapi.Schemas.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an operation may answer: what its route says, and what every route may.
final class Responses {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Schemas schemas;

    Responses(Schemas schemas) {
        this.schemas = schemas;
    }

    ObjectNode of(Route route) {
        var about = route.about();
        var responses = new TreeMap<String, ObjectNode>();
        if (about.answers().isEmpty()) {
            responses.put("2XX", NODES.objectNode().put("description", "Success."));
        }
        for (var answer : about.answers()) {
            responses.merge(Integer.toString(answer.status()), answer(answer), Responses::both);
        }
        refusals(about).forEach((status, refusals) -> {
            var name = Integer.toString(status);
            boolean common = Errors.isCommon(refusals) && !responses.containsKey(name);
            responses.merge(name, Errors.response(status, refusals, common), Responses::both);
        });
        var all = NODES.objectNode();
        responses.forEach(all::set);
        return all;
    }

    private static Map<Integer, List<About.Refusal>> refusals(About about) {
        var byStatus = new TreeMap<Integer, List<About.Refusal>>();
        about.refusals().forEach(each -> add(each, byStatus));
        Errors.ofEvery().forEach(each -> add(each, byStatus));
        if (about.input() != null) {
            Errors.ofBodies().forEach(each -> add(each, byStatus));
        }
        return byStatus;
    }

    private static void add(About.Refusal refusal, Map<Integer, List<About.Refusal>> byStatus) {
        var same = byStatus.computeIfAbsent(refusal.status(), _ -> new ArrayList<>());
        if (same.stream().noneMatch(each -> each.code().equals(refusal.code()))) {
            same.add(refusal);
        }
    }

    private ObjectNode answer(About.Answer answer) {
        var response = NODES.objectNode();
        response.put("description", answer.meaning().isEmpty() ? "Success." : answer.meaning());
        for (var header : answer.headers()) {
            response.withObject("headers").set(header, Errors.header(header));
        }
        var body = answer.body();
        if (body != null) {
            for (var type : Paths.mediaTypes(body)) {
                var content = response.withObject("content").putObject(type);
                content.set("schema", schemas.of(body, Way.WRITTEN));
            }
        }
        return response;
    }

    /// Two answers of one status: either description, both bodies.
    private static ObjectNode both(ObjectNode one, ObjectNode other) {
        one.put(
                "description",
                one.path("description").asString("") + "\n\n"
                        + other.path("description").asString(""));
        other.path("headers")
                .properties()
                .forEach(each -> one.withObject("headers").set(each.getKey(), each.getValue()));
        for (var content : other.path("content").properties()) {
            var known = one.path("content").path(content.getKey()).get("schema");
            if (known == null) {
                one.withObject("content").set(content.getKey(), content.getValue());
            } else if (!known.equals(content.getValue().get("schema"))) {
                var either = NODES.objectNode();
                either.putArray("anyOf").add(known).add(content.getValue().get("schema"));
                ((ObjectNode) one.get("content").get(content.getKey())).set("schema", either);
            }
        }
        return one;
    }
}
