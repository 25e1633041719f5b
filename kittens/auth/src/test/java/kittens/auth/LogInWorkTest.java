package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.margay.security.Argon2Cost;
import dev.margay.security.Passwords;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why a log-in is refused cannot be told by how long it takes: each hashes once, at the same cost.
///
/// A hash takes its memory whatever else happens, so the memory that was taken tells how many there were.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogInWorkTest {

    private static final int MEMORY_KIB = 16 << 10;
    private static final Passwords COSTLY = Passwords.at(new Argon2Cost(MEMORY_KIB, 1, 1));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    static Path home;

    private AuthProgram auth;

    @BeforeAll
    void start() throws Exception {
        auth = AuthProgram.start(home, List.of(), COSTLY);
        assertThat(auth.register("tom@example.com", "correct horse").status()).isEqualTo(201);
    }

    @AfterAll
    void stop() {
        auth.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tom@example.com, wrong horse",
        "tom@example.com, x",
        "nobody@example.com, correct horse",
        "not an address, correct horse"
    })
    void aRefusedLogInHashesOnce(String email, String password) throws Exception {
        assertThat(hashesOfLogIn(email, password, 401)).isEqualTo(1);
    }

    @Test
    void soDoesOneThatSucceeds() throws Exception {
        assertThat(hashesOfLogIn("tom@example.com", "correct horse", 201)).isEqualTo(1);
    }

    @Test
    void soDoesOneThatIsLocked() throws Exception {
        assertThat(auth.register("locked@example.com", "correct horse").status())
                .isEqualTo(201);
        for (int i = 0; i < 11; i++) {
            auth.logIn("locked@example.com", "wrong horse");
        }

        assertThat(hashesOfLogIn("locked@example.com", "correct horse", 401)).isEqualTo(1);
    }

    private long hashesOfLogIn(String email, String password, int status) throws Exception {
        long before = THREADS.getTotalThreadAllocatedBytes();
        assertThat(auth.logIn(email, password).status()).isEqualTo(status);
        return Math.round((THREADS.getTotalThreadAllocatedBytes() - before) / (MEMORY_KIB * 1024.0));
    }
}
