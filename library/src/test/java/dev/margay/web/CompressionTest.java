package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.web.bodies.Events;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    private static final String LONG = "kitten ".repeat(500);

    private static Response answered(Response made, String accept) throws Exception {
        return Compression.standard().around(_ -> made).handle(Request.get("/").with("Accept-Encoding", accept));
    }

    private static byte[] bytes(Response response) throws IOException {
        var content = response.body().stream();
        var coding = response.headers().first("Content-Encoding").flatMap(Coding::named);
        return (coding.isPresent() ? coding.get().from(content) : content).readAllBytes();
    }

    private static String decoded(Response response) throws IOException {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }

    private static String inflated(Response response) throws IOException {
        try (var gzip =
                new GZIPInputStream(new ByteArrayInputStream(response.body().bytes()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void longTextIsCompressedForThoseWhoAcceptIt() throws Exception {
        var response = answered(Response.text(LONG).with("ETag", "\"1\""), "gzip, deflate, br");

        assertThat(response.headers().first("Content-Encoding")).contains("gzip");
        assertThat(response.headers().first("Vary")).contains("Accept-Encoding");
        assertThat(response.headers().first("ETag")).contains("W/\"1\"");
        assertThat(response.body().length().orElseThrow()).isLessThan(200);
        assertThat(inflated(response)).isEqualTo(LONG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip|true",
                "GZIP|true",
                "x-gzip|true",
                "*|true",
                "gzip;q=0.5|true",
                "deflate, gzip;q=1.0|true",
                "gzip ; q=0.1|true",
                "identity;q=0.5, gzip;q=0.6|true",
                "gzip;q=0|false",
                "gzip;q=0.000|false",
                "identity|false",
                "identity, gzip;q=0.5|false",
                "br|false",
                "''|false",
                "*;q=0|false",
                "gzip;q=0, *;q=1|true",
                "gzip;q=0, deflate;q=0, zstd;q=0, *;q=1|false",
                "gzip;q=2|false",
                "gzip;q=x|false",
                "gzip;q=|false",
                "gzip;level=1|false",
                "gzipped|false",
                ",,,|false",
                ";;;|false"
            })
    void weightsOfAcceptEncodingCount(String accept, boolean compressed) throws Exception {
        var response = answered(Response.text(LONG), accept);

        assertThat(response.headers().has("Content-Encoding")).isEqualTo(compressed);
        assertThat(response.headers().first("Vary")).contains("Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip, deflate, br, zstd|zstd",
                "gzip, deflate|gzip",
                "deflate|deflate",
                "deflate, gzip;q=0.9|deflate",
                "zstd;q=0.1, gzip;q=0.2, deflate;q=0.1|gzip",
                "*|zstd",
                "zstd;q=0, *|gzip",
                "zstd;q=0, gzip;q=0, *;q=0.1|deflate",
                "gzip;q=0, gzip|gzip",
                "br;q=1, gzip;q=0.1|gzip",
                "identity;q=0|none"
            })
    void whatTheClientLikesBestIsChosenThenWhatWeDo(String accept, @Nullable String coding) throws Exception {
        var response = answered(Response.text(LONG), accept);

        assertThat(response.headers().first("Content-Encoding")).isEqualTo(Optional.ofNullable(coding));
        assertThat(decoded(response)).isEqualTo(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, identity;q=0", "gzip, *;q=0", "gzip;q=0.1, identity ; q=0.000"})
    void aClientThatRefusesPlainBodiesGetsShortOnesCompressed(String accept) throws Exception {
        var response = answered(Response.text("short"), accept);

        assertThat(response.headers().first("Content-Encoding")).contains("gzip");
        assertThat(response.headers().first("Vary")).contains("Accept-Encoding");
        assertThat(decoded(response)).isEqualTo("short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "deflate"})
    void everyCodingKeepsEveryByte(String coding) throws Exception {
        var noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        for (byte[] content : new byte[][] {{7}, noise, new byte[5_000_000]}) {
            for (var body : new Body[] {
                Body.of(content),
                Body.writtenBy(target -> target.write(content)),
                Body.from(new ByteArrayInputStream(content), OptionalLong.empty())
            }) {
                var made = new Response(200, Headers.of("Content-Type", "text/plain"), body);
                var response = Compression.from(0)
                        .around(_ -> made)
                        .handle(Request.get("/").with("Accept-Encoding", coding));

                assertThat(response.headers().first("Content-Encoding")).contains(coding);
                assertThat(bytes(response)).isEqualTo(content);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "deflate"})
    void aBodyThatBreaksOffHasNoGoodEnd(String coding) throws Exception {
        var response = answered(
                Response.text("").with(Body.writtenBy(target -> {
                    target.write(LONG.getBytes(StandardCharsets.UTF_8));
                    target.flush();
                    throw new IOException("lost");
                })),
                coding);
        var sent = new ByteArrayOutputStream();

        assertThatThrownBy(() -> response.body().writeTo(sent)).hasMessage("lost");
        assertThat(sent.size()).isPositive();
        assertThatThrownBy(() -> Coding.named(coding)
                        .orElseThrow()
                        .from(new ByteArrayInputStream(sent.toByteArray()))
                        .readAllBytes())
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void eventStreamsStayAsTheyAre() throws Exception {
        var made = Events.of(events -> events.send("hello"));

        assertThat(answered(made, "gzip")).isSameAs(made);
    }

    @Test
    void shortOrUnsuitableBodiesStayAsTheyAre() throws Exception {
        var picture = new Response(200, Headers.of("Content-Type", "image/png"), Body.of(LONG));
        for (var made : new Response[] {
            Response.text("short"),
            Response.noContent(),
            picture,
            Response.of(200).with(Body.of(LONG)),
            Response.text(LONG).with("Content-Encoding", "br"),
            Response.text(LONG).with("Cache-Control", "public, no-transform"),
            Response.text(206, LONG).with("Content-Range", "bytes 0-3/9"),
            Response.of(304)
        }) {
            assertThat(answered(made, "gzip")).isSameAs(made);
        }
    }

    @Test
    void streamsAreCompressedPieceByPiece() throws Exception {
        var written = answered(
                Response.text("").with(Body.writtenBy(target -> target.write(LONG.getBytes(StandardCharsets.UTF_8)))),
                "gzip");
        var read = answered(
                Response.text("")
                        .with(Body.from(
                                new ByteArrayInputStream(LONG.getBytes(StandardCharsets.UTF_8)),
                                OptionalLong.of(LONG.length()))),
                "gzip");

        assertThat(written.body().length()).isEmpty();
        assertThat(inflated(written)).isEqualTo(LONG);
        assertThat(inflated(read)).isEqualTo(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "deflate"})
    void aFlushOfAStreamReachesTheReceiver(String coding) throws Exception {
        var response = answered(
                Response.text("").with(Body.writtenBy(target -> {
                    target.write('a');
                    target.flush();
                    target.write('b');
                })),
                coding);
        var flushes = new AtomicInteger();
        var sizes = new ArrayList<Integer>();
        var target = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushes.incrementAndGet();
                sizes.add(size());
            }
        };

        response.body().writeTo(target);

        assertThat(flushes.get()).isGreaterThanOrEqualTo(2);
        assertThat(sizes.getFirst()).isGreaterThan(5).isLessThan(target.size());
    }

    @Test
    void varyIsExtendedNotReplaced() throws Exception {
        assertThat(answered(Response.text(LONG).with("Vary", "Origin"), "gzip")
                        .headers()
                        .first("Vary"))
                .contains("Origin, Accept-Encoding");
        assertThat(answered(Response.text(LONG).with("Vary", "*"), "gzip")
                        .headers()
                        .first("Vary"))
                .contains("*");
    }
}
