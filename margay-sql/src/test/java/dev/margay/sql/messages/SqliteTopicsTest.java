package dev.margay.sql.messages;

import dev.margay.test.messaging.StoreFixture;
import dev.margay.test.messaging.TopicsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTopicsTest extends TopicsContract {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture fixture() {
        return SqliteFixture.in(folder);
    }
}
