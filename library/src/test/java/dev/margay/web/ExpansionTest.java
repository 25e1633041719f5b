package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {

    private static final int MOST = 1 << 20;
    private static final String TEXT = "kitten ".repeat(500);

    private static byte[] encoded(byte[] content, String... codings) throws IOException {
        var made = content;
        for (String coding : codings) {
            var target = new ByteArrayOutputStream();
            try (var encoder = Coding.named(coding).orElseThrow().to(target)) {
                encoder.write(made);
            }
            made = target.toByteArray();
        }
        return made;
    }

    private static byte[] encoded(String text, String... codings) throws IOException {
        return encoded(text.getBytes(StandardCharsets.UTF_8), codings);
    }

    private static Request whole(byte[] content, String coding) {
        return Request.post("/", Body.of(content))
                .with("Content-Encoding", coding)
                .with("Content-Length", Integer.toString(content.length));
    }

    private static Request streamed(InputStream content, String coding) {
        return Request.post("/", Body.from(content, OptionalLong.empty())).with("Content-Encoding", coding);
    }

    /// Ten bytes at a time, and never more at hand.
    private static Request trickling(byte[] content, String coding) {
        return streamed(
                new ByteArrayInputStream(content) {
                    @Override
                    public synchronized int read(byte[] target, int from, int length) {
                        return super.read(target, from, Math.min(length, 10));
                    }

                    @Override
                    public synchronized int available() {
                        return 0;
                    }
                },
                coding);
    }

    private static String read(Request request) throws Exception {
        return Expansion.upTo(MOST)
                .around(expanded -> Response.text(expanded.body().text()))
                .handle(request)
                .body()
                .text();
    }

    private static ProblemException refused(Request request) {
        return catchThrowableOfType(ProblemException.class, () -> read(request));
    }

    @ParameterizedTest
    @CsvSource({"gzip", "x-gzip", "GZIP", "deflate", "zstd"})
    void bodiesArriveAsTheyWere(String coding) throws Exception {
        var content = encoded(TEXT, coding);

        assertThat(read(whole(content, coding))).isEqualTo(TEXT);
        assertThat(read(trickling(content, coding))).isEqualTo(TEXT);
        assertThat(read(whole(encoded("", coding), coding))).isEmpty();
    }

    @Test
    void headersTellOfTheExpandedBody() throws Exception {
        Expansion.upTo(MOST)
                .around(request -> {
                    assertThat(request.headers().has("Content-Encoding")).isFalse();
                    assertThat(request.headers().has("Content-Length")).isFalse();
                    assertThat(request.headers().first("Content-Type")).contains("text/plain");
                    return Response.noContent();
                })
                .handle(whole(encoded(TEXT, "gzip"), "gzip").with("Content-Type", "text/plain"));
    }

    @Test
    void whoPassesARequestOnGetsItAsItCame() throws Exception {
        for (String coding : new String[] {"gzip", "br"}) {
            var request = streamed(new ByteArrayInputStream(encoded(TEXT, "gzip")), coding);
            Expansion.upTo(MOST)
                    .around(expanded -> {
                        var received = Expansion.received(expanded);
                        assertThat(received.headers()).isEqualTo(request.headers());
                        assertThat(received.body()).isSameAs(request.body());
                        return Response.noContent();
                    })
                    .handle(request);
        }
        var plain = Request.post("/", Body.of(TEXT));
        assertThat(Expansion.received(plain)).isSameAs(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "", " , ,", "Identity, identity"})
    void noCodingIsNothingToDo(String coding) throws Exception {
        assertThat(read(whole(TEXT.getBytes(StandardCharsets.UTF_8), coding))).isEqualTo(TEXT);
    }

    @Test
    void anEmptyBodyHasNoCoding() throws Exception {
        assertThat(read(whole(new byte[0], "gzip"))).isEmpty();
    }

    @Test
    void twoCodingsAreUndoneFromTheLast() throws Exception {
        assertThat(read(whole(encoded(TEXT, "deflate", "gzip"), "deflate, gzip")))
                .isEqualTo(TEXT);
        var onTwoLines = Request.post("/", Body.of(encoded(TEXT, "gzip", "zstd")))
                .with(Headers.of("Content-Encoding", "gzip", "content-encoding", "zstd"));
        assertThat(read(onTwoLines)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "gzip, br", "gzip;q=1", "gzip gzip", "aes128gcm", "gzip, gzip, gzip"})
    void otherCodingsAreUnsupported(String coding) throws Exception {
        for (var request : new Request[] {
            whole(encoded(TEXT, "gzip"), coding), streamed(new ByteArrayInputStream(encoded(TEXT, "gzip")), coding)
        }) {
            var problem = refused(request).problem();

            assertThat(problem.status()).isEqualTo(415);
            assertThat(problem.headers().first("Accept-Encoding")).contains("zstd, gzip, deflate");
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aBodyThatBreaksOffAnywhereIsMalformed(Coding coding) throws Exception {
        var content = encoded("a kitten, and another kitten", coding.token());
        for (int length = 1; length < content.length; length++) {
            var cut = Arrays.copyOf(content, length);

            assertThat(refused(whole(cut, coding.token())).problem().status()).isEqualTo(400);
            assertThat(refused(trickling(cut, coding.token())).problem().status())
                    .isEqualTo(400);
        }
    }

    /// A bit that means nothing (a time, a name of a system) may change; what is read must be what was sent.
    @ParameterizedTest
    @EnumSource(Coding.class)
    void aChangedBitIsMalformedOrMeansNothing(Coding coding) throws Exception {
        var content = encoded(TEXT, coding.token());
        int refused = 0;
        for (int bit = 0; bit < 8 * content.length; bit++) {
            var changed = content.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                var text = read(whole(changed, coding.token()));
                if (coding != Coding.ZSTD) { // its frames carry a checksum only if their sender wants one
                    assertThat(text).isEqualTo(TEXT);
                }
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isIn(400, 413);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void garbageIsMalformed(Coding coding) {
        for (byte[] content : new byte[][] {{0}, {0x1f}, new byte[100_000], TEXT.getBytes(StandardCharsets.UTF_8)}) {
            var problem = refused(whole(content, coding.token())).problem();

            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.message()).contains("expected: ");
        }
    }

    @Test
    void membersOfGzipFollowEachOther() throws Exception {
        var twice = concat(encoded("one ", "gzip"), encoded("", "gzip"), encoded("two", "gzip"));

        assertThat(read(whole(twice, "gzip"))).isEqualTo("one two");
        assertThat(read(trickling(twice, "gzip"))).isEqualTo("one two");
    }

    @Test
    void nothingElseFollows() throws Exception {
        for (String coding : new String[] {"gzip", "deflate"}) {
            var more = concat(encoded("one ", coding), new byte[] {0});

            assertThat(refused(whole(more, coding)).problem().status()).isEqualTo(400);
            assertThat(refused(trickling(more, coding)).problem().status()).isEqualTo(400);
        }
        var broken = concat(encoded("one ", "gzip"), Arrays.copyOf(encoded("two", "gzip"), 15));
        assertThat(refused(trickling(broken, "gzip")).problem().status()).isEqualTo(400);
    }

    @Test
    void everyFieldOfAGzipHeaderIsPassed() throws Exception {
        var plain = encoded("kitten", "gzip");
        byte[] head = {0x1f, (byte) 0x8b, 8, 4 | 8 | 16, 1, 2, 3, 4, 0, 3};
        byte[] fields = {3, 0, 'a', 'b', 'c', 'n', 'a', 'm', 'e', 0, 'c', 'o', 'm', 0};
        var full = concat(head, fields, Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(read(whole(full, "gzip"))).isEqualTo("kitten");
        head[3] = (byte) 0x80;
        assertThat(refused(whole(concat(head, plain), "gzip")).problem().status())
                .isEqualTo(400);
    }

    @Test
    void zlibWithADictionaryAndBareDeflateAreMalformed() throws Exception {
        var deflater = new Deflater();
        deflater.setDictionary("kitten".getBytes(StandardCharsets.UTF_8));
        var withDictionary = new ByteArrayOutputStream();
        try (var encoder = new DeflaterOutputStream(withDictionary, deflater)) {
            encoder.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        var bare = new ByteArrayOutputStream();
        try (var encoder = new DeflaterOutputStream(bare, new Deflater(6, true))) {
            encoder.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(refused(whole(withDictionary.toByteArray(), "deflate"))
                        .problem()
                        .status())
                .isEqualTo(400);
        assertThat(refused(whole(bare.toByteArray(), "deflate")).problem().status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aBombIsTooLarge(Coding coding) throws Exception {
        for (int size : new int[] {MOST + 1, 10 * MOST}) {
            var bomb = encoded(new byte[size], coding.token());

            assertThat(refused(whole(bomb, coding.token())).problem().status()).isEqualTo(413);
        }
        assertThat(read(whole(encoded(new byte[MOST], coding.token()), coding.token())))
                .hasSize(MOST);
    }

    @Test
    void aBombInsideABombIsTooLargeBeforeItIsRead() throws Exception {
        var empty = encoded("", "gzip");
        var members = new ByteArrayOutputStream();
        for (int i = 0; i < 200_000; i++) {
            members.write(empty);
        }

        assertThat(refused(whole(encoded(members.toByteArray(), "zstd"), "gzip, zstd"))
                        .problem()
                        .status())
                .isEqualTo(413);
    }

    /// Read as it arrives, much may come, but not much of little.
    @Test
    void aStreamMayBeLongButNoBomb() throws Exception {
        var random = new Random(1);
        var noise = new byte[3 * MOST];
        random.nextBytes(noise);
        var read = new AtomicLong();
        var handler = Expansion.upTo(MOST).around(request -> {
            read.set(request.body().stream().transferTo(OutputStream.nullOutputStream()));
            return Response.noContent();
        });

        handler.handle(streamed(new ByteArrayInputStream(encoded(noise, "gzip")), "gzip"));
        assertThat(read).hasValue(3L * MOST);

        var bomb = encoded(new byte[100 << 20], "gzip");
        assertThatThrownBy(() -> handler.handle(streamed(new ByteArrayInputStream(bomb), "gzip")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    @Test
    void aConnectionThatBreaksIsNotTheDatasFault() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer closed the connection");
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                throw new IOException("the peer closed the connection");
            }
        };

        for (var coding : Coding.KNOWN) {
            assertThatThrownBy(() -> read(streamed(broken, coding.token())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the peer closed the connection");
        }
    }

    private static byte[] concat(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
