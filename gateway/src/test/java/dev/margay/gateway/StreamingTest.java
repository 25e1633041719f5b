package dev.margay.gateway;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies of all sizes, both ways, as they arise.
final class StreamingTest {

    @TempDir
    static Path home;

    private static volatile Handler kittens = StreamingTest::echo;
    private static Town town;

    @BeforeAll
    static void startTown() throws Exception {
        town = Town.with(home, request -> kittens.handle(request));
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    private static void start(Handler answering) {
        kittens = answering;
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static Response echo(Request request) throws IOException {
        return Response.of(200).with(Body.of(request.body().bytes()));
    }

    @Test
    void bodiesOfAllSizesComeBackWhole() throws Exception {
        start(StreamingTest::echo);

        for (int size : new int[] {0, 1, 16 << 10, (16 << 10) + 1, 64 << 10, (64 << 10) + 1, 1 << 20}) {
            var sent = bytes(size);
            var whole = town.client.send(
                    town.request("/v1/kittens")
                            .POST(BodyPublishers.ofByteArray(sent))
                            .build(),
                    BodyHandlers.ofByteArray());
            var chunked = town.client.send(
                    town.request("/v1/kittens")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent)))
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(whole.body()).isEqualTo(sent);
            assertThat(chunked.body()).isEqualTo(sent);
        }
    }

    @Test
    void aLargeAnswerOfUnknownLengthComesWhole() throws Exception {
        var content = bytes(8 << 20);
        start(_ -> Response.of(200).with(Body.from(new ByteArrayInputStream(content), OptionalLong.empty())));

        var answer = town.client.send(town.request("/v1/kittens").build(), BodyHandlers.ofByteArray());

        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void theFirstPieceArrivesBeforeTheLastIsMade() throws Exception {
        var go = new CountDownLatch(1);
        start(_ -> Response.of(200).with(Body.writtenBy(target -> {
            target.write("first".getBytes(StandardCharsets.UTF_8));
            target.flush();
            await(go);
            target.write("last".getBytes(StandardCharsets.UTF_8));
        })));

        var answer = town.client.send(town.request("/v1/kittens").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
            go.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("nobody said go");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        start(_ -> Response.text("ten bytes."));

        var answer = Town.raw(town.port(), "HEAD /v1/kittens HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: 10")
                .endsWith("\r\n\r\n");
    }

    @Test
    void bodiesBeyondTheLimitAreRefusedAnnouncedOrNot() throws Exception {
        start(StreamingTest::echo);
        var tooLarge = bytes((1 << 20) + 1);

        var announced = town.client.send(
                town.request("/v1/kittens")
                        .POST(BodyPublishers.ofByteArray(tooLarge))
                        .build(),
                BodyHandlers.ofString());
        var chunked = town.client.send(
                town.request("/v1/kittens")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void aMalformedBodyIsTheClientsFault() throws Exception {
        start(StreamingTest::echo);

        var answer = Town.raw(
                town.port(),
                "POST /v1/kittens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aClientThatLeavesCancelsTheCall() throws Exception {
        var begun = new CountDownLatch(1);
        var cancelled = new AtomicBoolean();
        start(_ -> {
            var here = Call.currentOrNew().cancellation();
            begun.countDown();
            here.onCancel(() -> cancelled.set(true));
            return here.interruptible(() -> {
                new CountDownLatch(1).await();
                return Response.noContent();
            });
        });

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), town.port())) {
            socket.getOutputStream()
                    .write("GET /v1/kittens HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        }

        eventually(() -> assertThat(cancelled).isTrue());
    }
}
