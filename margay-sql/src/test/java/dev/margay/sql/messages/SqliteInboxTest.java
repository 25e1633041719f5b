package dev.margay.sql.messages;

import dev.margay.sql.SqlOptions;
import dev.margay.sql.Tx;
import dev.margay.test.messaging.InboxContract;
import dev.margay.test.messaging.MailboxFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteInboxTest extends InboxContract<Tx> {

    @TempDir
    Path folder;

    @Override
    protected MailboxFixture<Tx> service() {
        return SqlMailbox.open(SqlOptions.file(folder.resolve("service.db")));
    }
}
