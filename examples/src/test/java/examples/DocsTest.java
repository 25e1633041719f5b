package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every page of the repository: the Java it shows is a region of this module's sources, which are compiled and run,
/// and the files it links are there. A block may begin with imports, which are those of the region's file.
final class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// @start region=\"[a-z.-]+\"\n(.*?)\n *// @end", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)(#[^)]*)?\\)");

    @Test
    void allJavaIsCompiledAndRun() throws IOException {
        var regions = regions();
        int blocks = 0;
        for (var page : pages()) {
            var shown = JAVA.matcher(Files.readString(page));
            while (shown.find()) {
                var imports = shown.group(1).lines().filter(DocsTest::isImport).toList();
                var body = String.join(
                                "\n",
                                shown.group(1)
                                        .lines()
                                        .filter(line -> !isImport(line))
                                        .toList())
                        .strip();
                assertThat(regions).as("regions, for %s", page).containsKey(body);
                assertThat(regions.getOrDefault(body, "").lines()).containsAll(imports);
                blocks++;
            }
        }
        assertThat(blocks).isGreaterThan(10);
    }

    @Test
    void linkedFilesAreThere() throws IOException {
        for (var page : pages()) {
            var link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("linked by %s", page)
                        .exists();
            }
        }
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    /// The text of each region, with that of its file.
    private static Map<String, String> regions() throws IOException {
        var regions = new HashMap<String, String>();
        for (var source : files(Path.of("src"), ".java")) {
            var text = Files.readString(source);
            var region = REGION.matcher(text);
            while (region.find()) {
                regions.put(region.group(1).stripIndent().strip(), text);
            }
        }
        return regions;
    }

    private static List<Path> pages() throws IOException {
        return files(ROOT, ".md").stream()
                .filter(page -> Stream.of("target", ".margay", ".git")
                        .noneMatch(name -> ROOT.relativize(page).toString().matches("(.*/)?" + name + "/.*")))
                .toList();
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
