package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.json.Cbor;
import dev.margay.json.Codec;
import dev.margay.json.Json;
import dev.margay.web.bodies.Events;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

    private static final Codec CBOR = Cbor.codec();
    private static final String TYPE = "application/cbor";

    @SuppressWarnings("ArrayRecordComponent") // read back as it was written, not compared
    record Kitten(String name, @Min(1) long weight, BigDecimal price, Instant born, List<Integer> ids, byte[] photo) {}

    record Named(String name) {}

    private static final Kitten TOM = new Kitten(
            "Tom \uD83D\uDC31",
            Long.MAX_VALUE,
            new BigDecimal("12.5"),
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(1, -2),
            new byte[] {1, 2, 3});

    private static final Handler SERVICE = new Routes()
            .post("/", Kitten.class, kitten -> Response.created("/1", kitten).with("ETag", "\"1\""))
            .post("/names", Named.class, named -> named)
            .get("/", _ -> Response.json(TOM))
            .get("/text", _ -> Response.text("text"))
            .with(Negotiation.of(CBOR));

    private static byte[] cbor(Object value) {
        return CBOR.fromJson(Json.write(value));
    }

    private static Request post(byte[] body) {
        return Request.post("/", Body.of(body)).with("Content-Type", TYPE);
    }

    @Test
    void whatIsReadAndGivenMayBeCbor() throws Exception {
        var response = SERVICE.handle(post(cbor(TOM)).with("Accept", TYPE));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers().first("Content-Type")).contains(TYPE);
        assertThat(response.headers().first("Vary")).contains("Accept");
        assertThat(response.headers().first("ETag")).contains("W/\"1\"");
        assertThat(Json.read(CBOR.toJson(response.body().bytes()), Kitten.class))
                .usingRecursiveComparison()
                .isEqualTo(TOM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "application/json|application/json",
                "application/json, application/cbor|application/json",
                "application/cbor;q=0.5, application/json;q=0.4|application/cbor",
                "application/cbor, */*;q=0.1|application/cbor",
                "application/*|application/json",
                "application/json;q=0, */*|application/cbor"
            })
    void whatIsMoreWelcomeIsGivenElseJson(String accept, String type) throws Exception {
        var response = SERVICE.handle(Request.get("/").with("Accept", accept));

        assertThat(response.headers().first("Content-Type")).contains(type);
        assertThat(response.headers().first("Vary")).contains("Accept");
    }

    @Test
    void whoSaysNothingGetsJsonAndOtherTypesStayAsTheyAre() throws Exception {
        assertThat(SERVICE.handle(Request.get("/")).headers().first("Content-Type"))
                .contains("application/json");
        var text = SERVICE.handle(Request.get("/text").with("Accept", TYPE));
        assertThat(text.body().text()).isEqualTo("text");
        assertThat(text.headers().has("Vary")).isFalse();
    }

    @Test
    void bodiesInCborAreCheckedAsJsonIs() {
        var refused = catchThrowableOfType(
                        ProblemException.class,
                        () -> SERVICE.handle(post(
                                CBOR.fromJson("{\"name\":\"Tom\",\"weight\":\"1\"}".getBytes(StandardCharsets.UTF_8)))))
                .problem();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.target()).isEqualTo("weight");

        // {"name": "a", "name": "b"}
        assertThat(status("/names", "a2646e616d656161646e616d656162")).isEqualTo(400);
        // {"name": NaN}, {"name": 1}, {"name": "a"} and what is cut off it, and what follows it
        assertThat(status("/names", "a1646e616d65f97e00")).isNotEqualTo(500);
        assertThat(status("/names", "a1646e616d6501")).isEqualTo(400);
        assertThat(status("/names", "a1646e616d656161")).isEqualTo(200);
        assertThat(status("/names", "a1646e616d6561")).isEqualTo(400);
        assertThat(status("/names", "a1646e616d65616100")).isEqualTo(400);
        assertThat(status("/names", "")).isEqualTo(400);
        assertThat(status("/names", "ff")).isEqualTo(400);
        assertThat(status("/names", "f6")).isEqualTo(400);
        assertThat(status("/names", "81".repeat(100) + "00")).isEqualTo(400);
        assertThat(status("/names", "9f".repeat(500_000))).isEqualTo(400);
        // a text of 4 GiB is announced, an indefinite one has no end, a text is no UTF-8
        assertThat(status("/names", "7affffffff61")).isEqualTo(400);
        assertThat(status("/names", "a1646e616d657f6161")).isEqualTo(400);
        assertThat(status("/names", "a1646e616d6561ff")).isEqualTo(400);
    }

    private static int status(String path, String hex) {
        var request = Request.post(path, Body.of(HexFormat.of().parseHex(hex))).with("Content-Type", TYPE);
        try {
            return SERVICE.handle(request).status();
        } catch (ProblemException e) {
            return e.problem().status();
        } catch (Exception e) {
            throw new AssertionError(hex.length() > 100 ? hex.length() + " digits" : hex, e);
        }
    }

    /// A text that is kept (tags 256 and 25) and referred to again and again.
    @Test
    void repetitionDoesNotGrowBeyondReason() {
        var bomb = new StringBuilder("d9010082").append("7a000186a0").append("61".repeat(100_000));
        bomb.append("9a000186a0").append("d81900".repeat(100_000));

        assertThatThrownBy(() -> CBOR.toJson(HexFormat.of().parseHex(bomb))).hasMessageContaining("far larger");
    }

    @Test
    void randomBytesAreReadOrRefused() {
        var random = new Random(3);
        var seed = cbor(TOM);
        for (int i = 0; i < 20_000; i++) {
            var body = i % 2 == 0 ? new byte[random.nextInt(40)] : seed.clone();
            if (i % 2 == 0) {
                random.nextBytes(body);
            } else {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            assertThat(status(i % 4 < 2 ? "/names" : "/", HexFormat.of().formatHex(body)))
                    .isIn(200, 201, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e3", "\"\"", "[]", "{}", "null", "true", "1.5", "{\"a\":[{\"b\":null}]}"})
    void everyKindOfValueGoesThereAndBack(String json) {
        var back = CBOR.toJson(CBOR.fromJson(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(new String(back, StandardCharsets.UTF_8).replace("1000.0", "1e3"))
                .isEqualTo(json);
    }

    @Test
    void largeNumbersStayExact() {
        var large = BigInteger.TWO.pow(100).toString();

        assertThat(CBOR.toJson(CBOR.fromJson(large.getBytes(StandardCharsets.UTF_8))))
                .asString()
                .isEqualTo(large);
    }

    @Test
    void aTypedRouteMayGiveAnotherType() throws Exception {
        var routes = new Routes()
                .add(Route.post("/", Named.class, named -> Events.of(events -> events.send(named.name())))
                        .with(Negotiation.giving("text/event-stream")));
        var request = Request.post("/", Body.of("{\"name\":\"Tom\"}"));

        assertThat(routes.handle(request.with("Accept", "text/event-stream"))
                        .body()
                        .text())
                .endsWith("data: Tom\n\n");
        assertThat(routes.handle(request).status()).isEqualTo(200);
        assertThatThrownBy(() -> routes.handle(request.with("Accept", "text/html")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(406));
    }
}
