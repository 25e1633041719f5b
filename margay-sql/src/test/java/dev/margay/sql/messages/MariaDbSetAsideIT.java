package dev.margay.sql.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.test.MariaDbServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Several act at once on what an outbox has set aside on a server.
final class MariaDbSetAsideIT {

    private static final int ROUNDS = 40;
    private static final List<String> IDS =
            IntStream.range(0, 10).mapToObj(i -> "id-" + i).toList();

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void whatOneDiscardsTheOtherDoesNotSend() throws Exception {
        try (var service = SqlMailbox.open(MariaDbFixture.options(server));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outbox = service.outbox();
            var together = new CyclicBarrier(3);
            for (int i = 0; i < ROUNDS; i++) {
                for (var id : IDS) {
                    var mail = new Outgoing(
                            Outgoing.Kind.QUEUE, "q", Message.of("mail").id(id));
                    service.write(tx -> outbox.add(tx, mail));
                }
                outbox.oldest(99).forEach(entry -> outbox.refused(entry, "no"));

                Callable<Integer> redrive = () -> {
                    together.await();
                    return outbox.setAside().redrive(IDS);
                };
                var one = threads.submit(redrive);
                var two = threads.submit(redrive);
                var discarded = threads.submit(() -> {
                    together.await();
                    return outbox.setAside().discard(IDS, "Nic");
                });

                int redriven = one.get() + two.get();
                assertThat(redriven + discarded.get()).isEqualTo(IDS.size());
                var waiting = outbox.oldest(99);
                assertThat(waiting).hasSize(redriven);
                outbox.sent(waiting);
            }
        }
    }
}
