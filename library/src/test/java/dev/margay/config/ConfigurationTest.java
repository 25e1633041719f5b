package dev.margay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    enum Mode {
        FAST,
        VERY_SAFE
    }

    record Pool(int maxSize, Duration waitAtMost) {
        Pool {
            if (maxSize < 1) {
                throw new IllegalArgumentException("maxSize: %d (expected: >= 1)".formatted(maxSize));
            }
        }
    }

    record Database(String url, Secret password, Pool pool, Mode mode) {}

    record Backend(URI address, Optional<Integer> weight) {}

    record Gateway(Map<String, Backend> backends, List<String> hosts, List<Backend> extra) {}

    record Range(int min, int max, Optional<Integer> first, Optional<Integer> last) {}

    record Ranges(List<Range> ranges) {}

    record Required(String name, int count) {}

    private static final Database DEFAULTS =
            new Database("jdbc:x", new Secret("none"), new Pool(8, Duration.ofSeconds(5)), Mode.FAST);

    @TempDir
    private Path directory;

    private static Configuration text(String hocon) {
        return Configuration.from(Sources.ofText(hocon));
    }

    private static ConfigException refused(Sources sources) {
        return catchThrowableOfType(ConfigException.class, () -> {
            var configuration = Configuration.from(sources);
            configuration.read("db", DEFAULTS);
            configuration.refuseUnknown();
        });
    }

    @Test
    void defaultsInCodeStandUntilSomethingElseIsSet() {
        assertThat(text("").read("db", DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(text("db.pool.max-size = 3").read("db", DEFAULTS).pool())
                .isEqualTo(new Pool(3, Duration.ofSeconds(5)));
    }

    @Test
    void laterSourcesWin() throws IOException {
        var file = Files.writeString(directory.resolve("password"), "from-file\n");
        var sources = Sources.ofText("""
                        db { url = file, mode = very-safe, pool { max-size = 1, wait-at-most = 1m } }
                        """)
                .withEnvironment(Map.of(
                        "MARGAY_DB_URL", "environment",
                        "MARGAY_DB_POOL_MAX_SIZE", "2",
                        "MARGAY_DB_PASSWORD", "from-environment",
                        "MARGAY_DB_PASSWORD_FILE", file.toString()))
                .withArguments("--db.pool.max-size=3");

        assertThat(Configuration.from(sources).read("db", DEFAULTS))
                .isEqualTo(new Database(
                        "environment", new Secret("from-file"), new Pool(3, Duration.ofMinutes(1)), Mode.VERY_SAFE));
    }

    @Test
    void explainNamesTheOriginOfEachValueAndMasksSecrets() throws IOException {
        var file = Files.writeString(directory.resolve("application.conf"), "db.mode = very-safe\n\ndb.url = \"x\"");
        var sources = Sources.of(Map.of("MARGAY_DB_PASSWORD", "hunter2"), "--config=" + file, "--db.pool.max-size=3");
        var configuration = Configuration.from(sources);

        configuration.read("db", DEFAULTS);

        assertThat(configuration.explain())
                .extracting(Setting::key, Setting::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("db.url", "x"),
                        org.assertj.core.groups.Tuple.tuple("db.password", "******"),
                        org.assertj.core.groups.Tuple.tuple("db.pool.max-size", "3"),
                        org.assertj.core.groups.Tuple.tuple("db.pool.wait-at-most", "PT5S"),
                        org.assertj.core.groups.Tuple.tuple("db.mode", "very-safe"));
        assertThat(configuration.explain().getFirst().origin())
                .contains("application.conf")
                .contains("3");
        assertThat(configuration.explain().get(1).origin()).isEqualTo("environment MARGAY_DB_PASSWORD");
        assertThat(configuration.explain().get(2).origin()).isEqualTo("command line");
        assertThat(configuration.explain().get(3).origin()).isEqualTo("default");
        assertThat(configuration.explain().toString()).doesNotContain("hunter2");
    }

    @Test
    void aValueReadTwiceIsExplainedOnce() {
        var configuration = text("db.pool.max-size = 3");

        configuration.read("db.pool", DEFAULTS.pool());
        configuration.read("db", DEFAULTS);

        assertThat(configuration.explain())
                .extracting(Setting::key)
                .containsExactlyInAnyOrder(
                        "db.url", "db.password", "db.pool.max-size", "db.pool.wait-at-most", "db.mode");
    }

    @Test
    void aVariableInASharedEnvironmentMayBeAnothersButAnArgumentMayNot() {
        var environment = Map.of("MARGAY_SHARED_ENVIRONMENT", "true", "MARGAY_ANOTHERS_OWN", "1");
        Configuration.from(Sources.ofText("").withEnvironment(environment)).refuseUnknown();

        assertThat(refused(Sources.ofText("").withEnvironment(environment).withArguments("--anothers.own=1"))
                        .findings())
                .singleElement()
                .asString()
                .contains("--anothers.own");
    }

    @Test
    void unknownKeysAreErrorsWithTheNearestKnownOne() {
        var sources = Sources.ofText("db.ulr = x, db.pool.maxSize = 3")
                .withEnvironment(Map.of("MARGAY_DB_MODUS", "fast", "MARGAY_HOME", "/tmp", "PATH", "/bin"))
                .withArguments("--db.pool.max-sice=3");

        assertThat(refused(sources).findings())
                .anySatisfy(line -> assertThat(line).contains("db.ulr", "did you mean db.url?"))
                .anySatisfy(line -> assertThat(line).contains("db.pool.maxSize", "did you mean db.pool.max-size?"))
                .anySatisfy(line -> assertThat(line).contains("--db.pool.max-sice", "did you mean db.pool.max-size?"))
                .anySatisfy(line -> assertThat(line).contains("MARGAY_DB_MODUS", "did you mean MARGAY_DB_MODE?"))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db.pool.max-size = x|db.pool.max-size: 'x' from|a whole number",
                "db.pool.max-size = 99999999999|db.pool.max-size: '99999999999' from|a whole number",
                "db.pool.max-size = ٣|db.pool.max-size: '٣' from|a whole number",
                "db.pool.max-size = \"+3\"|db.pool.max-size: '+3' from|a whole number",
                "db.pool.max-size = [1]|db.pool.max-size: '[1]' from|a whole number",
                "db.pool.wait-at-most = 10|db.pool.wait-at-most: '10' from|a duration with its unit",
                "db.pool.wait-at-most = soon|db.pool.wait-at-most: 'soon' from|a duration with its unit",
                "db.mode = slow|db.mode: 'slow' from|one of fast, very-safe",
                "db.url = { a = b }|db.url: '{a=b}' from|text",
                "db.pool.max-size = 0|db.pool: maxSize: 0|>= 1"
            })
    void aWrongValueIsNamedWithItsKeyItsOriginAndWhatWasExpected(String hocon, String said, String expected) {
        assertThat(refused(Sources.ofText(hocon))).hasMessageContaining(said).hasMessageContaining(expected);
    }

    @Test
    void aWrongSecretIsNotShown() {
        assertThat(refused(Sources.ofText("db.password = [hunter2]")))
                .hasMessageContaining("db.password: '******'")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(refused(Sources.ofText("db.mode = slow, db.pool.max-size = x"))
                        .findings())
                .hasSize(2);
    }

    @Test
    void withoutDefaultsEachValueMustBeSet() {
        assertThatThrownBy(() -> text("a.name = x").read("a", Required.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("a.count: not set (expected: a whole number)");
        assertThat(text("a { name = x, count = 3 }").read("a", Required.class)).isEqualTo(new Required("x", 3));
    }

    @Test
    void mapsAndListsComeFromAnySource() {
        var sources = Sources.ofText("""
                        g.backends.auth.address = "http://a:1"
                        g.hosts = [one, two]
                        g.extra = [{ address = "http://e:1", weight = 2 }]
                        """)
                .withEnvironment(Map.of("MARGAY_G_HOSTS", "three, four"))
                .withArguments("--g.backends.auth.weight=7", "--g.backends.search.address=http://s:2");
        var configuration = Configuration.from(sources);

        var gateway = configuration.read("g", Gateway.class);
        configuration.refuseUnknown();

        assertThat(gateway.hosts()).containsExactly("three", "four");
        assertThat(gateway.backends())
                .containsOnly(
                        Map.entry("auth", new Backend(URI.create("http://a:1"), Optional.of(7))),
                        Map.entry("search", new Backend(URI.create("http://s:2"), Optional.empty())));
        assertThat(gateway.extra()).containsExactly(new Backend(URI.create("http://e:1"), Optional.of(2)));
    }

    @Test
    void anElementOfAListMayHoldTheSameValueTwice() {
        assertThat(text("r.ranges = [{ min = 1, max = 1 }, { min = 1, max = 1 }]")
                        .read("r", Ranges.class))
                .extracting(Ranges::ranges)
                .isEqualTo(List.of(
                        new Range(1, 1, Optional.empty(), Optional.empty()),
                        new Range(1, 1, Optional.empty(), Optional.empty())));
    }

    @Test
    void everythingThatIsWrongInAnElementIsSaidAtOnce() {
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> text("r.ranges = [{ first = 1 }]").read("r", Ranges.class))
                        .findings())
                .containsExactly(
                        "r.ranges[0].min: not set (expected: a whole number)",
                        "r.ranges[0].max: not set (expected: a whole number)");
    }

    @Test
    void anUnknownKeyInsideAListIsAnErrorToo() {
        assertThatThrownBy(() -> text("g.extra = [{ addres = x }]").read("g", Gateway.class))
                .hasMessageContaining("g.extra[0].addres")
                .hasMessageContaining("[address, weight]");
    }

    @Test
    void aFileMayReferToTheEnvironment() {
        var sources = Sources.ofText("db.url = ${HOST_OF_DB}\"/x\"").withEnvironment(Map.of("HOST_OF_DB", "h"));

        assertThat(Configuration.from(sources).read("db", DEFAULTS).url()).isEqualTo("h/x");
    }

    @ParameterizedTest
    @CsvSource({"db { url = ", "db.url = ${NOWHERE}", "include required(file(\"/nowhere\"))"})
    void aBrokenFileIsOneClearError(String hocon) {
        assertThat(refused(Sources.ofText("x = 1"))).isNotNull();
        assertThatThrownBy(() -> Configuration.from(Sources.ofText(hocon)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config file: ");
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> Sources.of(
                        Map.of("MARGAY_CONFIG", directory.resolve("none.conf").toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.conf")
                .hasMessageContaining("expected: a readable file");
        assertThat(refused(Sources.ofText("").withEnvironment(Map.of("MARGAY_DB_PASSWORD_FILE", "/nowhere/secret"))))
                .hasMessageContaining("db.password")
                .hasMessageContaining("/nowhere/secret");
    }

    @ParameterizedTest
    @CsvSource({"port=1", "-p", "--", "x"})
    void argumentsOfAnotherShapeAreRefused(String argument) {
        assertThatThrownBy(() -> Configuration.from(Sources.ofText("").withArguments(argument)))
                .hasMessageContaining("'" + argument + "' (expected: --key=value)");
    }

    @Test
    void secretsAndSourcesDoNotShowWhatTheyHold() {
        assertThat(new Secret("hunter2").toString()).isEqualTo("******");
        assertThat(Sources.ofText("a = hunter2").toString()).doesNotContain("hunter2");
    }
}
