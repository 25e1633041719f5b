package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README is short, and its greeter is a file that runs and that answers as shown.
final class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN =
            Pattern.compile("\\$ curl -d '(.*)' localhost:8080/v1/hello\n((?:[^$`].*\n)+)");
    private static final Pattern REQUEST_ID = Pattern.compile("\"request_id\":\"[^\"]*\"");
    private static final int LONGEST = 150;

    private final GreeterProcess greeters = new GreeterProcess();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        greeters.end();
    }

    @Test
    void itsGreeterRunsAsOneFileAndAnswersAsShown() throws Exception {
        var file = Files.writeString(folder.resolve("Greeter.java"), java());
        var port = greeters.portOf(greeters.start("0", file.toString()));

        var shown = SHOWN.matcher(readme());
        int answers = 0;
        while (shown.find()) {
            var answer = greeters.hello(port, shown.group(1)).body();
            assertThat(withoutId(answer)).isEqualTo(withoutId(shown.group(2).replaceAll("\n ?", "")));
            answers++;
        }
        assertThat(answers).isEqualTo(2);
        assertThat(greeters.linesBefore()).noneMatch(line -> line.contains("WARNING"));
    }

    @Test
    void itIsShort() throws IOException {
        assertThat(readme().lines().count()).isLessThanOrEqualTo(LONGEST);
    }

    private static String java() throws IOException {
        var shown = JAVA.matcher(readme());
        assertThat(shown.find()).isTrue();
        return shown.group(1);
    }

    private static String withoutId(String answer) {
        return REQUEST_ID.matcher(answer).replaceAll("\"request_id\":\"\"");
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("../README.md"));
    }
}
