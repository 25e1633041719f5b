package dev.margay.web;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Request;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are larger than memory should be, sent to clients of all kinds.
final class LargeFilesTest {

    private static final long LENGTH = 1L << 30;

    @TempDir
    Path root;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        resize(LENGTH);
        server = HttpServer.start(new Routes().get("/{path...}", Files.in(root)), EngineOptions.onLoopback(0));
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop(Duration.ofSeconds(5));
    }

    private void resize(long length) throws IOException {
        try (var file = new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private RawClient asked(String method, String more) throws IOException {
        return RawClient.to(server.port())
                .send(method + " /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n");
    }

    private long opened() throws IOException {
        long count = 0;
        try (var all = java.nio.file.Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var one : all) {
                try {
                    count += java.nio.file.Files.readSymbolicLink(one).endsWith("large.bin") ? 1 : 0;
                } catch (NoSuchFileException _) {
                    // closed since it was listed
                }
            }
        }
        return count;
    }

    @Test
    void aLargeFileIsStreamed() throws IOException {
        try (var client = asked("GET", "Range: bytes=1000-268436455\r\n")) {
            long count = 0;
            var piece = new byte[1 << 16];
            for (int read = client.stream().read(piece);
                    read >= 0;
                    read = client.stream().read(piece)) {
                count += read;
            }
            assertThat(count).isBetween(268_435_456L + 100, 268_435_456L + 1_000);
        }
        eventually(() -> assertThat(opened()).isZero());
    }

    @Test
    void headOpensNothing() throws IOException {
        try (var client = asked("HEAD", "")) {
            var answer = client.answer(true);

            assertThat(answer.headers()).containsEntry("content-length", Long.toString(LENGTH));
            assertThat(opened()).isZero();
        }
    }

    @Test
    void aClientThatLeavesLeavesNothingOpen() throws IOException {
        try (var client = asked("GET", "")) {
            assertThat(client.line()).contains("200");
            eventually(() -> assertThat(opened()).isOne());
        }
        eventually(() -> assertThat(opened()).isZero());
    }

    @Test
    void aFileThatShrinksEndsTheConnection() throws IOException {
        try (var client = asked("GET", "")) {
            assertThat(client.line()).contains("200");
            resize(1_000_000);

            long count = 0;
            var piece = new byte[1 << 16];
            for (int read = client.stream().read(piece);
                    read >= 0;
                    read = client.stream().read(piece)) {
                count += read;
            }
            assertThat(count).isLessThan(LENGTH);
        }
        eventually(() -> assertThat(opened()).isZero());
    }

    @Test
    void aFileThatGrowsIsSentAsItWas() throws Exception {
        resize(200_000);
        var answer = new Routes().get("/{path...}", Files.in(root)).handle(Request.get("/large.bin"));
        resize(300_000);

        assertThat(answer.body().bytes()).hasSize(200_000);
    }

    @Test
    void aFileThatIsDroppedWithoutBeingReadIsClosed() throws Exception {
        resize(200_000);
        var answer = new Routes().get("/{path...}", Files.in(root)).handle(Request.get("/large.bin"));
        assertThat(opened()).isOne();

        answer.body().discard();

        assertThat(opened()).isZero();
        assertThat(InProcess.of(new Routes().get("/{path...}", Files.in(root)))
                        .handle(Request.of("HEAD", "/large.bin"))
                        .status())
                .isEqualTo(200);
        assertThat(opened()).isZero();
    }
}
