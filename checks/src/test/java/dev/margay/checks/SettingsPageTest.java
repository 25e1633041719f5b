package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `docs/configuration.md` names every setting of every program.
final class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    @ParameterizedTest
    @CsvSource({
        "dev.margay.ServiceSettings, Every service",
        "dev.margay.Lifeline, Every service",
        "dev.margay.gateway.Settings, gateway",
        "kittens.auth.Settings, auth",
        "kittens.product.Settings, product",
        "kittens.search.Settings, search",
        "kittens.mail.Settings, mail"
    })
    void namesEverySetting(String type, String heading) throws Exception {
        var settings = new ArrayList<String>();
        collect(Class.forName(type), "", settings);

        assertThat(settings).isNotEmpty();
        assertThat(settings).allSatisfy(key -> assertThat(section(heading)).contains("`" + key + "`"));
    }

    private static void collect(Class<?> type, String prefix, List<String> keys) {
        for (var component : type.getRecordComponents()) {
            var key = prefix + kebab(component.getName());
            if (component.getType().isRecord() && component.getType() != Secret.class) {
                collect(component.getType(), key + ".", keys);
            } else {
                keys.add(key);
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
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
