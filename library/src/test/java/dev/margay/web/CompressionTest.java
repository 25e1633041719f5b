package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Body;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    private static final String LONG = "kitten ".repeat(500);

    private static Response answered(Response made, String accept) throws Exception {
        return Compression.standard().around(_ -> made).handle(Request.get("/").with("Accept-Encoding", accept));
    }

    private static String inflated(Response response) throws IOException {
        try (var gzip =
                new GZIPInputStream(new ByteArrayInputStream(response.body().bytes()))) {
            return new String(gzip.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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
                "gzip;q=0, *;q=1|false",
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

    @Test
    void shortOrUnsuitableBodiesStayAsTheyAre() throws Exception {
        var picture = new Response(200, dev.margay.http.Headers.of("Content-Type", "image/png"), Body.of(LONG));
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
                Response.text("")
                        .with(Body.writtenBy(
                                target -> target.write(LONG.getBytes(java.nio.charset.StandardCharsets.UTF_8)))),
                "gzip");
        var read = answered(
                Response.text("")
                        .with(Body.from(
                                new ByteArrayInputStream(LONG.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                OptionalLong.of(LONG.length()))),
                "gzip");

        assertThat(written.body().length()).isEmpty();
        assertThat(inflated(written)).isEqualTo(LONG);
        assertThat(inflated(read)).isEqualTo(LONG);
    }

    @Test
    void aFlushOfAStreamReachesTheReceiver() throws Exception {
        var response = answered(
                Response.text("").with(Body.writtenBy(target -> {
                    target.write('a');
                    target.flush();
                    target.write('b');
                })),
                "gzip");
        var flushes = new java.util.concurrent.atomic.AtomicInteger();
        var sizes = new java.util.ArrayList<Integer>();
        var target = new java.io.ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushes.incrementAndGet();
                sizes.add(size());
            }
        };

        response.body().writeTo(target);

        assertThat(flushes.get()).isGreaterThanOrEqualTo(2);
        assertThat(sizes.getFirst()).isGreaterThan(10).isLessThan(target.size());
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
