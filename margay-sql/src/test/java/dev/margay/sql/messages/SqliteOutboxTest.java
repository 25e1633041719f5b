package dev.margay.sql.messages;

import dev.margay.sql.SqlOptions;
import dev.margay.sql.Tx;
import dev.margay.test.messaging.MailboxFixture;
import dev.margay.test.messaging.OutboxContract;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteOutboxTest extends OutboxContract<Tx> {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture broker() {
        return SqliteFixture.in(folder);
    }

    @Override
    protected MailboxFixture<Tx> service() {
        return SqlMailbox.open(SqlOptions.file(folder.resolve("service.db")));
    }
}
