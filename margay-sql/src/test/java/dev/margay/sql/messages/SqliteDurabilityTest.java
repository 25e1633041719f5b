package dev.margay.sql.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.MessageStore;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDurabilityTest {

    @TempDir
    Path folder;

    private MessageStore.Durability durability(SqlOptions.Durability asked) {
        try (var sql = Sql.open(SqlOptions.file(folder.resolve("broker.db")).with(asked))) {
            return SqlMessageStore.open(sql).durability();
        }
    }

    @Test
    void noBetterClassIsClaimedThanTheDatabaseHas() {
        assertThat(durability(SqlOptions.Durability.POWER_LOSS)).isEqualTo(MessageStore.Durability.POWER_LOSS);
        assertThat(durability(SqlOptions.Durability.PROCESS_DEATH)).isEqualTo(MessageStore.Durability.PROCESS_DEATH);
    }

    @Test
    void theFiguresOfTheDatabaseAreMeters() {
        var registry = new SimpleMeterRegistry();
        try (var sql = Sql.open(SqlOptions.file(folder.resolve("broker.db")))) {
            sql.meter("broker", registry);
            SqlMessageStore.open(sql).pause("mail", true);

            assertThat(registry.get("sql.wal.size")
                            .tag("database", "broker")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(registry.get("sql.transactions").functionCounter().count())
                    .isEqualTo((double) sql.stats().transactions())
                    .isPositive();
            assertThat(registry.get("sql.commits").functionCounter().count()).isPositive();
            assertThat(registry.get("sql.waiting").gauge().value()).isZero();
        }
    }
}
