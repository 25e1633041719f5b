package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README shows code that is compiled and run.
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// @start region=\"greeter\"\n(.*?)\n *// @end", Pattern.DOTALL);
    private static final int LONGEST = 150;

    private static String read(String path) throws IOException {
        return Files.readString(Path.of(path));
    }

    @Test
    void itsGreeterIsTheExample() throws IOException {
        var shown = JAVA.matcher(read("../README.md"));
        var compiled = REGION.matcher(read("src/main/java/examples/Greeter.java"));

        assertThat(shown.find()).isTrue();
        assertThat(compiled.find()).isTrue();
        assertThat(shown.group(1)).isEqualTo(compiled.group(1).stripIndent() + "\n");
        assertThat(shown.find()).as("more Java than the greeter").isFalse();
    }

    @Test
    void itIsShort() throws IOException {
        assertThat(read("../README.md").lines().count()).isLessThanOrEqualTo(LONGEST);
    }
}
