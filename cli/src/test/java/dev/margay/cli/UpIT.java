package dev.margay.cli;

import static dev.margay.test.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole of `up` and `down` as processes, with stand-ins for the programs.
final class UpIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> SERVICES = List.of("auth", "search", "product", "mail", "gateway");

    @TempDir
    private Path directory;

    private Installation margay;

    @BeforeEach
    void install() throws IOException {
        margay = new Installation(directory);
    }

    @AfterEach
    void end() {
        margay.end();
    }

    @Test
    void upSaysWhatRunsWhereAndThePasswordOnce() throws Exception {
        var first = ready(margay.up());
        assertThat(margay.said(first))
                .contains("gateway  http://127.0.0.1:%d ".formatted(margay.firstPort()))
                .contains("mail     -  ")
                .contains("http://127.0.0.1:%d ".formatted(margay.firstPort() + 1004))
                .contains("admin@kittens.local")
                .contains("secret-of-the-stand-in");
        assertThat(Files.getPosixFilePermissions(margay.home().directory()).toString())
                .doesNotContain("GROUP", "OTHERS");
        signal("TERM", first);
        assertThat(exitCode(first)).isZero();

        var second = ready(margay.up());

        assertThat(margay.said(second)).doesNotContain("secret-of-the-stand-in").contains("admin-password");
    }

    @Test
    void aFirstStartThatWasInterruptedLeavesThePasswordToTheNext() throws Exception {
        var interrupted = margay.up();
        within(LIMIT, () -> assertThat(margay.home().adminPassword()).exists());
        signal("INT", interrupted);
        assertThat(exitCode(interrupted)).isZero();
        Files.deleteIfExists(margay.home().administrator());

        var next = ready(margay.up());

        assertThat(margay.said(next)).contains("secret-of-the-stand-in");
    }

    @Test
    void theAdministratorIsWhomTheStoreBeganWith() throws Exception {
        margay.variable("MARGAY_ADMIN_EMAIL", "tom@example.org");
        var first = ready(margay.up());
        assertThat(margay.said(first)).contains("tom@example.org").doesNotContain("admin@kittens.local");
        signal("TERM", first);
        assertThat(exitCode(first)).isZero();
        margay.variable("MARGAY_ADMIN_EMAIL", "nic@example.org");

        var second = ready(margay.up());

        assertThat(margay.said(second)).contains("tom@example.org").doesNotContain("nic@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalEndsEverythingWithinFiveSeconds(String signal) throws Exception {
        var up = ready(margay.up());
        var children = up.descendants().toList();

        signal(signal, up);
        signal(signal, up);

        assertThat(exitCode(up)).isZero();
        assertThat(margay.secondsToStop(up)).isLessThan(5);
        assertThat(children).hasSize(SERVICES.size()).noneMatch(ProcessHandle::isAlive);
        assertThat(margay.said(up)).doesNotContain("restart");
        assertThat(ends()).hasSize(SERVICES.size()).first().isEqualTo("margay-gateway ended");
    }

    @Test
    void aSignalToTheWholeGroupEndsEverythingWithoutRestarts() throws Exception {
        var up = ready(margay.up());
        var children = up.descendants().toList();

        children.forEach(child -> signal("INT", child));
        signal("INT", up);

        assertThat(exitCode(up)).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(margay.said(up)).doesNotContain("restart");
    }

    @Test
    void aSignalDuringTheStartEndsEverything() throws Exception {
        var up = margay.up();
        within(LIMIT, () -> assertThat(margay.home().pidFile("auth")).exists());
        var children = up.descendants().toList();

        signal("INT", up);

        assertThat(exitCode(up)).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(margay.said(up)).contains("Stopped after").doesNotContain("Ready after");
    }

    @Test
    void childrenEndWhenUpIsKilledAndTheNextUpStarts() throws Exception {
        var up = ready(margay.up());
        var children = up.descendants().toList();

        up.destroyForcibly().waitFor();

        var next = ready(margay.up());
        assertThat(children).hasSize(SERVICES.size()).noneMatch(ProcessHandle::isAlive);
        assertThat(next.isAlive()).isTrue();
        assertThat(ends()).hasSize(SERVICES.size());
    }

    @Test
    void everyKilledServiceComesBack() throws Exception {
        var up = ready(margay.up());

        for (var service : SERVICES) {
            PidFile.read(margay.home().pidFile(service)).orElseThrow().destroyForcibly();
        }

        for (var service : SERVICES) {
            within(
                    LIMIT,
                    () -> assertThat(margay.said(up))
                            .contains(service + " died (signal 9); restart 1 in 0.2 s")
                            .contains(service + " is back after"));
        }
    }

    @Test
    void aPortInUseIsOneLineThatNamesIt() throws Exception {
        int port = margay.firstPort() + 2;
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            var up = margay.up();

            assertThat(exitCode(up)).isEqualTo(1);
            assertThat(margay.said(up).lines())
                    .singleElement()
                    .asString()
                    .startsWith("margay: port %d is in use".formatted(port))
                    .contains("--ports");
        }
    }

    @Test
    void aSecondUpOfTheSameHomeIsRefused() throws Exception {
        var first = ready(margay.up());

        var second = margay.up();

        assertThat(exitCode(second)).isEqualTo(1);
        assertThat(margay.said(second).lines())
                .singleElement()
                .asString()
                .contains("already running", "pid " + first.pid(), "./margay down");
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void downEndsWhatRunsAndSaysSo() throws Exception {
        var up = ready(margay.up());

        var down = margay.down();

        assertThat(exitCode(down)).isZero();
        assertThat(margay.said(down)).startsWith("stopped the kitten store").contains("pid " + up.pid());
        assertThat(exitCode(up)).isZero();
    }

    @Test
    void downWithoutUpSaysSoAndSucceeds() throws Exception {
        var down = margay.down();

        assertThat(exitCode(down)).isZero();
        assertThat(margay.said(down)).startsWith("nothing is running");
        assertThat(margay.home().directory()).doesNotExist();
    }

    @Test
    void aHomeThatIsAFileIsRefusedInOneLine() throws Exception {
        Files.writeString(margay.home().directory(), "not a directory");

        var up = margay.up();

        assertThat(exitCode(up)).isEqualTo(1);
        assertThat(margay.said(up).lines()).singleElement().asString().startsWith("margay: cannot create");
    }

    @Test
    void aLockThatCannotBeTakenIsOneLineAtOnce() throws Exception {
        margay.home().create();
        Files.createDirectory(margay.home().run().resolve("up.lock"));
        long began = System.nanoTime();

        var up = margay.up();

        assertThat(exitCode(up)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(margay.said(up).lines())
                .singleElement()
                .asString()
                .startsWith("margay: cannot lock ")
                .contains("up.lock");
    }

    @Test
    void onlyTheGatewayIsOpenedAndOnlyWhenAsked() throws Exception {
        var closed = ready(margay.up());
        assertThat(notes("listens on "))
                .containsExactlyInAnyOrder("no port", "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1");
        signal("TERM", closed);
        assertThat(exitCode(closed)).isZero();
        Files.delete(margay.home().directory().resolve("notes"));

        var open = ready(margay.up("--host", "0.0.0.0"));

        assertThat(notes("listens on "))
                .containsExactlyInAnyOrder("no port", "127.0.0.1", "127.0.0.1", "127.0.0.1", "0.0.0.0");
        assertThat(margay.said(open)).contains("gateway  http://127.0.0.1:%d ".formatted(margay.firstPort()));
    }

    @Test
    void aVariableThatOneProgramKnowsReachesItAndStopsNone() throws Exception {
        margay.variable("MARGAY_KITTENS_MAIL_OWN_THING", "a mouse");

        ready(margay.up());

        assertThat(Files.readAllLines(margay.home().directory().resolve("notes")))
                .contains("kittens-mail shares a mouse", "kittens-auth shares a mouse");
    }

    @Test
    void aVariableThatNoProgramKnowsIsNamedWithTheNearestKnown() throws Exception {
        margay.variable("MARGAY_LOG_LEVLE", "debug");
        margay.variable("MARGAY_KITTENS_AUTH_OWN_THING_FILE", "/a/file");

        var up = margay.up();

        assertThat(exitCode(up)).isEqualTo(1);
        assertThat(margay.said(up))
                .contains("margay: MARGAY_LOG_LEVLE (environment): no program knows it; did you mean MARGAY_LOG_LEVEL?")
                .doesNotContain("OWN_THING", "Ready after");
        assertThat(ends()).hasSize(SERVICES.size());
    }

    @Test
    void anUnknownEngineIsRefusedInOneLine() throws Exception {
        var up = margay.up("--on", "postgresql");

        assertThat(exitCode(up)).isEqualTo(2);
        assertThat(margay.said(up)).isEqualTo("margay: --on: 'postgresql' is unknown (expected: sqlite, mariadb)\n");
    }

    private Process ready(Process up) {
        within(LIMIT, () -> {
            assertThat(margay.said(up)).contains("Ready after");
        });
        return up;
    }

    private List<String> notes(String about) throws IOException {
        return Files.readAllLines(margay.home().directory().resolve("notes")).stream()
                .filter(line -> line.contains(about))
                .map(line -> line.substring(line.indexOf(about) + about.length()))
                .toList();
    }

    private List<String> ends() throws IOException {
        return Files.readAllLines(margay.home().directory().resolve("notes")).stream()
                .filter(line -> line.endsWith("ended"))
                .toList();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return process.exitValue();
    }

    private static void signal(String name, Process process) {
        signal(name, process.toHandle());
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot send " + name + " to " + process.pid(), e);
        }
    }
}
