package dev.margay.cli;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.margay.cli.Program.Place;
import dev.margay.cli.Program.Role;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs here are short shell scripts; one is ready as soon as the file named after it is there.
final class SupervisorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String RUNS = "touch $0.ready; while :; do read -r _ || exit 0; done";
    private static final String TELLS_ITS_END =
            "trap 'echo $0 >>ends; exit 0' TERM; touch $0.ready; while :; do sleep 0.01; done";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Console console = Console.of(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final Stop stop = new Stop();
    private final Restarts restarts = new Restarts(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMinutes(1));

    @TempDir
    private Path directory;

    private Home home;
    private Supervisor supervisor = new Supervisor(List.of(), new Home(Path.of("")), restarts, console);

    @BeforeEach
    void makeHome() {
        home = new Home(directory.resolve("a home"));
        home.create();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        supervisor.stop();
    }

    @Test
    void allAreReadyAfterTheStart() throws InterruptedException {
        assertThat(start(program("one", Role.SERVICE, RUNS), program("two", Role.DOOR, RUNS)))
                .isTrue();

        assertThat(supervisor.children()).allMatch(Child::ready);
        assertThat(pid("one"))
                .isEqualTo(
                        supervisor.children().getFirst().process().orElseThrow().pid());
    }

    @Test
    void aKilledProgramIsStartedAgainAndSaidToBe() throws InterruptedException {
        start(program("one", Role.SERVICE, RUNS));
        long first = pid("one");

        kill(first);

        eventually(() -> assertThat(said()).contains("one is back after"));
        assertThat(said()).contains("one died (signal 9); restart 1 in 0.0 s");
        assertThat(pid("one")).isNotEqualTo(first);
    }

    @Test
    void aProgramThatKeepsDyingIsStartedAgainEachTime() throws InterruptedException {
        start(program("one", Role.SERVICE, "[ -e again ] && exit 7; touch again $0.ready; exec cat"));
        kill(pid("one"));

        eventually(() -> assertThat(said()).contains("one died (exit code 7); restart 4 in"));
    }

    @Test
    void theDoorEndsBeforeTheServicesAndTheDatabaseAfterThem() throws Exception {
        start(
                program("database", Role.DATABASE, TELLS_ITS_END),
                program("service", Role.SERVICE, TELLS_ITS_END),
                program("door", Role.DOOR, TELLS_ITS_END));

        supervisor.stop();

        assertThat(Files.readAllLines(home.directory().resolve("ends"))).containsExactly("door", "service", "database");
        assertThat(home.pidFile("service")).doesNotExist();
    }

    @Test
    void aDeafProgramIsKilledInTime() throws InterruptedException {
        start(program("deaf", Role.SERVICE, "trap '' TERM; touch $0.ready; while :; do sleep 0.01; done"));
        var process = supervisor.children().getFirst().process().orElseThrow();
        long began = System.nanoTime();

        supervisor.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(said()).contains("deaf did not end within").doesNotContain("restart");
    }

    @Test
    void aProgramThatCannotRunIsNamedWithItsLastLines() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> start(
                        program("sound", Role.SERVICE, RUNS),
                        program("broken", Role.SERVICE, "echo port 1 is in use; exit 1")))
                .withMessageContaining("cannot be started: broken")
                .withMessageContaining("  port 1 is in use");
    }

    @Test
    void aMissingExecutableIsNamed() {
        var program = new Program(
                "ghost", Role.SERVICE, List.of("/no/such/program"), Map.of(), directory, new Place("", ""), () -> true);

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> start(program))
                .withMessageContaining("cannot be started: ghost");
        assertThat(said()).contains("/no/such/program");
    }

    @Test
    void aProgramWhoseNumberCannotBeNotedIsStartedAgainAllTheSame() throws Exception {
        start(program("one", Role.SERVICE, RUNS));
        Home.delete(home.run());
        Files.writeString(home.run(), "not a directory");
        var process = supervisor.children().getFirst().process().orElseThrow();

        process.destroyForcibly();

        eventually(() -> assertThat(said()).contains("one is back after").contains("unnoted: cannot write"));
        assertThat(supervisor.children().getFirst().process())
                .hasValueSatisfying(next -> assertThat(next.pid()).isNotEqualTo(process.pid()));
    }

    @Test
    void whatIsNotReadyInTimeIsNamed() {
        supervisor = new Supervisor(
                List.of(program("quick", Role.SERVICE, RUNS), program("slow", Role.SERVICE, "echo thinking; exec cat")),
                home,
                restarts,
                console);

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> supervisor.start(Duration.ofSeconds(2), stop))
                .withMessageContaining("not ready after 2.0 s: slow")
                .withMessageContaining("  thinking");
    }

    @Test
    void theWishToEndInterruptsTheStart() throws InterruptedException {
        stop.request();

        assertThat(start(program("slow", Role.SERVICE, "exec cat"))).isFalse();
    }

    @Test
    void theWishToEndInterruptsTheWaitForARestart() throws InterruptedException {
        var slowly = new Restarts(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        supervisor = new Supervisor(List.of(program("one", Role.SERVICE, RUNS)), home, slowly, console);
        supervisor.start(LIMIT, stop);
        kill(pid("one"));
        eventually(() -> assertThat(said()).contains("one died"));

        supervisor.stop();

        assertThat(supervisor.children().getFirst().process()).isEmpty();
    }

    @Test
    void servicesAreStartedOnlyOnceTheDatabaseIsReady() throws InterruptedException {
        start(
                program("database", Role.DATABASE, "sleep 0.3; touch ready $0.ready; exec cat"),
                program("service", Role.SERVICE, "[ -e ready ] && touch $0.ready; exec cat"));

        assertThat(supervisor.children()).allMatch(Child::ready);
    }

    @Test
    void aLargeLogMakesRoomAtTheStart() throws Exception {
        var log = home.logFile("one");
        Files.write(log, new byte[10 * 1024 * 1024 + 1]);

        start(program("one", Role.SERVICE, "echo hello; touch $0.ready; exec cat"));

        assertThat(log).hasContent("hello");
        assertThat(home.log().resolve("one.log.1")).hasSize(10 * 1024 * 1024 + 1);
    }

    private boolean start(Program... programs) throws InterruptedException {
        supervisor = new Supervisor(List.of(programs), home, restarts, console);
        return supervisor.start(LIMIT, stop);
    }

    private Program program(String name, Role role, String script) {
        return new Program(
                name,
                role,
                List.of("/bin/sh", "-c", script, name),
                Map.of(),
                home.directory(),
                new Place("", ""),
                () -> Files.exists(home.directory().resolve(name + ".ready")));
    }

    private long pid(String name) {
        return PidFile.read(home.pidFile(name)).orElseThrow().pid();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
