package dev.margay.sql.messages;

import dev.margay.test.messaging.ExtremesContract;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteExtremesTest extends ExtremesContract {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture fixture() {
        return SqliteFixture.in(folder);
    }
}
