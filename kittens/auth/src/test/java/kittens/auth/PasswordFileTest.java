package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordFileTest {

    @TempDir
    Path directory;

    @Test
    void allWhoStartAtOnceGetTheSamePassword() throws Exception {
        var path = directory.resolve("made/later/admin-password");
        var seen = new HashSet<String>();

        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<String> start = () -> new PasswordFile(path).password();
            for (var password : threads.invokeAll(
                    IntStream.range(0, 32).mapToObj(_ -> start).toList())) {
                seen.add(password.get());
            }
        }

        assertThat(seen).hasSize(1);
        try (var files = Files.list(path.getParent())) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aPasswordThatIsThereIsTaken() throws Exception {
        var path = Files.writeString(directory.resolve("admin-password"), "chosen by hand\n");

        assertThat(new PasswordFile(path).password()).isEqualTo("chosen by hand");
    }

    @Test
    void anEmptyFileIsRefusedByName() throws Exception {
        var path = Files.writeString(directory.resolve("admin-password"), "\n");

        assertThatThrownBy(() -> new PasswordFile(path).password())
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("0 characters (expected: 8 to 72)")
                .hasMessageContaining(path.toString());
    }
}
