package dev.margay.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicInteger seen = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void everyDueRequestIsAnswered() throws IOException {
        server.createContext("/helloworld", exchange -> answer(exchange, 200));

        var result = ResultLine.parse(OpenLoop.run(port(), new OpenLoop.Plan(200, 10, 0, SECOND)));

        assertThat(result.number("answered")).isEqualTo(200);
        assertThat(result.number("failures")).isZero();
    }

    @Test
    void requestsOfTheWarmUpDoNotCount() throws IOException {
        server.createContext("/helloworld", exchange -> answer(exchange, 200));

        var result = ResultLine.parse(OpenLoop.run(port(), new OpenLoop.Plan(200, 10, SECOND / 2, SECOND / 2)));

        assertThat(seen.get()).isEqualTo(200);
        assertThat(result.number("answered")).isEqualTo(100);
    }

    @Test
    void answersOtherThan200AreFailures() throws IOException {
        server.createContext("/helloworld", exchange -> answer(exchange, 503));

        var result = ResultLine.parse(OpenLoop.run(port(), new OpenLoop.Plan(100, 4, 0, SECOND / 2)));

        assertThat(result.number("failures")).isEqualTo(50);
    }

    @Test
    void aStallCountsForEveryRequestThatWasDueMeanwhile() throws IOException {
        server.createContext("/helloworld", exchange -> {
            if (seen.get() == 0) {
                stall(SECOND / 2);
            }
            answer(exchange, 200);
        });

        var result = ResultLine.parse(OpenLoop.run(port(), new OpenLoop.Plan(100, 1, 0, SECOND * 6 / 10)));

        // 50 of the 60 were due during the stall. A generator that waits for the server would have seen one slow
        // request.
        assertThat(result.number("answered")).isEqualTo(60);
        assertThat(result.number("p50")).isGreaterThan(100_000);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        seen.incrementAndGet();
        var body = "{\"message\":\"Hello Nic\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void stall(long nanos) {
        var end = System.nanoTime() + nanos;
        for (var left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
