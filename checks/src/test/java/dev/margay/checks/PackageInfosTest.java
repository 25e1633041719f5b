package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each package of the library says what it is for, what belongs there, and shows code that is compiled and run.
final class PackageInfosTest {

    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet class=\"([\\w.]+)\" region=\"([\\w.]+)\"}");
    private static final String NAME = "package-info.java";

    /// Packages that show no code, with the reason.
    private static final Map<String, String> SHOWING_NONE = Map.of(
            "margay-test/src/main/java/dev/margay/test/messaging", "suites to extend, seen in the tests that do");

    private static Stream<Path> infos() {
        return Sources.production().stream()
                .filter(file -> file.getFileName().toString().equals(NAME))
                .filter(file -> inLibrary(Sources.ROOT.relativize(file).toString()));
    }

    private static boolean inLibrary(String path) {
        return Stream.of("library/", "margay-sql/", "margay-security/", "margay-test/")
                .anyMatch(path::startsWith);
    }

    private static String text(Path file) {
        return String.join("\n", Sources.lines(file));
    }

    @Test
    void eachSaysWhatBelongsThere() {
        assertThat(infos().filter(file ->
                        !text(file).contains("**Belongs here:**") || !text(file).contains("**Not here:**")))
                .as("descriptions of packages without the parts 'Belongs here' and 'Not here'")
                .isEmpty();
    }

    @Test
    void eachShowsCodeThatIsRun() {
        assertThat(infos().map(PackageInfosTest::complaint).flatMap(Optional::stream))
                .as("descriptions of packages that show no region of a test or an example: put one into SnippetsTest of"
                        + " the examples, and {@snippet class=\"...\" region=\"...\"} into the description")
                .isEmpty();
    }

    private static Optional<String> complaint(Path info) {
        var path = Sources.ROOT.relativize(info).toString();
        var where = path.substring(0, path.length() - NAME.length() - 1);
        var shown = SNIPPET.matcher(text(info));
        if (!shown.find()) {
            return SHOWING_NONE.containsKey(where) ? Optional.empty() : Optional.of(where + " shows nothing");
        }
        return List.of("src/test/java", "src/main/java").stream()
                        .map(root -> Sources.ROOT
                                .resolve("examples")
                                .resolve(root)
                                .resolve(shown.group(1).replace('.', '/') + ".java"))
                        .anyMatch(file -> Sources.all().contains(file) && hasRegion(file, shown.group(2)))
                ? Optional.empty()
                : Optional.of("%s shows %s, which is not there".formatted(where, shown.group()));
    }

    private static boolean hasRegion(Path file, String name) {
        int start = text(file).indexOf("// @start region=\"%s\"\n".formatted(name));
        return start >= 0 && text(file).indexOf("// @end", start) > start;
    }
}
