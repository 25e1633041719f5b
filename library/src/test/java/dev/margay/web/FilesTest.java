package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files as a browser, a cache and a thief ask for them.
final class FilesTest {

    private static final Instant CHANGED = Instant.parse("2026-11-24T07:00:00Z");
    private static final String SECRET = "secret";

    @TempDir
    Path directory;

    private Path root;
    private final byte[] large = new byte[200_000];

    @BeforeEach
    void fill() throws IOException {
        root = java.nio.file.Files.createDirectories(directory.resolve("images"));
        write(root.resolve("cat.txt"), "0123456789");
        write(root.resolve("deep/er/tom.svg"), "<svg/>");
        write(root.resolve("with index/index.html"), "<h1>index</h1>");
        write(root.resolve(".env"), SECRET);
        write(root.resolve(".git/config"), SECRET);
        write(root.resolve(".well-known/security.txt"), "Contact: us");
        write(directory.resolve("secret.txt"), SECRET);
        write(directory.resolve("images-private/secret.txt"), SECRET);
        new Random(1).nextBytes(large);
        java.nio.file.Files.write(root.resolve("large.bin"), large);
    }

    private static void write(Path file, String content) throws IOException {
        java.nio.file.Files.createDirectories(file.getParent());
        java.nio.file.Files.writeString(file, content);
        java.nio.file.Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    }

    private Response answer(Files files, Request request) throws Exception {
        return InProcess.of(new Routes().add(Route.get("/images/{path...}", files)))
                .handle(request);
    }

    private Response get(String path) throws Exception {
        return answer(Files.in(root), Request.get("/images/" + path));
    }

    @Test
    void aFileIsGivenWithWhatCachesNeed() throws Exception {
        var answer = get("cat.txt");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().text()).isEqualTo("0123456789");
        assertThat(answer.headers().find("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.headers().find("Last-Modified")).isEqualTo("Tue, 24 Nov 2026 07:00:00 GMT");
        assertThat(answer.headers().find("ETag")).startsWith("\"").endsWith("\"");
        assertThat(answer.headers().find("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.headers().find("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.headers().find("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void filesOfAllSizesComeWhole() throws Exception {
        assertThat(get("large.bin").body().bytes()).isEqualTo(large);
        assertThat(get("deep/er/tom.svg").headers().find("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(get(".well-known/security.txt").body().text()).isEqualTo("Contact: us");
        assertThat(answer(Files.in(root).caching(Duration.ofHours(1)), Request.get("/images/cat.txt"))
                        .headers()
                        .find("Cache-Control"))
                .isEqualTo("public, max-age=3600");
    }

    @Test
    void headHasNoBody() throws Exception {
        var answer = answer(Files.in(root), Request.of("HEAD", "/images/large.bin"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().bytes()).isEmpty();
    }

    @Test
    void onlyGetHasRanges() throws Exception {
        var head = Request.of("HEAD", "/images/cat.txt").with("Range", "bytes=0-3");
        var twice = Request.get("/images/cat.txt").with(Headers.of("Range", "bytes=0-1", "Range", "bytes=3-4"));

        assertThat(status(head)).isEqualTo(200);
        assertThat(status(twice)).isEqualTo(200);
    }

    @Test
    void anEmptyFileHasNoRanges() throws Exception {
        write(root.resolve("empty.txt"), "");

        assertThat(status(Request.get("/images/empty.txt").with("Range", "bytes=0-")))
                .isEqualTo(200);
        assertThat(get("empty.txt").body().bytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=8-, 206, 89, bytes 8-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=-20, 206, 0123456789, bytes 0-9/10",
        "bytes=5-100, 206, 56789, bytes 5-9/10",
        "bytes=9-9, 206, 9, bytes 9-9/10",
        "bytes=10-, 416, , bytes */10",
        "bytes=-0, 416, , bytes */10",
        "bytes=99-100, 416, , bytes */10",
        "bytes=3-1, 200, 0123456789,",
        "'bytes=0-1,3-4', 200, 0123456789,",
        "bytes=, 200, 0123456789,",
        "bytes=-, 200, 0123456789,",
        "bytes=a-b, 200, 0123456789,",
        "bytes=0-99999999999999999999, 200, 0123456789,",
        "bytes=-9223372036854775808, 200, 0123456789,",
        "bytes=9223372036854775807-, 200, 0123456789,",
        "bytes=999999999999999999-, 416, , bytes */10",
        "bytes = 0-3, 200, 0123456789,",
        "bytes=0-3;x, 200, 0123456789,",
        "BYTES=0-3, 206, 0123, bytes 0-3/10",
        "chars=0-3, 200, 0123456789,",
        "0-3, 200, 0123456789,",
    })
    void oneRangeIsGiven(String range, int status, String content, String given) throws Exception {
        var answer = answer(Files.in(root), Request.get("/images/cat.txt").with("Range", range));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().find("Content-Range")).isEqualTo(given);
        if (content != null) {
            assertThat(answer.body().text()).isEqualTo(content);
        }
    }

    @Test
    void aRangeOfALargeFileIsStreamed() throws Exception {
        var answer = answer(Files.in(root), Request.get("/images/large.bin").with("Range", "bytes=1000-150999"));

        assertThat(answer.body().bytes()).isEqualTo(java.util.Arrays.copyOfRange(large, 1_000, 151_000));
    }

    @Test
    void whatTheCallerHasIsNotSentAgain() throws Exception {
        String tag = get("cat.txt").headers().first("ETag").orElseThrow();
        var plain = Request.get("/images/cat.txt");

        assertThat(status(plain.with("If-None-Match", tag))).isEqualTo(304);
        assertThat(status(plain.with("If-None-Match", "\"x\", W/" + tag))).isEqualTo(304);
        assertThat(status(plain.with("If-None-Match", "*"))).isEqualTo(304);
        assertThat(status(plain.with("If-None-Match", "\"x\""))).isEqualTo(200);
        assertThat(status(plain.with("If-None-Match", "nonsense"))).isEqualTo(400);
        assertThat(status(plain.with("If-Modified-Since", "Tue, 24 Nov 2026 07:00:00 GMT")))
                .isEqualTo(304);
        assertThat(status(plain.with("If-Modified-Since", "Tuesday, 24-Nov-26 07:00:00 GMT")))
                .isEqualTo(304);
        assertThat(status(plain.with("If-Modified-Since", "Tue Nov 24 07:00:00 2026")))
                .isEqualTo(304);
        assertThat(status(plain.with("If-Modified-Since", "Tue, 24 Nov 2026 06:59:59 GMT")))
                .isEqualTo(200);
        assertThat(status(plain.with("If-Modified-Since", "yesterday"))).isEqualTo(200);
        assertThat(status(plain.with("If-None-Match", "\"x\"")
                        .with("If-Modified-Since", "Tue, 24 Nov 2026 07:00:00 GMT")))
                .isEqualTo(200);
        assertThat(status(plain.with("If-Match", tag))).isEqualTo(200);
        assertThat(status(plain.with("If-Match", "W/" + tag))).isEqualTo(412);
        assertThat(status(plain.with("If-Match", "\"x\""))).isEqualTo(412);
        assertThat(status(plain.with("If-Unmodified-Since", "Tue, 24 Nov 2026 06:59:59 GMT")))
                .isEqualTo(412);
        assertThat(status(plain.with("Range", "bytes=0-1").with("If-Range", tag)))
                .isEqualTo(206);
        assertThat(status(plain.with("Range", "bytes=0-1").with("If-Range", "\"x\"")))
                .isEqualTo(200);
        assertThat(status(plain.with("Range", "bytes=0-1").with("If-Range", "Tue, 24 Nov 2026 07:00:00 GMT")))
                .isEqualTo(206);
    }

    private int status(Request request) throws Exception {
        return answer(Files.in(root), request).status();
    }

    @Test
    void aChangedFileHasAnotherTag() throws Exception {
        String before = get("cat.txt").headers().find("ETag");

        write(root.resolve("cat.txt"), "changed");

        assertThat(get("cat.txt").headers().find("ETag")).isNotEqualTo(before);
    }

    @Test
    void aPackedVariantIsSentToThoseWhoPreferIt() throws Exception {
        write(root.resolve("cat.txt.gz"), "gzip");
        write(root.resolve("cat.txt.br"), "brotli");
        var plain = Request.get("/images/cat.txt");
        var files = Files.in(root);

        var packed = answer(files, plain.with("Accept-Encoding", "gzip, br"));
        var zipped = answer(files, plain.with("Accept-Encoding", "gzip, br;q=0"));
        var whole = answer(files, plain);

        assertThat(packed.body().text()).isEqualTo("brotli");
        assertThat(packed.headers().find("Content-Encoding")).isEqualTo("br");
        assertThat(packed.headers().find("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(zipped.body().text()).isEqualTo("gzip");
        assertThat(whole.body().text()).isEqualTo("0123456789");
        assertThat(whole.headers().find("Vary")).isEqualTo("Accept-Encoding");
        assertThat(whole.headers().find("ETag")).isNotEqualTo(packed.headers().find("ETag"));
        assertThat(answer(files, plain.with("Accept-Encoding", "br;q=0.5, gzip;q=0.8"))
                        .body()
                        .text())
                .isEqualTo("gzip");
        assertThat(answer(files, plain.with("Accept-Encoding", "zstd, identity"))
                        .body()
                        .text())
                .isEqualTo("0123456789");
        var known = answer(
                files,
                plain.with("If-None-Match", String.valueOf(whole.headers().find("ETag"))));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.headers().find("Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void aDirectoryIsItsIndexOrNothingOrAList() throws Exception {
        assertThat(get("with%20index/").body().text()).isEqualTo("<h1>index</h1>");
        assertThat(get("with%20index?x=1").status()).isEqualTo(301);
        assertThat(get("with%20index?x=1").headers().find("Location")).isEqualTo("./with%20index/?x=1");
        assertThat(get("deep/").status()).isEqualTo(404);
        assertThat(get("cat.txt/").status()).isEqualTo(404);

        write(root.resolve("deep/<b>&\"x.txt"), "odd");
        var list = answer(Files.in(root).listing(), Request.get("/images/deep/"));
        assertThat(list.headers().find("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(list.body().text()).contains("<pre>\n<a href=\"er/\">er/</a>\n</pre>");
        assertThat(answer(Files.in(root).listing(), Request.get("/images/"))
                        .body()
                        .text())
                .contains("cat.txt")
                .doesNotContain(".env")
                .doesNotContain(".git");
    }

    @Test
    void namesThatNoFileCanHaveAreNotFound() throws Exception {
        assertThat(get("x".repeat(256)).status()).isEqualTo(404);
        assertThat(get("%F0%9F%90%88".repeat(64) + ".txt").status()).isEqualTo(404);
        assertThat(get("x".repeat(5_000)).status()).isEqualTo(404);
        assertThat(get("deep/" + "a/".repeat(2_040) + "b").status()).isEqualTo(404);
        assertThat(get("a/".repeat(20_000)).status()).isEqualTo(404);
        assertThat(get("cat.txt/index.html").status()).isEqualTo(404);
    }

    @Test
    void aNameInAnyLanguageIsFound() throws Exception {
        write(root.resolve("Kätzchen 🐈.svg"), "<svg/>");

        assertThat(get("K%C3%A4tzchen%20%F0%9F%90%88.svg").body().text()).isEqualTo("<svg/>");
        assertThat(answer(Files.in(root).listing(), Request.get("/images/"))
                        .body()
                        .text())
                .contains("<a href=\"K%C3%A4tzchen%20%F0%9F%90%88.svg\">Kätzchen 🐈.svg</a>\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/public", "public/"})
    void aRootOfTheClassPathIsAName(String root) {
        assertThatIllegalArgumentException().isThrownBy(() -> Files.onClassPath(root));
    }

    @Test
    void aDirectoryThatIsNotThereIsRefusedAtTheStart() {
        assertThatIllegalArgumentException().isThrownBy(() -> Files.in(directory.resolve("none")));
    }
}
