package kittens.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The one store all scenarios of a run talk to: it takes too long to start for each.
public final class RunningStore {

    private static final AtomicReference<@Nullable Store> CURRENT = new AtomicReference<@Nullable Store>();

    private RunningStore() {}

    public static void start(String... options) throws IOException {
        Path directory = Files.createTempDirectory("kittens");
        CURRENT.set(Store.start(directory.resolve("home"), options));
    }

    public static Store get() {
        return Objects.requireNonNull(CURRENT.get(), "no store was started");
    }

    public static void stop() {
        var store = CURRENT.getAndSet(null);
        if (store != null) {
            store.close();
        }
    }
}
