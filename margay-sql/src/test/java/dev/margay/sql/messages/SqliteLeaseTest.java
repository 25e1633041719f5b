package dev.margay.sql.messages;

import dev.margay.test.messaging.LeaseContract;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLeaseTest extends LeaseContract {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture fixture() {
        return SqliteFixture.in(folder);
    }
}
