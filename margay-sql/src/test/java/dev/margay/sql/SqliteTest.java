package dev.margay.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTest extends SqlContract {

    @TempDir
    Path folder;

    @Override
    SqlOptions options() {
        return SqlOptions.sharedFile(folder.resolve("data/shop.db"));
    }
}
