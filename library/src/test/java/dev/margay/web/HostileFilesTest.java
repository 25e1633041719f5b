package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Request;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is asked for and whatever is linked: nothing outside the root, nothing hidden, nothing that is no file.
final class HostileFilesTest {

    private static final String SECRET = "never to be seen";

    @TempDir
    Path directory;

    private Path root;
    private Routes routes;

    @BeforeEach
    void fill() throws Exception {
        root = java.nio.file.Files.createDirectories(directory.resolve("images"));
        write(root.resolve("cat.txt"), "cat");
        write(root.resolve("deep/er/tom.svg"), "<svg/>");
        write(root.resolve(".env"), SECRET);
        write(root.resolve(".git/config"), SECRET);
        write(root.resolve(".well-known/.env"), SECRET);
        write(directory.resolve("secret.txt"), SECRET);
        write(directory.resolve("images-private/secret.txt"), SECRET);
        link("out.txt", directory.resolve("secret.txt"));
        link("outside", directory);
        link("up", Path.of(".."));
        link("hidden.txt", root.resolve(".env"));
        link("loop", root.resolve("loop"));
        link("null.txt", Path.of("/dev/null"));
        link("inside.txt", Path.of("deep/../cat.txt"));
        var made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(made.waitFor()).isZero();
        routes = new Routes()
                .add(Route.get("/images/{path...}", Files.in(root)))
                .add(Route.get("/list/{path...}", Files.in(root).listing()));
    }

    private static void write(Path file, String content) throws IOException {
        java.nio.file.Files.createDirectories(file.getParent());
        java.nio.file.Files.writeString(file, content);
    }

    private void link(String name, Path target) throws IOException {
        java.nio.file.Files.createSymbolicLink(root.resolve(name), target);
    }

    static String[] paths() {
        return HostilePaths.all();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void nothingOutsideIsReached(String path) throws Exception {
        var answer = InProcess.of(routes).handle(Request.get("/images/" + path));

        assertThat(answer.status()).as(path).isIn(301, 400, 404);
        assertThat(answer.body().text()).doesNotContain(SECRET);
    }

    @Test
    void nothingOutsideIsReachedThroughASocket() throws Exception {
        var server = HttpServer.start(routes, EngineOptions.onLoopback(0));
        try {
            for (var path : HostilePaths.all()) {
                for (var target : new String[] {"/images/" + path, "/list/" + path}) {
                    var answer = sent(server, target);
                    boolean listed = target.startsWith("/list/") && answer.startsWith("HTTP/1.1 200");
                    assertThat(listed ? "404" : answer.split(" ", 3)[1])
                            .as(target)
                            .isIn("301", "400", "404");
                    assertThat(answer).as(target).doesNotContain(SECRET, "root:");
                }
            }
        } finally {
            server.stop(Duration.ofSeconds(5));
        }
    }

    private static String sent(HttpServer server, String target) throws IOException {
        try (var client = RawClient.to(server.port())) {
            var line = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            return client.send(line.getBytes(StandardCharsets.ISO_8859_1)).rest();
        }
    }

    @Test
    void aLinkToWhatIsInsideIsFollowed() throws Exception {
        assertThat(InProcess.of(routes)
                        .handle(Request.get("/images/inside.txt"))
                        .body()
                        .text())
                .isEqualTo("cat");
    }

    @Test
    void aListHasNothingThatIsNotServed() throws Exception {
        var list = InProcess.of(routes).handle(Request.get("/list/")).body().text();

        assertThat(list.lines().filter(line -> line.startsWith("<a")))
                .containsExactly(
                        "<a href=\".well-known/\">.well-known/</a>",
                        "<a href=\"cat.txt\">cat.txt</a>",
                        "<a href=\"deep/\">deep/</a>",
                        "<a href=\"inside.txt\">inside.txt</a>");
    }

    @Test
    void aLinkThatTakesThePlaceOfAFileLeadsNowhere() throws Exception {
        write(directory.resolve("private/page.txt"), SECRET);
        write(root.resolve("page.txt"), "public");
        write(root.resolve("section/page.txt"), "public");
        var over = new AtomicBoolean();
        var swapping = Thread.ofPlatform().start(() -> swap(over));
        try {
            int served = 0;
            for (int i = 0; i < 3_000 || (served == 0 && i < 100_000); i++) {
                var answer = InProcess.of(routes)
                        .handle(Request.get(i % 2 == 0 ? "/images/page.txt" : "/images/section/page.txt"));
                assertThat(answer.status()).isIn(200, 404, 503);
                assertThat(answer.body().text()).doesNotContain(SECRET);
                served += answer.status() == 200 ? 1 : 0;
            }
            assertThat(served).isPositive();
        } finally {
            over.set(true);
            swapping.join();
        }
    }

    /// Puts links to what is outside in the place of a file and of a directory, and takes them away, again and again.
    private void swap(AtomicBoolean over) {
        var file = root.resolve("page.txt");
        var folder = root.resolve("section");
        var spare = directory.resolve("spare");
        try {
            while (!over.get()) {
                java.nio.file.Files.createSymbolicLink(spare, directory.resolve("private/page.txt"));
                java.nio.file.Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
                java.nio.file.Files.writeString(spare, "public");
                java.nio.file.Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
                java.nio.file.Files.move(folder, spare);
                java.nio.file.Files.createSymbolicLink(folder, directory.resolve("private"));
                java.nio.file.Files.delete(folder);
                java.nio.file.Files.move(spare, folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the swapping of links failed", e);
        }
    }
}
