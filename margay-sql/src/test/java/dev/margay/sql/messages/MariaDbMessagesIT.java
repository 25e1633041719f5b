package dev.margay.sql.messages;

import dev.margay.sql.Tx;
import dev.margay.test.MariaDbServer;
import dev.margay.test.messaging.CapacityContract;
import dev.margay.test.messaging.CrashContract;
import dev.margay.test.messaging.DeadLetterContract;
import dev.margay.test.messaging.ExtremesContract;
import dev.margay.test.messaging.InboxContract;
import dev.margay.test.messaging.LeaseContract;
import dev.margay.test.messaging.MailboxFixture;
import dev.margay.test.messaging.MessagingContract;
import dev.margay.test.messaging.OutboxContract;
import dev.margay.test.messaging.ProjectionContract;
import dev.margay.test.messaging.QueueContract;
import dev.margay.test.messaging.StoreFixture;
import dev.margay.test.messaging.TopicsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/// All contracts of messaging on one MariaDB server.
final class MariaDbMessagesIT {

    private static MariaDbServer server;

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Nested
    final class Queues extends QueueContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Leases extends LeaseContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Capacities extends CapacityContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Crashes extends CrashContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class DeadLetters extends DeadLetterContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Extremes extends ExtremesContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Topics extends TopicsContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Programs extends MessagingContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Projections extends ProjectionContract {
        @Override
        protected StoreFixture fixture() {
            return MariaDbFixture.on(server);
        }
    }

    @Nested
    final class Outboxes extends OutboxContract<Tx> {
        @Override
        protected StoreFixture broker() {
            return MariaDbFixture.on(server);
        }

        @Override
        protected MailboxFixture<Tx> service() {
            return SqlMailbox.open(MariaDbFixture.options(server));
        }
    }

    @Nested
    final class Inboxes extends InboxContract<Tx> {
        @Override
        protected MailboxFixture<Tx> service() {
            return SqlMailbox.open(MariaDbFixture.options(server));
        }
    }
}
