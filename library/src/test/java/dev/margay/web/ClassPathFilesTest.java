package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of the class path: of a directory on it and of a jar.
final class ClassPathFilesTest {

    private static final byte[] LARGE = new byte[2_000_000];
    private static ClassLoader loader;

    @BeforeAll
    static void pack(@TempDir Path directory) throws IOException {
        new Random(1).nextBytes(LARGE);
        var jar = directory.resolve("shop.jar");
        try (var out = new JarOutputStream(java.nio.file.Files.newOutputStream(jar))) {
            add(out, "public/", new byte[0]);
            add(out, "public/hello.txt", "Hello\n".getBytes(StandardCharsets.UTF_8));
            add(out, "public/large.bin", LARGE);
            add(out, "public/docs/index.html", "<h1>docs</h1>".getBytes(StandardCharsets.UTF_8));
            add(out, "public/folder/", new byte[0]);
            add(out, "public/.env", "secret".getBytes(StandardCharsets.UTF_8));
            add(out, "secret.txt", "secret".getBytes(StandardCharsets.UTF_8));
        }
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        var entry = new JarEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private Response get(String path) throws Exception {
        return answer(Request.get("/" + path));
    }

    private Response answer(Request request) throws Exception {
        var routes = new Routes().get("/{path...}", Files.onClassPath("public", loader));
        return InProcess.of(routes).handle(request);
    }

    @Test
    void aFileInAJarIsServedLikeAnyOther() throws Exception {
        var answer = get("hello.txt");

        assertThat(answer.body().text()).isEqualTo("Hello\n");
        assertThat(answer.headers().find("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.headers().find("Last-Modified")).endsWith("GMT").doesNotContain("1970", "1980");
        String tag = answer.headers().first("ETag").orElseThrow();
        assertThat(answer(Request.get("/hello.txt").with("If-None-Match", tag)).status())
                .isEqualTo(304);
        assertThat(answer(Request.of("HEAD", "/hello.txt")).status()).isEqualTo(200);
    }

    @Test
    void aLargeFileInAJarIsStreamed() throws Exception {
        assertThat(get("large.bin").body().bytes()).isEqualTo(LARGE);
        assertThat(answer(Request.get("/large.bin").with("Range", "bytes=1000000-1999999"))
                        .body()
                        .bytes())
                .isEqualTo(Arrays.copyOfRange(LARGE, 1_000_000, 2_000_000));
    }

    @Test
    void aDirectoryIsItsIndex() throws Exception {
        assertThat(get("docs/").body().text()).isEqualTo("<h1>docs</h1>");
        assertThat(get("docs").headers().find("Location")).isEqualTo("./docs/");
        assertThat(get("folder").status()).isEqualTo(404);
        assertThat(get("folder/").status()).isEqualTo(404);
        assertThat(get("").status()).isEqualTo(404);
        assertThat(get("none").status()).isEqualTo(404);
    }

    static String[] paths() {
        return HostilePaths.all();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void nothingOutsideIsReached(String path) throws Exception {
        var answer = get(path);

        assertThat(answer.status()).as(path).isIn(301, 400, 404);
        assertThat(answer.body().text()).doesNotContain("secret");
    }

    @Test
    void aDirectoryOnTheClassPathIsServedAlike() throws Exception {
        var routes = InProcess.of(new Routes().get("/{path...}", Files.onClassPath("public")));

        assertThat(routes.handle(Request.get("/hello.txt")).body().text()).isEqualTo("Hello\n");
        assertThat(routes.handle(Request.get("/")).status()).isEqualTo(404);
        assertThat(routes.handle(Request.get("/%2e%2e/dev")).status()).isEqualTo(400);
        assertThat(routes.handle(Request.get("/none")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/public", "public/", "..", "public/../dev", ".git", "a//b"})
    void aRootIsAName(String root) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Files.onClassPath(root))
                .withMessageContaining("expected");
    }

    @Test
    void jarsAreNotListed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Files.onClassPath("public").listing());
    }
}
