package dev.margay.sql.messages;

import dev.margay.test.messaging.MessagingContract;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMessagingTest extends MessagingContract {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture fixture() {
        return SqliteFixture.in(folder);
    }
}
