package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.margay.config.Configuration;
import dev.margay.config.Secret;
import dev.margay.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/configuration.md` names the settings of every program and what they are by default.
final class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern SEVERAL_QUOTED = Pattern.compile("`[^`]+`(, `[^`]+`)*");
    private static final Pattern ONE_QUOTED = Pattern.compile("`([^`]+)`(: .*)?");
    private static final Pattern NUMBER = Pattern.compile("([0-9][0-9,]*)([: ].*)?");
    private static final Pattern EMPTY = Pattern.compile("(empty)(: .*)?");

    /// Heading of a section and what its settings are by default.
    static Stream<Arguments> programs() throws Exception {
        var service = settings("dev.margay.ServiceSettings", "on", 8_080, -1);
        return Stream.of(
                arguments(
                        "Every service", List.of(service, none("dev.margay.Lifeline"), none("dev.margay.TlsSettings"))),
                arguments("gateway", List.of(settings("dev.margay.gateway.Settings", "standard"))),
                arguments("auth", List.of(settings("kittens.auth.Settings", "standard"))),
                arguments("product", List.of(settings("kittens.product.Settings", "standard"))),
                arguments("search", List.of(settings("kittens.search.Settings", "standard"))),
                arguments("mail", List.of(settings("kittens.mail.Settings", "standard"))));
    }

    private static Record none(String type) throws Exception {
        var field = Class.forName(type).getDeclaredField("NONE");
        field.setAccessible(true);
        return (Record) field.get(null);
    }

    /// @param numbers arguments of the factory
    private static Record settings(String type, String factory, Object... numbers) throws Exception {
        var parameters = Collections.nCopies(numbers.length, int.class).toArray(Class<?>[]::new);
        var method = Class.forName(type).getDeclaredMethod(factory, parameters);
        method.setAccessible(true);
        return (Record) method.invoke(null, numbers);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void namesEverySettingAndNothingElse(String heading, List<Record> defaults) throws Exception {
        var keys = values(defaults).keySet();

        assertThat(keys).isNotEmpty();
        assertThat(rows(heading).keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }

    /// What the page says is read as if it were set. Where it has words instead, something else decides.
    @ParameterizedTest
    @MethodSource("programs")
    void saysWhatSettingsAreByDefault(String heading, List<Record> defaults) throws Exception {
        var literals = new LinkedHashMap<String, String>();
        rows(heading).forEach((key, told) -> literal(told).ifPresent(text -> literals.put(key, text)));

        for (var program : defaults) {
            var expected = values(List.of(program));
            var told = expected.keySet().stream().filter(literals::containsKey).toList();
            var arguments = told.stream()
                    .map(key -> "--" + key + "=" + literals.get(key))
                    .toArray(String[]::new);
            var sources = Sources.ofText("").withArguments(arguments);
            var read = values(List.of(Configuration.from(sources).read("", program)));

            assertThat(told)
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(read.get(key)).as(key).isEqualTo(expected.get(key)));
            expected.keySet().removeAll(told);
            assertThat(expected.values()).allSatisfy(value -> assertThat(value).isEqualTo(Optional.empty()));
        }
    }

    @Test
    void tellsLiteralsFromWords() {
        assertThat(Stream.of(
                                "`10s`",
                                "0: one for each",
                                "1,024 bytes",
                                "8080, or",
                                "`-1`: above",
                                "empty: `a`",
                                "`a`, `b`")
                        .map(SettingsPageTest::literal))
                .containsExactly(
                        Optional.of("10s"),
                        Optional.of("0"),
                        Optional.of("1024"),
                        Optional.of("8080"),
                        Optional.of("-1"),
                        Optional.of(""),
                        Optional.of("a,b"));
        assertThat(Stream.of("none", "`a` with b, else `c`", "").map(SettingsPageTest::literal))
                .containsOnly(Optional.empty());
    }

    /// By key.
    private static Map<String, Object> values(List<? extends Record> records) throws Exception {
        var values = new LinkedHashMap<String, Object>();
        for (var each : records) {
            collect(each, "", values);
        }
        return values;
    }

    private static void collect(Object of, String prefix, Map<String, Object> values) throws Exception {
        for (var component : of.getClass().getRecordComponents()) {
            var key = prefix + kebab(component.getName());
            component.getAccessor().setAccessible(true);
            var value = component.getAccessor().invoke(of);
            if (value instanceof Record && !(value instanceof Secret)) {
                collect(value, key + ".", values);
            } else {
                values.put(key, value);
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /// What the tables say is the default of each key.
    private static Map<String, String> rows(String heading) throws IOException {
        var rows = new LinkedHashMap<String, String>();
        int column = 0;
        for (var line :
                section(heading).lines().filter(line -> line.startsWith("|")).toList()) {
            var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.contains("default")) {
                column = cells.indexOf("default");
            } else if (!cells.get(1).startsWith("---")) {
                enter(cells.get(1), cells.get(column), rows);
            }
        }
        return rows;
    }

    /// Several keys have as many defaults, or share one.
    private static void enter(String names, String told, Map<String, String> rows) {
        var keys = QUOTED.matcher(names).results().map(found -> found.group(1)).toList();
        var defaults = keys.size() == 1 ? List.of(told) : List.of(told.split(", ", -1));
        assertThat(defaults.size()).as(names).isIn(1, keys.size());
        for (int i = 0; i < keys.size(); i++) {
            assertThat(rows.put(keys.get(i), defaults.get(Math.min(i, defaults.size() - 1))))
                    .as(keys.get(i) + " a second time")
                    .isNull();
        }
    }

    /// As it would be set.
    private static Optional<String> literal(String told) {
        if (SEVERAL_QUOTED.matcher(told).matches()) {
            return Optional.of(told.replace("`", "").replace(", ", ","));
        }
        return Stream.of(ONE_QUOTED, NUMBER, EMPTY)
                .map(pattern -> pattern.matcher(told))
                .filter(Matcher::matches)
                .map(found -> found.group(1).replace(",", "").replace("empty", ""))
                .findFirst();
    }

    /// From its heading to the next.
    private static String section(String heading) throws IOException {
        var page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + heading + "\n");
        assertThat(start).as("heading " + heading).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
