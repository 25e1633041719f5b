package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.json.Json;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What breaks clients of a published document, and what does not.
final class CompatibilityTest {

    enum Color {
        RED,
        BLUE
    }

    record Wish(
            @NotBlank @Pattern(regexp = "[a-z]+") String name,
            @Max(9) @Nullable Integer weight,
            @Nullable Color color,
            List<Wish> more) {}

    record Kitten(String id, Color color, @Nullable Long price, List<Kitten> friends) {}

    private static final OpenApi PUBLISHED = OpenApi.of(
            "Kittens",
            "1",
            List.of(
                    Route.get("/v1/kittens", _ -> Response.noContent())
                            .about(About.nothing()
                                    .query("sort", String.class, "")
                                    .answers(200, "", Kitten.class, "ETag")
                                    .answers(304, "")),
                    Route.post("/v1/kittens", Wish.class, wish -> wish)
                            .about(About.nothing()
                                    .answers(201, "", Kitten.class)
                                    .refuses(409, "Taken", "")),
                    Route.delete("/v1/kittens/{id}", _ -> Response.noContent())
                            .about(About.nothing().needs("bearer"))));

    private static final String LIST = "/paths/~1v1~1kittens/get";
    private static final String WISH = "/components/schemas/Wish";
    private static final String KITTEN = "/components/schemas/Kitten";

    private static List<String> changes(Consumer<ObjectNode> edit) {
        var tree = PUBLISHED.tree();
        edit.accept(tree);
        return Compatibility.between(PUBLISHED, OpenApi.parse(Json.write(tree))).stream()
                .map(Change::toString)
                .toList();
    }

    private static ObjectNode at(ObjectNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }

    private static Arguments change(String expected, Consumer<ObjectNode> edit) {
        return Arguments.of(expected, edit);
    }

    static Stream<Arguments> breaking() {
        return Stream.of(
                change(
                        "GET /v1/kittens: the path is gone",
                        tree -> at(tree, "/paths").remove("/v1/kittens")),
                change(
                        "GET /v1/kittens: the method is gone",
                        tree -> at(tree, "/paths/~1v1~1kittens").remove("get")),
                change(
                        "GET /v1/kittens, query sort: the parameter is gone",
                        tree -> at(tree, LIST).remove("parameters")),
                change(
                        "GET /v1/kittens, query sort: is required now",
                        tree -> at(tree, LIST + "/parameters/0").put("required", true)),
                change(
                        "GET /v1/kittens, query size: is new and required",
                        tree -> ((ArrayNode) tree.at(LIST + "/parameters"))
                                .addObject()
                                .put("name", "size")
                                .put("in", "query")
                                .put("required", true)),
                change(
                        "GET /v1/kittens, query sort: was string and is integer",
                        tree -> at(tree, LIST + "/parameters/0/schema").put("type", "integer")),
                change(
                        "GET /v1/kittens, query sort: maxLength was not there and is 5",
                        tree -> at(tree, LIST + "/parameters/0/schema").put("maxLength", 5)),
                change(
                        "GET /v1/kittens, 304: is not answered any more",
                        tree -> at(tree, LIST + "/responses").remove("304")),
                change(
                        "GET /v1/kittens, 202: is a new status of success",
                        tree -> at(tree, LIST + "/responses").putObject("202").put("description", "")),
                change(
                        "GET /v1/kittens, 200, ETag: the header is gone",
                        tree -> at(tree, LIST + "/responses/200").remove("headers")),
                change(
                        "GET /v1/kittens, 200: is not answered as application/json any more",
                        tree -> at(tree, LIST + "/responses/200").remove("content")),
                change(
                        "GET /v1/kittens: the caller has to say who it is now",
                        tree -> at(tree, LIST).putArray("security").addObject().putArray("bearer")),
                change(
                        "DELETE /v1/kittens/{id}: bearer is not enough any more",
                        tree -> at(tree, "/paths/~1v1~1kittens~1{id}/delete")
                                .putArray("security")
                                .addObject()
                                .putArray("basic")),
                change(
                        "POST /v1/kittens, body: is not accepted as application/json any more",
                        tree -> at(tree, "/paths/~1v1~1kittens/post/requestBody")
                                .remove("content")),
                change(
                        "POST /v1/kittens, body.weight: the field is gone",
                        tree -> at(tree, WISH + "/properties").remove("weight")),
                change(
                        "POST /v1/kittens, body.weight: is required now",
                        tree -> ((ArrayNode) tree.at(WISH + "/required")).add("weight")),
                change("POST /v1/kittens, body.age: is new and required", tree -> {
                    at(tree, WISH + "/properties").putObject("age").put("type", "integer");
                    ((ArrayNode) tree.at(WISH + "/required")).add("age");
                }),
                change(
                        "POST /v1/kittens, body.weight: maximum was 9 and is 5",
                        tree -> at(tree, WISH + "/properties/weight").put("maximum", 5)),
                change(
                        "POST /v1/kittens, body.name: pattern was \"\\\\S\" and is \"x\"",
                        tree -> at(tree, WISH + "/properties/name").put("pattern", "x")),
                change(
                        "POST /v1/kittens, body.color: \"BLUE\" is not accepted any more",
                        tree -> ((ArrayNode) tree.at(WISH + "/properties/color/enum")).remove(1)),
                change(
                        "GET /v1/kittens, 200.price: the field is gone",
                        tree -> at(tree, KITTEN + "/properties").remove("price")),
                change(
                        "GET /v1/kittens, 200.id: was string and is integer",
                        tree -> at(tree, KITTEN + "/properties/id").put("type", "integer")),
                change(
                        "GET /v1/kittens, 200.id: may be missing now",
                        tree -> ((ArrayNode) tree.at(KITTEN + "/required")).remove(0)),
                change(
                        "GET /v1/kittens, 200.id: was string and is null or string",
                        tree -> at(tree, KITTEN + "/properties/id")
                                .putArray("type")
                                .add("string")
                                .add("null")),
                change(
                        "GET /v1/kittens, 200.color: \"GREEN\" is a new value",
                        tree -> ((ArrayNode) tree.at(KITTEN + "/properties/color/enum")).add("GREEN")),
                change(
                        "GET /v1/kittens, 200.friends: was array and is object",
                        tree -> at(tree, KITTEN + "/properties/friends").put("type", "object")));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void aBreakingChangeIsNamed(String expected, Consumer<ObjectNode> edit) {
        assertThat(changes(edit)).contains(expected);
    }

    static Stream<Consumer<ObjectNode>> harmless() {
        return Stream.of(
                tree -> {},
                tree -> at(tree, "/info").put("description", "Words").put("version", "2"),
                tree -> at(tree, "/paths")
                        .putObject("/v1/dogs")
                        .putObject("get")
                        .putObject("responses"),
                tree -> at(tree, "/paths/~1v1~1kittens").putObject("put").putObject("responses"),
                tree -> ((ArrayNode) tree.at(LIST + "/parameters"))
                        .addObject()
                        .put("name", "size")
                        .put("in", "query"),
                tree -> at(tree, LIST + "/responses").putObject("429").put("description", "Too many."),
                tree -> at(tree, LIST + "/responses").remove("503"),
                tree -> at(tree, LIST + "/parameters/0").put("description", "Other words."),
                tree -> at(tree, LIST + "/responses/200/headers").putObject("X-New"),
                tree -> at(tree, WISH + "/properties").putObject("age").put("type", "integer"),
                tree -> at(tree, WISH + "/properties/weight").put("maximum", 10),
                tree -> at(tree, WISH + "/properties/weight")
                        .putArray("type")
                        .add("number")
                        .add("null"),
                tree -> ((ArrayNode) tree.at(WISH + "/properties/color/enum")).add("GREEN"),
                tree -> at(tree, WISH).remove("required"),
                tree -> at(tree, KITTEN + "/properties").putObject("age").put("type", "integer"),
                tree -> ((ArrayNode) tree.at(KITTEN + "/properties/color/enum")).remove(1),
                tree -> at(tree, "/paths/~1v1~1kittens~1{id}/delete").remove("security"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatOnlyAddsBreaksNobody(Consumer<ObjectNode> edit) {
        assertThat(changes(edit)).isEmpty();
    }

    @Test
    void aTypeWithinItselfComesToAnEnd() {
        assertThat(changes(tree -> at(tree, KITTEN + "/properties").remove("color")))
                .contains("POST /v1/kittens, 201.color: the field is gone");
    }

    @Test
    void nothingIsAMovedSchemaOfTheSameShape() {
        assertThat(changes(tree -> {
                    var schemas = at(tree, "/components/schemas");
                    schemas.set("Cat", schemas.get("Kitten"));
                    at(tree, LIST + "/responses/200/content/application~1json")
                            .putObject("schema")
                            .put("$ref", "#/components/schemas/Cat");
                }))
                .isEmpty();
    }
}
